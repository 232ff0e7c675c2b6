/// Names under which the server may be asked. A web page that makes its own name point to this machine (DNS
/// rebinding) still sends that name, and is told apart by it.
struct HostNames: Sendable {
    /// Names that always mean this machine, for every port: `ssh -L` forwards to another one.
    static let loopback: Set<String> = ["127.0.0.1", "[::1]", "localhost"]

    private let names: Set<String>

    /// The loopback names and these, in lower case.
    init(allowed: [String] = []) {
        names = HostNames.loopback.union(allowed.map { $0.lowercased() })
    }

    /// True for `name`, `name:port`, `[address]` and `[address]:port` of an allowed name, and of `here`: the numeric
    /// address that the connection came in on. No web page can make a name of its own of that.
    func allow(authority: String, here: String? = nil) -> Bool {
        guard let name = HostNames.name(of: authority) else { return false }
        return names.contains(name) || name == here.map(HostNames.literal)
    }

    /// True for `http://name:port` and https alike; a browser sends nothing else, but for `null`.
    func allow(origin: String, here: String? = nil) -> Bool {
        for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
            return allow(authority: String(origin.dropFirst(scheme.count)), here: here)
        }
        return false
    }

    /// A numeric address as addresses of pages have it. Source: RFC 3986 §3.2.2.
    static func literal(_ address: String) -> String {
        let mapped = "::ffff:"
        if address.hasPrefix(mapped), address.contains(".") {
            return String(address.dropFirst(mapped.count))
        }
        return address.contains(":") ? "[\(address)]" : address
    }

    /// The name in `name:port`, lower case; nil when it is none.
    static func name(of authority: String) -> String? {
        var name = authority[...]
        if let colon = name.lastIndex(of: ":"), name[colon...].contains("]") == false {
            let port = name[name.index(after: colon)...].utf8
            guard port.count <= 5,
                port.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
            else { return nil }
            name = name[..<colon]
        }
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
        return name.lowercased()
    }
}

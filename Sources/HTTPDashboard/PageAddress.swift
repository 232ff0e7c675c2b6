import AudiowatchCore
import Glibc
import SystemPackage

/// Where the page is served, and to whom.
public struct PageAddress: Sendable {
    /// Numeric address to listen on, or `localhost`.
    public var bind: String
    /// Port; 0 takes a free one.
    public var port: Int
    /// True when only this machine can reach `bind`.
    public var isLoopback: Bool
    /// Names under which the page may be opened besides the loopback ones.
    public var allowedHosts: [String]
    /// The secret that callers must show; nil lets in the processes of this user alone.
    public var token: AccessToken?

    /// All values.
    public init(
        bind: String, port: Int, isLoopback: Bool, allowedHosts: [String] = [],
        token: AccessToken? = nil
    ) {
        self.bind = bind
        self.port = port
        self.isLoopback = isLoopback
        self.allowedHosts = allowedHosts
        self.token = token
    }

    /// Throws when strangers could connect and nothing keeps them out.
    public func check() throws(ServerError) {
        guard isLoopback || token != nil else {
            throw ServerError(
                .exposed, place,
                "\(bind) lets other machines in, and there is no token to keep strangers out",
                hint: "write token_file = \"…\" under [server], or bind = \"127.0.0.1\"")
        }
    }

    /// The address to bind: `localhost` may be resolved to either family, and is 127.0.0.1 here.
    var numeric: String { bind == "localhost" ? "127.0.0.1" : bind }

    private var place: FilePath { FilePath("\(bind):\(port)") }

    /// What a browser on this machine opens.
    func page(port: Int) -> String {
        let isEverywhere = bind == "0.0.0.0" || bind == "::"
        let host = isEverywhere ? "127.0.0.1" : numeric
        return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
    }

    /// What browsers on other machines open, where they can; `addresses` are this machine's own.
    public func pagesElsewhere(port: Int, addresses: [String]) -> [String] {
        guard !isLoopback else { return [] }
        let isEverywhere = bind == "0.0.0.0" || bind == "::"
        let reachable =
            isEverywhere
            ? addresses.filter { bind == "::" || !$0.contains(":") } : [bind]
        return (allowedHosts + reachable.map(HostNames.literal)).map { "http://\($0):\(port)/" }
    }

    /// Why binding failed.
    func error(_ code: CInt) -> ServerError {
        switch code {
        case EADDRINUSE:
            ServerError(
                .portInUse, place,
                "port \(port) of \(bind) is in use by another program",
                hint:
                    "write another port under [server] in the configuration (0 takes a free one), "
                    + "or end that program: `ss -ltnp 'sport = :\(port)'` names it")
        case EADDRNOTAVAIL:
            ServerError(
                .bind, place, "\(bind) is no address of this machine",
                hint: "`ip address` lists them; bind = \"127.0.0.1\" always works")
        case EACCES:
            ServerError(
                .bind, place, "port \(port) takes a privilege", hint: "use one from 1024 on")
        default:
            ServerError(
                .bind, place, "\(bind) port \(port): \(Errno(rawValue: code))",
                hint: "check bind and port under [server]")
        }
    }
}

import Glibc

/// The numeric addresses that this machine has now.
enum OwnAddresses {
    /// Those that other machines can reach: neither loopback nor link-local ones. Source: getifaddrs(3).
    static func now() -> [String] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var addresses: [String] = []
        var next = list
        while let one = next {
            next = one.pointee.ifa_next
            guard let address = one.pointee.ifa_addr, let text = text(address),
                !addresses.contains(text)
            else { continue }
            addresses.append(text)
        }
        // Shorter to type first.
        return addresses.filter { !$0.contains(":") } + addresses.filter { $0.contains(":") }
    }

    private static func text(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
        let length: socklen_t
        switch CInt(address.pointee.sa_family) {
        case AF_INET: length = socklen_t(MemoryLayout<sockaddr_in>.size)
        case AF_INET6: length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        default: return nil
        }
        var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard
            getnameinfo(
                address, length, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST) == 0
        else { return nil }
        let text = String(
            decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let isOwn = text.hasPrefix("127.") || text == "::1" || text.hasPrefix("fe80:")
        return isOwn ? nil : text
    }
}

import Glibc

/// Numeric addresses, judged without asking any resolver.
enum NetworkAddress {
    /// True for an IPv4 or IPv6 address, or `localhost`.
    static func isValid(_ text: String) -> Bool {
        text == "localhost" || bytes(text) != nil
    }

    /// True when only this machine can reach it.
    static func isLoopback(_ text: String) -> Bool {
        guard let bytes = bytes(text) else { return text == "localhost" }
        return bytes.count == 4
            ? bytes.first == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var result = [UInt8](repeating: 0, count: count)
            if inet_pton(family, text, &result) == 1 { return result }
        }
        return nil
    }
}

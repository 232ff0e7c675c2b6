import Glibc
import NIOCore

/// One end of a TCP connection as the kernel's table writes it: the address's words in this machine's byte
/// order, the port in hex. Source: proc_net_tcp(5).
struct TableAddress: Hashable, Sendable {
    var text: String

    /// Nil for what is no internet address.
    init?(_ address: SocketAddress) {
        guard let port = address.port.flatMap(UInt16.init(exactly:)) else { return nil }
        let family = address.protocol == .inet ? AF_INET : AF_INET6
        var bytes = [UInt8](repeating: 0, count: family == AF_INET ? 4 : 16)
        // An address of one interface alone carries its name: fe80::1%eth0.
        guard let text = address.ipAddress?.split(separator: "%").first,
            inet_pton(family, String(text), &bytes) == 1
        else { return nil }
        self.init(bytes, port: port)
    }

    init(_ bytes: [UInt8], port: UInt16) {
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 4) {
            // Whole words of little-endian machines: the bytes stand the other way round.
            for byte in bytes[start..<min(start + 4, bytes.count)].reversed() {
                text += TableAddress.hex(byte)
            }
        }
        self.text =
            "\(text):\(TableAddress.hex(UInt8(port >> 8)))\(TableAddress.hex(UInt8(port & 255)))"
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0\(digits)" : digits
    }

    /// The same IPv4 address as a socket for both families writes it.
    var mapped: TableAddress? {
        guard text.utf8.count == 13 else { return nil }
        var result = self
        result.text = "0000000000000000FFFF0000" + text
        return result
    }
}

/// Whose socket stands at the other end of a connection within this machine.
enum SocketTable {
    /// The user that owns the socket with these ends in the text of `/proc/net/tcp`; nil when it is not there.
    static func owner(from local: TableAddress, to remote: TableAddress, in table: [UInt8])
        -> UInt32?
    {
        // Held against the bytes of each line: where many have come and gone, there are thousands.
        let ends = Array(" \(local.text) \(remote.text) ".utf8)
        return table.withUnsafeBytes { table in
            var rest = table[...]
            while !rest.isEmpty {
                let line = rest.prefix(length(of: rest, before: UInt8(ascii: "\n")))
                rest = rest.dropFirst(line.count + 1)
                // The number of the line is short, and ends with a colon.
                guard let colon = line.prefix(24).firstIndex(of: UInt8(ascii: ":")) else {
                    continue
                }
                let found = UnsafeRawBufferPointer(rebasing: line[(colon + 1)...])
                guard found.count > ends.count, let start = found.baseAddress,
                    memcmp(start, ends, ends.count) == 0
                else { continue }
                // State, queues, timer, retransmissions, then the user.
                let fields = found.dropFirst(ends.count).split(separator: 0x20, maxSplits: 5)
                return fields.count > 5 ? UInt32(String(decoding: fields[4], as: UTF8.self)) : nil
            }
            return nil
        }
    }

    private static func length(
        of bytes: Slice<UnsafeRawBufferPointer>, before end: UInt8
    ) -> Int {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        guard let start = bytes.baseAddress, let found = memchr(start, CInt(end), bytes.count)
        else { return bytes.count }
        return UnsafeRawPointer(found) - start
    }
}

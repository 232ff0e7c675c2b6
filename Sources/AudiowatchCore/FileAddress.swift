/// A path as an address that other programs take: `file:///music/K%C3%A9ys.wav`. Source: RFC 8089, RFC 3986.
///
/// Every byte but letters, digits, `-`, `.`, `_`, `~` and `/` is escaped, so that the text holds no quote, comma,
/// blank or bracket, whatever a name says, and is never taken for an option.
public struct FileAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address.
    public let description: String

    /// The address of an absolute path; nil for any other, and for one with a NUL.
    public init?(_ path: [UInt8]) {
        guard path.first == UInt8(ascii: "/"), !path.contains(0) else { return nil }
        description = "file://" + FileAddress.escaped(path, keeping: [UInt8(ascii: "/")])
    }

    /// Bytes as they may stand in an address: all but the unreserved ones, and those of `kept`, as `%2F`.
    public static func escaped(_ bytes: [UInt8], keeping kept: [UInt8] = []) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes {
            if isUnreserved(byte) || kept.contains(byte) {
                text.append(byte)
            } else {
                text += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + (value - 10)
    }
}

/// One component of a path, as the kernel stores it: any bytes but NUL and `/`, at most 255 of them.
///
/// Linux names need not be UTF-8. A `String` made from such a name no longer opens the file, so names
/// travel as bytes everywhere and become text only for reading. Source: path_resolution(7).
public struct FileName: Hashable, Sendable {
    /// The exact bytes, without a terminating NUL.
    public let bytes: [UInt8]

    /// Takes the bytes as they are.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The UTF-8 bytes of `text`.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The exact text, or nil when the bytes are not valid UTF-8.
    public var text: String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// Text for reading only: invalid bytes become U+FFFD. Never build a path from it.
    public var display: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes after the last dot, ASCII letters lowered, or nil when there is no dot past the first byte.
    public var extensionBytes: [UInt8]? {
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0, dot + 1 < bytes.count
        else {
            return nil
        }
        return bytes[(dot + 1)...].map(FileName.lowered)
    }

    /// True for `.` and `..`, which every listing holds and nothing here follows.
    public var isDotEntry: Bool {
        bytes == [UInt8(ascii: ".")] || bytes == [UInt8(ascii: "."), UInt8(ascii: ".")]
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

extension FileName {
    /// All bytes at once: what the compiler would write hands them over one by one, and every name of a listing
    /// is looked up.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytes.count)
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension FileName: ExpressibleByStringLiteral {
    /// A name written in source.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension FileName: Comparable {
    /// Byte order, as `memcmp`.
    public static func < (left: FileName, right: FileName) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension FileName: CustomStringConvertible {
    /// Same as ``display``.
    public var description: String { display }
}

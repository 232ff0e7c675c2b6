/// Reads one message of a peer that may have been taken over: every step says whether it fitted.
public struct WireReader {
    private let bytes: UnsafeRawBufferPointer
    private var next = 0

    /// Starts at the first byte; valid only as long as `bytes` is.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// True when nothing is left.
    public var isAtEnd: Bool { next == bytes.count }

    /// The next number, or nil when the message is too short.
    public mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) -> Number? {
        let size = MemoryLayout<Number>.size
        guard bytes.count - next >= size else { return nil }
        let value = bytes.loadUnaligned(fromByteOffset: next, as: Number.self)
        next += size
        return Number(littleEndian: value)
    }

    /// Everything that is left.
    public mutating func rest() -> [UInt8] {
        defer { next = bytes.count }
        return Array(bytes[next...])
    }

    /// The next text, or nil when the message is too short or the text longer than `limit`.
    /// Invalid UTF-8 becomes U+FFFD, and the result is cut to `limit` again.
    public mutating func text(limit: Int) -> String? {
        guard let size = number(UInt16.self), size <= limit, bytes.count - next >= size else {
            return nil
        }
        let part = UnsafeRawBufferPointer(rebasing: bytes[next..<(next + Int(size))])
        next += Int(size)
        var text = String(decoding: part, as: UTF8.self)
        guard text.utf8.count > limit else { return text }
        return text.withUTF8 {
            String(decoding: Wire.cut(UnsafeRawBufferPointer($0), to: limit), as: UTF8.self)
        }
    }
}

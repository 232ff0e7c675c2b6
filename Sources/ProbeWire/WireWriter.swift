/// Writes one message; the buffer is kept between messages.
public struct WireWriter {
    /// The message so far.
    public private(set) var bytes: [UInt8] = []

    /// Nothing written yet.
    public init() {
        bytes.reserveCapacity(1024)
    }

    /// Forgets the message, keeps the memory.
    public mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// A number, little-endian.
    public mutating func put(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Bytes as they are: the last thing of a message.
    public mutating func put(_ last: [UInt8]) {
        bytes.append(contentsOf: last)
    }

    /// Bytes behind their count in two bytes, cut to `limit` at a UTF-8 border.
    public mutating func put(_ text: UnsafeRawBufferPointer, limit: Int) {
        let kept = Wire.cut(text, to: min(limit, Int(UInt16.max)))
        put(UInt16(kept.count))
        bytes.append(contentsOf: kept)
    }

    /// A text behind its count in two bytes, cut to `limit` at a UTF-8 border.
    public mutating func put(_ text: String, limit: Int) {
        var text = text
        text.withUTF8 { put(UnsafeRawBufferPointer($0), limit: limit) }
    }
}

/// A stretch of decoded sound.
public struct StretchAnswer: Equatable, Sendable {
    /// The request's.
    public var id: UInt64
    /// Little-endian samples, one frame after the other; or pairs of least and greatest, a signed byte each. Always
    /// as many as were asked for: where the sound ends sooner it is silent.
    public var bytes: [UInt8]
    /// Why there is nothing; empty where there is something.
    public var reason: String

    private static let mark: UInt32 = 0x5453_4141

    /// All values.
    public init(id: UInt64, bytes: [UInt8], reason: String = "") {
        self.id = id
        self.bytes = bytes
        self.reason = reason
    }

    /// Appends the message.
    public func write(to writer: inout WireWriter) {
        writer.put(StretchAnswer.mark)
        writer.put(id)
        writer.put(reason, limit: Wire.longestReason)
        writer.put(bytes)
    }

    /// Reads the message, or nil when it is none.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = WireReader(bytes)
        guard reader.number(UInt32.self) == StretchAnswer.mark,
            let id = reader.number(UInt64.self), let reason = reader.text(limit: Wire.longestReason)
        else {
            return nil
        }
        self.init(id: id, bytes: reader.rest(), reason: reason)
    }
}

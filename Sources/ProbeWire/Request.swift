/// "Read the properties of the file whose descriptor comes with this message."
///
/// The shared slot holds the file's first `head` bytes at 0 and its last `tail` bytes at half of the slot.
public struct Request: Equatable, Sendable {
    /// Comes back in the answer.
    public var id: UInt64
    /// Length of the file in bytes.
    public var size: Int64
    /// Bytes of the file's beginning in the slot.
    public var head: UInt32
    /// Bytes of the file's end in the slot.
    public var tail: UInt32
    /// Where in the file the tail begins.
    public var tailOffset: Int64
    /// libavformat's name of the demuxer, found from the magic bytes.
    public var demuxer: String

    private static let mark: UInt32 = 0x5157_4141

    /// All values.
    public init(
        id: UInt64, size: Int64, head: UInt32, tail: UInt32, tailOffset: Int64, demuxer: String
    ) {
        self.id = id
        self.size = size
        self.head = head
        self.tail = tail
        self.tailOffset = tailOffset
        self.demuxer = demuxer
    }

    /// Appends the message.
    public func write(to writer: inout WireWriter) {
        writer.put(Request.mark)
        writer.put(id)
        writer.put(size)
        writer.put(head)
        writer.put(tail)
        writer.put(tailOffset)
        writer.put(demuxer, limit: Wire.longestName)
    }

    /// Reads the message, or nil when it is none or its lengths contradict each other.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = WireReader(bytes)
        guard reader.number(UInt32.self) == Request.mark, let id = reader.number(UInt64.self),
            let size = reader.number(Int64.self), let head = reader.number(UInt32.self),
            let tail = reader.number(UInt32.self), let tailOffset = reader.number(Int64.self),
            let demuxer = reader.text(limit: Wire.longestName), reader.isAtEnd
        else {
            return nil
        }
        guard size >= 0, Int64(head) <= size, tailOffset >= 0, tailOffset <= size,
            Int64(tail) <= size - tailOffset
        else {
            return nil
        }
        self.init(
            id: id, size: size, head: head, tail: tail, tailOffset: tailOffset, demuxer: demuxer)
    }
}

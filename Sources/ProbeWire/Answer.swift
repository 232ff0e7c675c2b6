/// What the helper found in one file.
public struct Answer: Equatable, Sendable {
    /// How it ended.
    public enum Status: UInt8, Sendable {
        /// An audio stream was found; what is known of it follows.
        case properties
        /// These bytes are no audio; ``Answer/reason`` says why.
        case notAudio
        /// The system refused to read the file; ``Answer/reason`` says why.
        case unreadable
    }

    /// The tags that travel, in the order of the message.
    public enum Tag: Int, CaseIterable, Sendable {
        /// One tag of this name each.
        case title, artist, album, genre, date, comment, track, bpm, key
    }

    /// The request's.
    public var id: UInt64
    /// How it ended.
    public var status: Status
    /// Length in microseconds; nil when unknown.
    public var microseconds: Int64?
    /// The length was computed from a bit rate and not counted.
    public var isEstimated = false
    /// Samples a second; 0 when unknown.
    public var sampleRate: UInt32 = 0
    /// Channels; 0 when unknown.
    public var channels: UInt16 = 0
    /// Bits a sample; 0 when unknown or without meaning.
    public var bits: UInt16 = 0
    /// Bits a second over the whole file; 0 when unknown.
    public var bitRate: UInt64 = 0
    /// libavcodec's name of the codec.
    public var codec = ""
    /// By ``Tag``; empty where the file has none.
    public var tags = [String](repeating: "", count: Tag.allCases.count)
    /// What the chunks beside the sound say.
    public var chunks = ChunkFacts()
    /// Contradictions between the file's words and its bytes.
    public var suspicions: [String] = []
    /// Why there are no properties.
    public var reason = ""

    private static let mark: UInt32 = 0x4157_4141

    /// Nothing known yet.
    public init(id: UInt64, status: Status) {
        self.id = id
        self.status = status
    }

    /// Appends the message.
    public func write(to writer: inout WireWriter) {
        writer.put(Answer.mark)
        writer.put(id)
        writer.put(status.rawValue)
        writer.put(UInt8(isEstimated ? 1 : 0))
        writer.put(microseconds ?? -1)
        writer.put(sampleRate)
        writer.put(channels)
        writer.put(bits)
        writer.put(bitRate)
        writer.put(codec, limit: Wire.longestName)
        for tag in tags { writer.put(tag, limit: Wire.longestTag) }
        chunks.write(to: &writer)
        writer.put(UInt8(min(suspicions.count, Wire.mostSuspicions)))
        for suspicion in suspicions.prefix(Wire.mostSuspicions) {
            writer.put(suspicion, limit: Wire.longestReason)
        }
        writer.put(reason, limit: Wire.longestReason)
    }

    /// Reads the message, or nil when it is none.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = WireReader(bytes)
        guard reader.number(UInt32.self) == Answer.mark, let id = reader.number(UInt64.self),
            let status = reader.number(UInt8.self).flatMap(Status.init(rawValue:)),
            let flags = reader.number(UInt8.self), let microseconds = reader.number(Int64.self),
            let sampleRate = reader.number(UInt32.self), let channels = reader.number(UInt16.self),
            let bits = reader.number(UInt16.self), let bitRate = reader.number(UInt64.self),
            let codec = reader.text(limit: Wire.longestName)
        else {
            return nil
        }
        self.init(id: id, status: status)
        self.isEstimated = flags & 1 == 1
        self.microseconds = microseconds >= 0 ? microseconds : nil
        self.sampleRate = sampleRate
        self.channels = channels
        self.bits = bits
        self.bitRate = bitRate
        self.codec = codec
        for index in tags.indices {
            guard let tag = reader.text(limit: Wire.longestTag) else { return nil }
            tags[index] = tag
        }
        guard let chunks = ChunkFacts(&reader) else { return nil }
        self.chunks = chunks
        guard let count = reader.number(UInt8.self), count <= Wire.mostSuspicions else {
            return nil
        }
        for _ in 0..<count {
            guard let suspicion = reader.text(limit: Wire.longestReason) else { return nil }
            suspicions.append(suspicion)
        }
        guard let reason = reader.text(limit: Wire.longestReason), reader.isAtEnd else {
            return nil
        }
        self.reason = reason
    }
}

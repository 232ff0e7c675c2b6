/// "Decode a stretch of the sound of the file whose descriptor comes with this message."
///
/// Requests that name the same ``sound`` and follow each other go on where the last one ended: a helper keeps the
/// last sound open. Any other is sought to.
public struct StretchRequest: Equatable, Sendable {
    /// Comes back in the answer.
    public var id: UInt64
    /// Names one open file with one shape of output; another file never gets the same number.
    public var sound: UInt64
    /// Length of the file in bytes.
    public var size: Int64
    /// libavformat's name of the demuxer.
    public var demuxer: String
    /// The first frame, counted at ``rate``.
    public var first: Int64
    /// How many frames.
    public var count: UInt32
    /// Frames a second of what is answered.
    public var rate: UInt32
    /// Channels of what is answered, 1 or 2.
    public var channels: UInt8
    /// The first of the file's channels that is answered, counted from 1; 0 for all of them folded down.
    public var firstChannel: UInt16
    /// Bits a sample, 16 or 24; 8 for the least and greatest sample of each ``framesEach`` frames.
    public var bits: UInt8
    /// Frames that one pair of least and greatest stands for; 0 for samples.
    public var framesEach: UInt32

    static let mark: UInt32 = 0x5357_4141
    /// Most bytes that are answered at once.
    public static let most = 60_000

    /// All values.
    public init(
        id: UInt64, sound: UInt64, size: Int64, demuxer: String, first: Int64, count: UInt32,
        rate: UInt32, channels: UInt8, firstChannel: UInt16, bits: UInt8, framesEach: UInt32
    ) {
        self.id = id
        self.sound = sound
        self.size = size
        self.demuxer = demuxer
        self.first = first
        self.count = count
        self.rate = rate
        self.channels = channels
        self.firstChannel = firstChannel
        self.bits = bits
        self.framesEach = framesEach
    }

    /// Bytes of the answer, or nil where they would be none or too many.
    public var answerBytes: Int? {
        let bytes: Int
        if framesEach > 0 {
            bytes = 2 * ((Int(count) - 1) / Int(framesEach) + 1)
        } else {
            bytes = Int(count) * Int(channels) * Int(bits) / 8
        }
        return count > 0 && bytes <= StretchRequest.most ? bytes : nil
    }

    /// Appends the message.
    public func write(to writer: inout WireWriter) {
        writer.put(StretchRequest.mark)
        writer.put(id)
        writer.put(sound)
        writer.put(size)
        writer.put(first)
        writer.put(count)
        writer.put(rate)
        writer.put(channels)
        writer.put(firstChannel)
        writer.put(bits)
        writer.put(framesEach)
        writer.put(demuxer, limit: Wire.longestName)
    }

    /// Reads the message, or nil when it is none or asks for what cannot be.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = WireReader(bytes)
        guard reader.number(UInt32.self) == StretchRequest.mark,
            let id = reader.number(UInt64.self), let sound = reader.number(UInt64.self),
            let size = reader.number(Int64.self), let first = reader.number(Int64.self),
            let count = reader.number(UInt32.self), let rate = reader.number(UInt32.self),
            let channels = reader.number(UInt8.self), let firstChannel = reader.number(UInt16.self),
            let bits = reader.number(UInt8.self), let framesEach = reader.number(UInt32.self),
            let demuxer = reader.text(limit: Wire.longestName), reader.isAtEnd
        else {
            return nil
        }
        self.init(
            id: id, sound: sound, size: size, demuxer: demuxer, first: first, count: count,
            rate: rate, channels: channels, firstChannel: firstChannel, bits: bits,
            framesEach: framesEach)
        guard size >= 0, first >= 0, first < Int64.max / 1_000_000, (1...1_000_000).contains(rate),
            (1...2).contains(channels), bits == (framesEach > 0 ? 8 : bits == 24 ? 24 : 16),
            answerBytes != nil
        else {
            return nil
        }
    }
}

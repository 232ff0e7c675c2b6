/// What the chunks beside the sound say: loops, tempo, root notes, where a recording comes from.
public struct ChunkFacts: Equatable, Sendable {
    /// What a sound is made for.
    public enum Use: UInt8, Sendable {
        /// Not said.
        case unknown
        /// To be repeated, in time.
        case loop
        /// To be played once.
        case oneShot
    }

    /// A scale on the root note.
    public enum Scale: UInt8, Sendable {
        /// Not said, or neither.
        case unknown
        /// Minor.
        case minor
        /// Major.
        case major
    }

    /// Beats a minute; 0 when unknown.
    public var tempo: Double = 0
    /// Length in beats; 0 when unknown.
    public var beats: UInt32 = 0
    /// What it is made for.
    public var use = Use.unknown
    /// The MIDI note it sounds at; 0 when unknown.
    public var rootNote: UInt8 = 0
    /// The scale on it.
    public var scale = Scale.unknown
    /// First frame of its first loop; -1 without one.
    public var loopStart: Int64 = -1
    /// Last frame of its first loop; -1 without one.
    public var loopEnd: Int64 = -1
    /// Cue points or markers.
    public var cues: UInt16 = 0
    /// Who or what made a broadcast file.
    public var originator = ""
    /// When, as it is written: `2024-05-01 12:00:00`.
    public var recordedAt = ""
    /// Samples since midnight at which it begins; -1 when unknown.
    public var timeReference: Int64 = -1

    /// Nothing known.
    public init() {}

    func write(to writer: inout WireWriter) {
        writer.put(tempo.bitPattern)
        writer.put(beats)
        writer.put(use.rawValue)
        writer.put(rootNote)
        writer.put(scale.rawValue)
        writer.put(loopStart)
        writer.put(loopEnd)
        writer.put(cues)
        writer.put(originator, limit: Wire.longestName)
        writer.put(recordedAt, limit: Wire.longestName)
        writer.put(timeReference)
    }

    init?(_ reader: inout WireReader) {
        guard let tempo = reader.number(UInt64.self), let beats = reader.number(UInt32.self),
            let use = reader.number(UInt8.self).flatMap(Use.init(rawValue:)),
            let rootNote = reader.number(UInt8.self),
            let scale = reader.number(UInt8.self).flatMap(Scale.init(rawValue:)),
            let loopStart = reader.number(Int64.self), let loopEnd = reader.number(Int64.self),
            let cues = reader.number(UInt16.self),
            let originator = reader.text(limit: Wire.longestName),
            let recordedAt = reader.text(limit: Wire.longestName),
            let timeReference = reader.number(Int64.self)
        else { return nil }
        self.tempo = Double(bitPattern: tempo)
        self.beats = beats
        self.use = use
        self.rootNote = rootNote
        self.scale = scale
        self.loopStart = loopStart
        self.loopEnd = loopEnd
        self.cues = cues
        self.originator = originator
        self.recordedAt = recordedAt
        self.timeReference = timeReference
    }
}

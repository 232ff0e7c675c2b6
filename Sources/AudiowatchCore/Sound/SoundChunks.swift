/// What the chunks beside the sound of WAV, AIFF and CAF say; nil where they say nothing.
public struct SoundChunks: Hashable, Sendable, Codable {
    /// Beats a minute.
    public var tempo: Double?
    /// Key, where a scale stands beside the root note: a note alone is none.
    public var key: MusicalKey?
    /// Length in beats.
    public var beats: Int?
    /// Made to be played once, not to be looped.
    public var isOneShot: Bool?
    /// The MIDI note it sounds at, 1 to 127; 60 is middle C.
    public var rootNote: Int?
    /// First frame of its first loop.
    public var loopStart: Int64?
    /// Last frame of its first loop.
    public var loopEnd: Int64?
    /// Cue points or markers.
    public var cues: Int?
    /// Who or what made a broadcast file.
    public var originator: String?
    /// When, as it is written: `2024-05-01 12:00:00`.
    public var recordedAt: String?
    /// Samples since midnight at which it begins.
    public var timeReference: Int64?

    /// Nothing said.
    public init() {}

    /// True when they say nothing.
    public var isEmpty: Bool { self == SoundChunks() }
}

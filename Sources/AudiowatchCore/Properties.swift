/// What a probe read from a file's bytes. A value that the bytes cannot prove is nil, never guessed.
public struct Properties: Hashable, Sendable, Codable {
    /// Length in seconds, finite and not negative.
    public var duration: Double?
    /// True when `duration` was computed from a bit rate and not counted: MP3 without a Xing header, ADTS.
    public var isEstimated: Bool
    /// Samples a second and channel.
    public var sampleRate: Int?
    /// Channels of the first audio stream.
    public var channels: Int?
    /// Bits a sample, for PCM and lossless codecs only.
    public var bitDepth: Int?
    /// The container found in the bytes: `wav`, `aiff`, `flac`, `mp3`, … (see ``Container``).
    public var format: String?
    /// libavcodec's name of the codec: `pcm_s24le`, `mp3`, `alac`, …
    public var codec: String?
    /// Bits a second over the whole file.
    public var bitRate: Int?
    /// Texts found in the file.
    public var tags: Tags
    /// What its chunks say; nil where they say nothing.
    public var chunks: SoundChunks?

    /// All values; everything unknown by default.
    public init(
        duration: Double? = nil, isEstimated: Bool = false, sampleRate: Int? = nil,
        channels: Int? = nil, bitDepth: Int? = nil, format: String? = nil, codec: String? = nil,
        bitRate: Int? = nil, tags: Tags = Tags(), chunks: SoundChunks? = nil
    ) {
        self.duration = duration
        self.isEstimated = isEstimated
        self.sampleRate = sampleRate
        self.channels = channels
        self.bitDepth = bitDepth
        self.format = format
        self.codec = codec
        self.bitRate = bitRate
        self.tags = tags
        self.chunks = chunks
    }
}

/// Tags worth keeping, each cut at 4 KiB, valid UTF-8; nil where the file has none.
public struct Tags: Hashable, Sendable, Codable {
    /// Longest tag kept, in bytes of UTF-8: an ID3 title of 40 MiB is an attack, not a title.
    public static let longest = 4096

    /// Title.
    public var title: String?
    /// Artist.
    public var artist: String?
    /// Album.
    public var album: String?
    /// Genre.
    public var genre: String?
    /// Date or year as written.
    public var date: String?
    /// Comment.
    public var comment: String?
    /// Track number as written (`3`, `3/12`).
    public var track: String?
    /// Tempo as written.
    public var bpm: String?
    /// Musical key as written.
    public var key: String?

    /// No tags.
    public init() {}

    /// True when the file has none of them.
    public var isEmpty: Bool { self == Tags() }
}

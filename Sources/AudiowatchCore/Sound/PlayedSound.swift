/// A sound as it is sent to a browser that cannot read its file: a WAV of 16 or 24 bits, at most 48 kHz, one or two
/// channels, whose length is known before its first sample is decoded.
public struct PlayedSound: Hashable, Sendable {
    /// The file's container.
    public let container: Container
    /// Frames a second.
    public let rate: Int
    /// One or two.
    public let channels: Int
    /// The first of the file's channels to be heard, counted from 1; nil for all of them folded down.
    public let firstChannel: Int?
    /// 16 or 24.
    public let bits: Int
    /// All of them.
    public let frames: Int64

    /// Highest rate that is sent: what cards play without a thought.
    private static let highestRate = 48_000
    /// Most channels that are folded down; of more the first two are heard. Source: 7.1 is the largest usual layout.
    private static let mostFolded = 8
    /// A WAV's length is four bytes.
    private static let mostBytes = Int64(UInt32.max) - 4096

    /// From a file's properties; `firstChannel` chooses a pair. Nil where length, rate or channels are unknown.
    public init?(_ properties: Properties, firstChannel: Int? = nil) {
        guard let container = properties.format.flatMap(Container.init(rawValue:)),
            let coded = properties.sampleRate, (1...1_000_000).contains(coded),
            let all = properties.channels, all > 0,
            let seconds = properties.duration, seconds > 0, seconds < 1e9
        else { return nil }
        self.container = container
        rate = PlayedSound.rate(of: coded)
        channels = min(all, 2)
        let isPair = all > 2 && (firstChannel != nil || all > PlayedSound.mostFolded)
        self.firstChannel = isPair ? min(max(firstChannel ?? 1, 1), all - 1) : nil
        let isFine = properties.bitDepth.map { $0 > 16 } ?? false
        let counted = Int64((seconds * Double(rate)).rounded())
        let frameBytes = (isFine ? 3 : 2) * channels
        // Longer than a WAV can be: 16 bits reach further, and the rest is cut.
        let isTooLong = counted > PlayedSound.mostBytes / Int64(frameBytes)
        bits = isFine && !isTooLong ? 24 : 16
        frames = min(counted, PlayedSound.mostBytes / Int64(bits / 8 * channels))
    }

    /// Half, a quarter, an eighth of a high rate; 48 kHz for odd ones.
    private static func rate(of coded: Int) -> Int {
        var rate = coded
        while rate > highestRate, rate % 2 == 0 { rate /= 2 }
        return rate > highestRate ? highestRate : rate
    }

    /// Bytes of a frame.
    public var frameBytes: Int { bits / 8 * channels }

    /// Bytes in all, the header among them.
    public var byteCount: Int64 { Int64(header.count) + frames * Int64(frameBytes) }

    /// The bytes before the first sample. Source: Microsoft, Multimedia Programming Interface 1.0 (1991).
    public var header: [UInt8] {
        let data = UInt32(clamping: frames * Int64(frameBytes))
        var bytes: [UInt8] = []
        func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
        func put(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        put("RIFF")
        put(data + 36)
        put("WAVEfmt ")
        put(UInt32(16))
        put(UInt16(1))
        put(UInt16(channels))
        put(UInt32(rate))
        put(UInt32(rate * frameBytes))
        put(UInt16(frameBytes))
        put(UInt16(bits))
        put("data")
        put(data)
        return bytes
    }
}

extension Properties {
    /// True when the browsers of today play such a file as it is. By container and codec, never by name.
    ///
    /// Source: what Chromium's demuxers and decoders take (media/base/mime_util_internal.cc, media/ffmpeg), tried
    /// with each container the catalogue knows.
    public var isPlayedByBrowsers: Bool {
        guard let container = format.flatMap(Container.init(rawValue:)) else { return true }
        if let sampleRate, !(3_000...384_000).contains(sampleRate) { return false }
        if let channels, channels > 8 { return false }
        // Only what was read can be made into anything else.
        guard let codec else { return true }
        switch container {
        case .wav, .rf64, .bw64:
            return [
                "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_alaw",
                "pcm_mulaw",
            ]
            .contains(codec)
        case .flac, .mp3, .opus, .aac: return true
        case .ogg: return ["vorbis", "flac", "opus"].contains(codec)
        case .m4a: return ["aac", "mp3", "flac", "opus"].contains(codec)
        case .mp2, .w64, .aiff, .aifc, .wma, .caf, .wv, .au, .tta: return false
        }
    }
}

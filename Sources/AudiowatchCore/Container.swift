/// The format of a file as its first bytes show it, whatever its name says.
public enum Container: String, Hashable, Sendable, Codable, CaseIterable {
    /// RIFF/WAVE.
    case wav
    /// RIFF/WAVE with 64-bit lengths, EBU Tech 3306.
    case rf64
    /// The same, ITU-R BS.2088.
    case bw64
    /// Sony Wave64.
    case w64
    /// Apple's Audio Interchange File Format.
    case aiff
    /// The same with a codec of its own choice.
    case aifc
    /// FLAC in its own container.
    case flac
    /// MPEG audio, layer III.
    case mp3
    /// MPEG audio, layers I and II.
    case mp2
    /// Ogg with anything but Opus: Vorbis, FLAC, Speex.
    case ogg
    /// Ogg with Opus.
    case opus
    /// MPEG-4 and QuickTime.
    case m4a
    /// AAC in ADTS frames.
    case aac
    /// Microsoft's Advanced Systems Format.
    case wma
    /// Apple's Core Audio Format.
    case caf
    /// WavPack.
    case wv
    /// Sun and NeXT audio.
    case au
    /// True Audio.
    case tta

    /// The word shown to users and kept in the catalogue.
    public var name: String { rawValue }

    /// libavformat's name of the one demuxer that may read it.
    public var demuxer: String {
        switch self {
        case .wav, .rf64, .bw64: "wav"
        case .w64: "w64"
        case .aiff, .aifc: "aiff"
        case .flac: "flac"
        case .mp3, .mp2: "mp3"
        case .ogg, .opus: "ogg"
        case .m4a: "mov"
        case .aac: "aac"
        case .wma: "asf"
        case .caf: "caf"
        case .wv: "wv"
        case .au: "au"
        case .tta: "tta"
        }
    }

    /// Extensions under which it goes, lower case, without dot.
    public var extensions: [String] {
        switch self {
        case .wav, .rf64, .bw64: ["wav", "wave", "bwf", "rf64", "bw64"]
        case .w64: ["w64"]
        case .aiff, .aifc: ["aif", "aiff", "aifc"]
        case .flac: ["flac"]
        case .mp3: ["mp3"]
        case .mp2: ["mp2", "mpa", "mp1"]
        case .ogg: ["ogg", "oga"]
        case .opus: ["opus", "ogg", "oga"]
        case .m4a: ["m4a", "m4b", "m4r", "mp4", "mov"]
        case .aac: ["aac", "adts"]
        case .wma: ["wma", "asf"]
        case .caf: ["caf"]
        case .wv: ["wv"]
        case .au: ["au", "snd"]
        case .tta: ["tta"]
        }
    }

    /// False when the extension of `name` belongs to other containers; an extension that no container
    /// claims, or none at all, contradicts nothing.
    public func acceptsExtension(_ name: FileName) -> Bool {
        guard let bytes = name.extensionBytes else { return true }
        return Self.byExtension[bytes]?.contains(self) ?? true
    }

    /// All containers that go under an extension.
    static let byExtension: [[UInt8]: Set<Container>] = {
        var result: [[UInt8]: Set<Container>] = [:]
        for container in allCases {
            for word in container.extensions {
                result[Array(word.utf8), default: []].insert(container)
            }
        }
        return result
    }()
}

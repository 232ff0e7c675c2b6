import AudiowatchCore

/// The media type of a container: only ever one of these, since a browser must never take a file of the user's
/// for a page. Source: RFC 3003, 5334, 6716, 9639; IANA; what browsers accept where nothing is registered.
enum AudioType {
    static func of(format: String?) -> String {
        switch format.flatMap(Container.init(rawValue:)) {
        case .wav, .rf64, .bw64: "audio/wav"
        case .w64: "audio/x-w64"
        case .aiff, .aifc: "audio/aiff"
        case .flac: "audio/flac"
        case .mp3, .mp2: "audio/mpeg"
        case .ogg, .opus: "audio/ogg"
        case .m4a: "audio/mp4"
        case .aac: "audio/aac"
        case .wma: "audio/x-ms-wma"
        case .caf: "audio/x-caf"
        case .wv: "audio/x-wavpack"
        case .au: "audio/basic"
        case .tta: "audio/x-tta"
        case nil: "application/octet-stream"
        }
    }
}

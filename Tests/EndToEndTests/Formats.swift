import TestSupport

/// A way to write audio that the catalogue must read: one for each listed extension, and more.
struct Format: Sendable, CustomStringConvertible {
    /// File name; its ending is the extension under test.
    let name: String
    /// What ffmpeg is told.
    let sound: Sound
    /// The container that the catalogue must name; nil where the words for it are not fixed.
    let container: String?
    /// The first four bytes, where another tool's magic stands in for ffmpeg's.
    var magic: String?

    init(
        _ name: String, _ container: String?, _ encoding: String, rate: Int = 44_100,
        channels: Int = 2, magic: String? = nil
    ) {
        self.name = name
        self.container = container
        self.magic = magic
        sound = Sound(
            seconds: 1, rate: rate, channels: channels,
            encoding: encoding.split(separator: " ").map(String.init))
    }

    var description: String { name }

    /// The encoded file.
    func bytes() throws -> [UInt8] {
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        var bytes = try Sounds.bytes(sound, ending)
        if let magic { bytes.replaceSubrange(0..<4, with: magic.utf8) }
        return bytes
    }

    static let all: [Format] = [
        Format("sixteen.wav", "wav", "-c:a pcm_s16le"),
        Format("twenty-four.wav", "wav", "-c:a pcm_s24le", rate: 96_000),
        Format("float.WAV", "wav", "-c:a pcm_f32le", rate: 48_000, channels: 1),
        Format("eight.wav", "wav", "-c:a pcm_u8", rate: 22_050, channels: 1),
        Format("a.mp3", "mp3", "-c:a libmp3lame -b:a 128k"),
        Format("variable.Mp3", "mp3", "-c:a libmp3lame -q:a 4"),
        Format("a.flac", "flac", "-c:a flac"),
        Format("deep.flac", "flac", "-c:a flac -sample_fmt s32 -bits_per_raw_sample 24"),
        Format("a.ogg", "ogg", "-c:a libvorbis"),
        Format("a.oga", "ogg", "-c:a flac -f ogg"),
        Format("a.opus", nil, "-c:a libopus", rate: 48_000),
        Format("a.m4a", "m4a", "-c:a aac"),
        Format("lossless.m4a", "m4a", "-c:a alac"),
        Format("a.aac", "aac", "-c:a aac -f adts"),
        Format("a.wma", "wma", "-c:a wmav2 -f asf"),
        Format("a.aif", "aiff", "-c:a pcm_s16be -f aiff"),
        Format("a.aiff", "aiff", "-c:a pcm_s24be -f aiff", channels: 1),
        Format("a.aifc", "aifc", "-c:a pcm_f32be -f aiff"),
        Format("a.caf", "caf", "-c:a pcm_s16be -f caf"),
        Format("a.w64", "w64", "-c:a pcm_s16le -f w64"),
        Format("a.rf64", nil, "-c:a pcm_s16le -f wav -rf64 always"),
        Format("a.bw64", nil, "-c:a pcm_s24le -f wav -rf64 always", magic: "BW64"),
        Format("a.bwf", nil, "-c:a pcm_s24le -f wav -write_bext 1"),
        Format("a.wv", nil, "-c:a wavpack -f wv"),
        Format("a.au", "au", "-c:a pcm_s16be -f au"),
        Format("a.mp2", nil, "-c:a mp2 -f mp2"),
        Format("a.tta", nil, "-c:a tta -f tta"),
    ]
}

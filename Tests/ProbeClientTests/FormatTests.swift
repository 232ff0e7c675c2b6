import AudiowatchCore
import ProbeClient
import SystemPackage
import Testing
import TestSupport

/// Every listed extension, in the encodings people have, held against ffprobe and the true length.
@Suite struct FormatTests {
    private struct Case {
        var file: String
        var format: String
        var seconds = 1.5
        var rate = 44_100
        var channels = 1
        var encoding: [String] = []
    }

    private static let cases: [Case] = [
        Case(file: "s16.wav", format: "wav"),
        Case(file: "long.wav", format: "wav", seconds: 20, channels: 2),
        Case(file: "s24.wav", format: "wav", channels: 2, encoding: ["-c:a", "pcm_s24le"]),
        Case(file: "f32.wav", format: "wav", rate: 96_000, encoding: ["-c:a", "pcm_f32le"]),
        Case(file: "f64.wav", format: "wav", encoding: ["-c:a", "pcm_f64le"]),
        Case(file: "u8.wav", format: "wav", rate: 8000, encoding: ["-c:a", "pcm_u8"]),
        Case(file: "mulaw.wav", format: "wav", rate: 8000, encoding: ["-c:a", "pcm_mulaw"]),
        Case(file: "adpcm.wav", format: "wav", channels: 2, encoding: ["-c:a", "adpcm_ms"]),
        Case(file: "ima.wav", format: "wav", encoding: ["-c:a", "adpcm_ima_wav"]),
        Case(file: "gsm.wav", format: "wav", rate: 8000, encoding: ["-c:a", "libgsm_ms"]),
        Case(file: "mp3.wav", format: "wav", seconds: 8, encoding: ["-c:a", "libmp3lame"]),
        Case(
            file: "info.wav", format: "wav",
            encoding: ["-metadata", "title=odd", "-write_bext", "1"]),
        Case(file: "take.bwf", format: "wav", encoding: ["-f", "wav", "-write_bext", "1"]),
        Case(file: "big.rf64", format: "rf64", encoding: ["-f", "wav", "-rf64", "always"]),
        Case(file: "big.w64", format: "w64", channels: 2),
        Case(file: "s24.w64", format: "w64", encoding: ["-c:a", "pcm_s24le"]),
        Case(file: "a.aif", format: "aiff", channels: 2),
        Case(file: "a.aiff", format: "aiff", rate: 48_000, encoding: ["-c:a", "pcm_s24be"]),
        Case(file: "a.aifc", format: "aifc", encoding: ["-f", "aiff", "-c:a", "pcm_s16le"]),
        Case(file: "ima.aifc", format: "aifc", encoding: ["-f", "aiff", "-c:a", "adpcm_ima_qt"]),
        Case(file: "a.caf", format: "caf", encoding: ["-c:a", "pcm_s24le"]),
        Case(file: "alac.caf", format: "caf", channels: 2, encoding: ["-c:a", "alac"]),
        Case(file: "a.au", format: "au"),
        Case(file: "cbr.mp3", format: "mp3", channels: 2, encoding: ["-b:a", "192k"]),
        Case(file: "vbr.mp3", format: "mp3", seconds: 12, encoding: ["-q:a", "2"]),
        Case(
            file: "bare-cbr.mp3", format: "mp3", seconds: 12,
            encoding: ["-b:a", "128k", "-write_xing", "0"]),
        Case(
            file: "bare-vbr.mp3", format: "mp3", seconds: 12, rate: 48_000,
            encoding: ["-q:a", "4", "-write_xing", "0"]),
        Case(file: "low.mp3", format: "mp3", rate: 22_050, encoding: ["-b:a", "64k"]),
        Case(file: "lower.mp3", format: "mp3", rate: 8000, encoding: ["-b:a", "16k"]),
        Case(file: "a.mp2", format: "mp2", seconds: 4, rate: 48_000),
        Case(file: "a.aac", format: "aac", seconds: 12, channels: 2, encoding: ["-f", "adts"]),
        Case(file: "low.aac", format: "aac", rate: 22_050, encoding: ["-f", "adts"]),
        Case(file: "a.flac", format: "flac", seconds: 4, channels: 2),
        Case(
            file: "s24.flac", format: "flac", rate: 96_000,
            encoding: ["-sample_fmt", "s32", "-bits_per_raw_sample", "24"]),
        Case(file: "a.ogg", format: "ogg", channels: 2, encoding: ["-c:a", "libvorbis"]),
        Case(file: "a.oga", format: "ogg", encoding: ["-c:a", "flac"]),
        Case(file: "speex.ogg", format: "ogg", rate: 16_000, encoding: ["-c:a", "libspeex"]),
        Case(
            file: "a.opus", format: "opus", rate: 48_000, channels: 2,
            encoding: ["-c:a", "libopus"]),
        Case(file: "opus.ogg", format: "opus", rate: 48_000, encoding: ["-c:a", "libopus"]),
        Case(file: "a.m4a", format: "m4a", channels: 2),
        Case(file: "fast.m4a", format: "m4a", rate: 48_000, encoding: ["-movflags", "+faststart"]),
        Case(file: "low.m4a", format: "m4a", rate: 22_050),
        Case(file: "alac.m4a", format: "m4a", channels: 2, encoding: ["-c:a", "alac"]),
        Case(
            file: "alac24.m4a", format: "m4a", rate: 96_000,
            encoding: ["-c:a", "alac", "-sample_fmt", "s32p", "-bits_per_raw_sample", "24"]),
        Case(file: "a.wma", format: "wma", channels: 2, encoding: ["-c:a", "wmav2"]),
        Case(file: "a.wv", format: "wv", channels: 2),
        Case(file: "f32.wv", format: "wv", encoding: ["-sample_fmt", "fltp"]),
        Case(file: "a.tta", format: "tta", channels: 2),
        Case(
            file: "s24.tta", format: "tta",
            encoding: ["-sample_fmt", "s32", "-bits_per_raw_sample", "24"]),
    ]

    @Test
    func `what an encoder adds is no part of the length where the file says how much that is`()
        throws
    {
        let folder = try TemporaryFolder("padding")
        let helper = try newHelper()
        defer { helper.close() }
        let cases: [(file: String, encoding: [String], rate: Int)] = [
            ("cbr.mp3", ["-b:a", "192k"], 44_100), ("vbr.mp3", ["-q:a", "2"], 48_000),
            ("low.mp3", ["-b:a", "64k"], 22_050), ("lower.mp3", ["-b:a", "16k"], 8000),
            ("a.opus", ["-c:a", "libopus"], 48_000),
        ]
        for (file, encoding, rate) in cases {
            let path = folder.appending(file)
            try Sound(seconds: 0.3, rate: rate, channels: 1, encoding: encoding).write(to: path)
            guard case .properties(let found, _) = try probe(path, with: helper).1 else {
                Issue.record("\(file) is not read")
                continue
            }
            #expect(abs((found.duration ?? 0) - 0.3) < 0.001, "\(file): \(found.duration ?? 0)")
        }
    }

    @Test func `every listed format is read as ffprobe reads it, with its true length`() throws {
        let folder = try TemporaryFolder("formats")
        let helper = try newHelper()
        defer { helper.close() }
        for each in FormatTests.cases {
            let path = folder.appending(each.file)
            try Sound(
                seconds: each.seconds, rate: each.rate, channels: each.channels,
                encoding: each.encoding
            ).write(to: path)
            let (container, answer) = try probe(path, with: helper)
            #expect(container?.name == each.format, "\(each.file)")
            #expect(container?.acceptsExtension(FileName(each.file)) == true, "\(each.file)")
            guard case .properties(let found, let suspects) = answer else {
                Issue.record("\(each.file): \(String(describing: answer))")
                continue
            }
            #expect(try Oracle(found) == Oracle(path), "\(each.file)")
            #expect(found.format == each.format, "\(each.file)")
            #expect(suspects == [], "\(each.file)")
            let seconds = try #require(found.duration, "\(each.file)")
            let isRight = abs(seconds - each.seconds) <= max(0.06, 0.02 * each.seconds)
            // An encoder's delay and its last frame: at 8 kHz two frames are 144 ms.
            let delay = each.file.hasSuffix("mp3") || each.file.hasSuffix("aac") ? 0.2 : 0
            #expect(
                isRight || found.isEstimated || abs(seconds - each.seconds) <= delay,
                "\(each.file): \(seconds) s instead of \(each.seconds) s")
        }
        #expect(helper.restarts == 0)
    }

    @Test func `a length without a count is marked as an estimate`() throws {
        let folder = try TemporaryFolder("estimates")
        let helper = try newHelper()
        let bare = folder.appending("bare.mp3")
        try Sound(seconds: 30, encoding: ["-q:a", "2", "-write_xing", "0"]).write(to: bare)
        let adts = folder.appending("long.aac")
        try Sound(seconds: 30, encoding: ["-f", "adts", "-b:a", "192k"]).write(to: adts)
        let xing = folder.appending("xing.mp3")
        try Sound(seconds: 30, encoding: ["-q:a", "2"]).write(to: xing)
        #expect(try properties(bare, with: helper).properties.isEstimated)
        #expect(try properties(adts, with: helper).properties.isEstimated)
        #expect(try !properties(xing, with: helper).properties.isEstimated)
    }

    @Test func `both ends may be tiny, and the middle is read from the file`() throws {
        let folder = try TemporaryFolder("chunks")
        let small = try newHelper(chunk: 4096)
        let large = try newHelper()
        for name in ["a.wav", "a.flac", "a.m4a", "a.ogg", "a.mp3", "a.wma", "a.wv", "a.tta"] {
            let path = folder.appending(name)
            try Sound(seconds: 5, channels: 2).write(to: path)
            let few = try properties(path, with: small).properties
            let many = try properties(path, with: large).properties
            #expect(Oracle(few) == Oracle(many), "\(name)")
            #expect(abs((few.duration ?? -1) - (many.duration ?? -2)) < 0.06, "\(name)")
        }
    }

    @Test func `bits a second are those of the whole file`() throws {
        let folder = try TemporaryFolder("bitrate")
        let helper = try newHelper()
        let path = folder.appending("a.wav")
        try Sound(seconds: 10, channels: 2).write(to: path)
        let rate = try #require(try properties(path, with: helper).properties.bitRate)
        #expect(abs(rate - 1_411_200) < 200)
    }
}

import AudiowatchCore
import ProbeClient
import SystemPackage
import TestSupport
import Testing

/// Codecs in containers that few use, held against ffprobe.
@Suite struct OddFormatTests {
    /// A file's ending, then ffmpeg's words.
    private static let cases: [(file: String, words: String)] = [
        ("16ch.wav", "-ac 16"), ("8ch.wav", "-ac 8 -c:a pcm_s24le -ar 192000"),
        ("s32.wav", "-c:a pcm_s32le"), ("alaw.wav", "-c:a pcm_alaw -ar 8000"),
        ("yamaha.wav", "-c:a adpcm_yamaha"), ("g722.wav", "-c:a adpcm_g722 -ar 16000"),
        ("g726.wav", "-c:a g726 -ar 8000 -b:a 32k"), ("mp2.wav", "-c:a mp2"),
        ("ac3.wav", "-c:a ac3"), ("eac3.wav", "-c:a eac3"), ("wma.wav", "-c:a wmav2"),
        ("aac.wav", "-c:a aac"), ("g723.wav", "-c:a g723_1 -ar 8000 -b:a 6300"),
        ("flac.wav", "-c:a flac"), ("mono8.wav", "-c:a pcm_u8 -ar 4000"),
        ("rare.wav", "-ar 37800"), ("mulaw.w64", "-c:a pcm_mulaw"),
        ("adpcm.w64", "-c:a adpcm_ms"), ("f32.w64", "-c:a pcm_f32le -ac 6"),
        ("s8.aiff", "-c:a pcm_s8"), ("s32.aiff", "-c:a pcm_s32be"),
        ("f32.aifc", "-f aiff -c:a pcm_f32be"),
        ("f64.aifc", "-f aiff -c:a pcm_f64be"), ("alaw.aifc", "-f aiff -c:a pcm_alaw"),
        ("mulaw.aifc", "-f aiff -c:a pcm_mulaw"), ("s24.aiff", "-c:a pcm_s24be -ac 6"),
        ("mulaw.au", "-c:a pcm_mulaw -ar 8000"), ("alaw.au", "-c:a pcm_alaw"),
        ("s8.au", "-c:a pcm_s8"), ("s24.au", "-c:a pcm_s24be"), ("s32.au", "-c:a pcm_s32be"),
        ("f32.au", "-c:a pcm_f32be -ac 6"), ("f64.au", "-c:a pcm_f64be"),
        ("g722.au", "-c:a adpcm_g722 -ar 16000"), ("g726.au", "-c:a g726le -ar 8000 -b:a 32k"),
        ("opus.caf", "-c:a libopus -ar 48000"),
        ("mulaw.caf", "-c:a pcm_mulaw"), ("alaw.caf", "-c:a pcm_alaw"),
        ("ima.caf", "-c:a adpcm_ima_qt"), ("f32.caf", "-c:a pcm_f32le"), ("s8.caf", "-c:a pcm_s8"),
        ("f64.caf", "-c:a pcm_f64be"), ("ac3.caf", "-c:a ac3"),
        ("mp3.caf", "-c:a libmp3lame"), ("gsm.caf", "-c:a libgsm -ar 8000"),
        ("alac24.caf", "-c:a alac -sample_fmt s32p -bits_per_raw_sample 24"),
        ("6ch.caf", "-c:a pcm_s16be -ac 6"), ("ac3.mp4", "-c:a ac3"), ("eac3.mp4", "-c:a eac3"),
        ("flac.mp4", "-c:a flac -strict -2"), ("opus.mp4", "-c:a libopus -ar 48000"),
        ("mp3.mp4", "-c:a libmp3lame"), ("s24.mov", "-c:a pcm_s24le"),
        ("f32.mov", "-c:a pcm_f32le"),
        ("mulaw.mov", "-c:a pcm_mulaw"), ("s16be.mov", "-c:a pcm_s16be"), ("u8.mov", "-c:a pcm_u8"),
        ("ima.mov", "-c:a adpcm_ima_qt"), ("6ch.m4a", "-ac 6"), ("alac6.m4a", "-c:a alac -ac 6"),
        ("96k.m4a", "-c:a aac -ar 96000"), ("8k.m4a", "-c:a aac -ar 8000"),
        ("6ch.ogg", "-c:a libvorbis -ac 6"), ("low.ogg", "-c:a libvorbis -ar 8000"),
        ("flac24.oga", "-c:a flac -sample_fmt s32 -bits_per_raw_sample 24"),
        ("6ch.opus", "-c:a libopus -ac 6 -ar 48000"), ("low.opus", "-c:a libopus -ar 8000"),
        ("stereo.ogg", "-c:a libspeex -ac 2 -ar 32000"), ("8k.flac", "-ar 8000"),
        ("8ch.flac", "-ac 8 -ar 192000"), ("small.flac", "-frame_size 256"),
        ("320.mp3", "-b:a 320k -ar 48000"), ("11k.mp3", "-ar 11025"),
        ("12k.mp3", "-ar 12000 -ac 2"),
        ("24k.mp2", "-ar 24000"), ("32k.mp2", "-ar 32000 -b:a 192k"),
        ("384.mp2", "-ac 2 -b:a 384k"),
        ("8k.aac", "-ar 8000"), ("96k.aac", "-ar 96000"), ("6ch.aac", "-ac 6"),
        ("v1.wma", "-c:a wmav1"), ("low.wma", "-c:a wmav2 -ar 22050 -b:a 32k"),
        ("mp3.wma", "-f asf -c:a libmp3lame"), ("s16.wma", "-f asf -c:a pcm_s16le"),
        ("mp2.mp4", "-c:a mp2"), ("mono.mp4", "-c:a libvorbis"),
        ("6ch.mp4", "-c:a libvorbis -ac 6"), ("mp3.mov", "-c:a libmp3lame -ac 2"),
        ("s32.wv", "-sample_fmt s32p"), ("6ch.wv", "-ac 6 -ar 192000"),
        ("u8.wv", "-sample_fmt u8p"),
        ("8k.tta", "-ar 8000"), ("6ch.tta", "-ac 6"), ("u8.tta", "-sample_fmt u8"),
    ]

    @Test func `odd codecs in every container are read as ffprobe reads them`() throws {
        let folder = try TemporaryFolder("odd")
        let helper = try newHelper()
        for each in OddFormatTests.cases {
            let path = folder.appending(each.file)
            try Sound(
                seconds: 3, encoding: each.words.split(separator: " ").map(String.init)
            ).write(to: path)
            guard case .properties(let found, let suspects) = try probe(path, with: helper).answer
            else {
                Issue.record("\(each.file) was not read")
                continue
            }
            #expect(try Oracle(found) == Oracle(path), "\(each.file)")
            #expect(suspects == [], "\(each.file)")
            // An encoder's delay and its last frame, of 128 ms at 8 kHz.
            let seconds = found.duration ?? -1
            #expect(
                found.isEstimated || abs(seconds - 3) <= 0.25, "\(each.file): \(seconds) s")
        }
        #expect(helper.restarts == 0)
    }

    @Test func `every frame of a short layer II file counts, the first one too`() throws {
        let folder = try TemporaryFolder("layer2")
        let path = folder.appending("a.mp2")
        try Sound(seconds: 2.3, rate: 16_000).write(to: path)
        let found = try properties(path, with: newHelper()).properties
        // 32 frames of 1152 samples.
        #expect(found.duration == 2.304)
        #expect(!found.isEstimated)
    }

    @Test func `blocks tell the length where a header claims more than any file could hold`() throws
    {
        let folder = try TemporaryFolder("blocks")
        let path = folder.appending("a.w64")
        try Sound(seconds: 2, encoding: ["-c:a", "adpcm_ms"]).write(to: path)
        let fact = try offset(of: "fact", in: path)
        try overwrite(path, at: fact + 24, [UInt8](repeating: 0x7F, count: 8))
        let (found, suspects) = try properties(path, with: newHelper())
        #expect(abs((found.duration ?? -1) - 2) < 0.06)
        #expect(suspects.count == 1)
    }
}

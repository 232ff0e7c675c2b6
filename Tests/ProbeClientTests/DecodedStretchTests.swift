import AudiowatchCore
import Foundation
import ProbeClient
import SystemPackage
import TestSupport
import Testing

/// Stretches of sound, held against what ffmpeg decodes.
@Suite struct DecodedStretchTests {
    /// A file's ending, ffmpeg's words, and how far a sample that was sought to may be from the one that was
    /// decoded on the way there.
    private static let cases: [(file: String, words: String, distance: Int)] = [
        ("s16.aiff", "-ac 2", 0), ("s24.aiff", "-c:a pcm_s24be -ac 2", 1),
        ("u8.au", "-c:a pcm_s8", 0),
        ("f64.wav", "-c:a pcm_f64le -ac 2", 1), ("f32.caf", "-c:a pcm_f32le", 1),
        ("alac.caf", "-c:a alac -ac 2", 0), ("s16.w64", "-ac 2", 0), ("flac.flac", "-ac 2", 0),
        ("s16.wv", "-ac 2", 0), ("s16.tta", "-ac 2", 0), ("alac.m4a", "-c:a alac", 0),
        ("ima.wav", "-c:a adpcm_ima_wav", 0), ("ms.wav", "-c:a adpcm_ms -ac 2", 0),
        ("mulaw.aifc", "-f aiff -c:a pcm_mulaw", 0), ("low.mp2", "-b:a 192k", 40),
        ("v2.wma", "-c:a wmav2 -ac 2", 2), ("six.aiff", "-ac 6", 1), ("fast.aiff", "-ar 96000", 2),
        ("odd.wv", "-ar 64000 -ac 2", 2),
    ]

    @Test(arguments: cases.indices)
    func `a sound is decoded as ffmpeg decodes it, from any frame on`(place: Int) throws {
        let (name, words, distance) = DecodedStretchTests.cases[place]
        let folder = try TemporaryFolder("stretch")
        let path = folder.appending(name)
        try Sound(seconds: 5, encoding: words.split(separator: " ").map(String.init)).write(
            to: path)
        let helper = try newHelper()
        defer { helper.close() }
        let played = try #require(
            PlayedSound(try properties(path, with: helper).properties), "\(name)")
        let file = try Opened(path)
        let whole = try samples(played, 0, Int(played.frames), 1, file, helper)
        let expected = try ffmpeg(path, played)
        // Where a codec's own padding begins and ends is its demuxer's guess: 60 ms, as for lengths.
        #expect(abs(expected.count - whole.count) <= played.rate * played.channels * 60 / 1000)
        #expect(differences(whole, expected) <= max(distance, 1), "\(name), the whole")
        var chance = SeededRandom(seed: UInt64(place))
        for number in 0..<12 {
            let first = Int64.random(in: 0..<played.frames, using: &chance)
            let count = Int.random(in: 1...4_000, using: &chance)
            let part = try samples(played, first, count, UInt64(2 + number), file, helper)
            let wanted = whole.dropFirst(Int(first) * played.channels).prefix(part.count)
            #expect(differences(part, Array(wanted)) <= distance, "\(name) from \(first)")
        }
        #expect(helper.restarts == 0)
    }

    @Test func `of sixteen channels the chosen pair is heard, of six all folded down`() throws {
        let folder = try TemporaryFolder("channels")
        let path = folder.appending("sixteen.wav")
        // Each channel is silent but for its own number.
        let channels = 16
        var bytes: [UInt8] = []
        for _ in 0..<1_000 {
            for channel in 1...channels { bytes += [UInt8(channel), 1] }
        }
        let raw = folder.appending("raw")
        try Data(bytes).write(to: URL(fileURLWithPath: raw.string))
        let made = try run(
            "/usr/bin/env",
            [
                "ffmpeg", "-v", "error", "-f", "s16le", "-ar", "44100", "-ac", "16", "-i",
                raw.string, path.string,
            ])
        #expect(made.status == 0, "\(made.errorText)")
        let helper = try newHelper()
        defer { helper.close() }
        let found = try properties(path, with: helper).properties
        let file = try Opened(path)
        for (number, pair) in [(1, 1), (2, 7), (3, 15), (4, 99)] {
            let played = try #require(PlayedSound(found, firstChannel: pair))
            let heard = try samples(played, 0, 10, UInt64(number), file, helper)
            let first = min(pair, 15)
            #expect(heard.prefix(2) == [Int16(256 + first), Int16(256 + first + 1)])
        }
        #expect(PlayedSound(found)?.firstChannel == 1)
        #expect(found.isPlayedByBrowsers == false)
    }

    @Test func `a waveform is the least and greatest of its samples`() throws {
        let folder = try TemporaryFolder("peaks")
        let path = folder.appending("sound.aiff")
        try Sound(seconds: 2, encoding: ["-ac", "2"]).write(to: path)
        let helper = try newHelper()
        defer { helper.close() }
        let played = try #require(PlayedSound(try properties(path, with: helper).properties))
        let file = try Opened(path)
        let whole = try samples(played, 0, Int(played.frames), 1, file, helper)
        let each = 1_000
        let answer = helper.stretch(
            SoundStretch(
                container: played.container, first: 0, count: Int(played.frames),
                rate: played.rate, channels: played.channels, framesEach: each),
            sound: 2, descriptor: file.descriptor.rawValue, size: file.size, deadline: .seconds(20))
        guard case .bytes(let peaks) = answer else { throw TestFailure("\(answer)") }
        #expect(peaks.count == 2 * ((Int(played.frames) + each - 1) / each))
        for pair in 0..<(peaks.count / 2) {
            let part = whole.dropFirst(pair * each * played.channels).prefix(each * played.channels)
            #expect(Int8(bitPattern: peaks[2 * pair]) == Int8((part.min() ?? 0) >> 8))
            #expect(Int8(bitPattern: peaks[2 * pair + 1]) == Int8((part.max() ?? 0) >> 8))
        }
    }

    @Test func `what is no sound, or is cut, is said or silent`() throws {
        let folder = try TemporaryFolder("cut")
        let path = folder.appending("cut.aiff")
        try Sound(seconds: 2, encoding: ["-ac", "1"]).write(to: path)
        let helper = try newHelper()
        defer { helper.close() }
        let played = try #require(PlayedSound(try properties(path, with: helper).properties))
        try cut(path, to: 0.5)
        let file = try Opened(path)
        let whole = try samples(played, 0, Int(played.frames), 1, file, helper)
        #expect(whole.count == Int(played.frames))
        #expect(whole.suffix(whole.count / 4).allSatisfy { $0 == 0 })
        #expect(whole.prefix(whole.count / 4).contains { $0 != 0 })
        let text = folder.appending("text.aiff")
        try Data("no sound at all".utf8).write(to: URL(fileURLWithPath: text.string))
        let none = try Opened(text)
        let answer = helper.stretch(
            SoundStretch(container: .aiff, first: 0, count: 10, rate: 44_100, channels: 1),
            sound: 9, descriptor: none.descriptor.rawValue, size: none.size, deadline: .seconds(5))
        #expect(answer == .notDecodable(reason: "its header is cut or damaged"))
        #expect(helper.restarts == 0)
    }

    /// A file that is closed when the test lets go of it.
    private final class Opened {
        let descriptor: FileDescriptor
        let size: Int64

        init(_ path: FilePath) throws {
            descriptor = try FileDescriptor.open(path, .readOnly)
            size = try descriptor.seek(offset: 0, from: .end)
        }

        deinit { try? descriptor.close() }
    }

    /// Frames as 16-bit samples, asked for in pieces.
    private func samples(
        _ played: PlayedSound, _ first: Int64, _ count: Int, _ sound: UInt64, _ file: Opened,
        _ helper: ProbeHelper
    ) throws -> [Int16] {
        var result: [Int16] = []
        var next = first
        while next < first + Int64(count) {
            let part = min(Int(first + Int64(count) - next), 3_333)
            let answer = helper.stretch(
                SoundStretch(
                    container: played.container, first: next, count: part, rate: played.rate,
                    channels: played.channels, firstChannel: played.firstChannel),
                sound: sound, descriptor: file.descriptor.rawValue, size: file.size,
                deadline: .seconds(20))
            guard case .bytes(let bytes) = answer else { throw TestFailure("\(answer)") }
            for place in stride(from: 0, to: bytes.count, by: 2) {
                result.append(
                    Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8))
            }
            next += Int64(part)
        }
        return result
    }

    private func ffmpeg(_ path: FilePath, _ played: PlayedSound) throws -> [Int16] {
        let result = try run(
            "/usr/bin/env",
            [
                "ffmpeg", "-v", "error", "-i", path.string, "-f", "s16le", "-ar", "\(played.rate)",
                "-ac", "\(played.channels)", "-",
            ])
        let bytes = [UInt8](result.output)
        return stride(from: 0, to: bytes.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
    }

    /// The greatest distance between two samples at the same place.
    private func differences(_ one: [Int16], _ other: [Int16]) -> Int {
        zip(one, other).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }
}

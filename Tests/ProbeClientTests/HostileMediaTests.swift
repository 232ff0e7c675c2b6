import AudiowatchCore
import Foundation
import ProbeClient
import SystemPackage
import Testing
import TestSupport

/// Mutated files of every format, and files made to lie, through the real helper. A few hundred here;
/// `scripts/soak media` takes thousands, and says how many and by which seed in the environment.
@Suite struct HostileMediaTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder("hostile")
    }

    @Test func `mutated files of every format end in an answer, and cost no other file`() throws {
        let run = try HostileRun(in: folder)
        let media = try HostileMedia(seed: HostileRun.seed, in: folder.path)
        for number in 0..<HostileRun.count {
            let input = media.input(number)
            run.read(try folder.file(input.name, input.bytes), input.story)
            try FileManager.default.removeItem(atPath: folder.appending(input.name).string)
        }
        run.finish()
    }

    @Test func `files made to lie, to swell and to hang are called what they are`() throws {
        let run = try HostileRun(in: folder)
        let mp3 = folder.appending("sound.mp3")
        try Sound(
            seconds: 3, encoding: ["-write_xing", "0", "-id3v2_version", "0", "-b:a", "128k"]
        ).write(to: mp3)
        let sound = Array(try Data(contentsOf: URL(fileURLWithPath: mp3.string)))
        for fixture in HostileFixture.all(mp3: sound) {
            let path = try fixture.write(in: folder.path)
            let answer = run.read(path, fixture.name)
            run.expect(fixture.verdict, answer, fixture.name)
            try FileManager.default.removeItem(atPath: path.string)
        }
        run.finish()
        #expect(run.losses == 0)
    }
}

/// One helper and a tally of what it made of many files.
private final class HostileRun {
    /// Inputs to read.
    static let count = number("AUDIOWATCH_HOSTILE_INPUTS") ?? 330
    /// Seed of the inputs.
    static let seed = UInt64(number("AUDIOWATCH_HOSTILE_SEED") ?? 1)

    /// Inputs that cost a helper.
    private(set) var losses = 0

    private let helper: ProbeHelper
    private let control: FilePath
    private var tally: [String: Int] = [:]
    private var sound: UInt64 = 0
    private var slowest: (time: Duration, story: String) = (.zero, "")

    init(in folder: TemporaryFolder) throws {
        helper = try newHelper()
        control = folder.appending("control.flac")
        try Sound().write(to: control)
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    /// Reads one file; `story` names it in the report.
    @discardableResult
    func read(_ path: FilePath, _ story: String) -> ProbeAnswer? {
        let started = ContinuousClock.now
        do {
            let (container, answer) = try probe(path, with: helper)
            if let container { try listen(container, path, story) }
            let time = ContinuousClock.now - started
            if time > slowest.time { slowest = (time, story) }
            check(answer, container, path, story)
            return answer
        } catch {
            Issue.record("\(story): \(error)")
            return nil
        }
    }

    /// Whatever it is, somebody may wish to hear it: its beginning, its middle, and to see its waveform.
    private func listen(_ container: Container, _ path: FilePath, _ story: String) throws {
        let file = try FileDescriptor.open(path, .readOnly)
        defer { try? file.close() }
        let size = try file.seek(offset: 0, from: .end)
        sound += 1
        for (first, each) in [(Int64(0), nil), (60_000, nil), (Int64(0), 2_000)] as [(Int64, Int?)]
        {
            let answer = helper.stretch(
                SoundStretch(
                    container: container, first: first, count: 8_000, rate: 44_100, channels: 2,
                    framesEach: each),
                sound: sound, descriptor: file.rawValue, size: size, deadline: .seconds(20))
            switch answer {
            case .bytes: tally["heard", default: 0] += 1
            case .notDecodable(let reason) where reason.contains("crashed"):
                lost("crash of a decoder", reason, path, story)
            case .notDecodable: tally["not heard", default: 0] += 1
            case .timedOut: lost("decoder too slow", "over its time", path, story)
            case .unavailable(let reason): Issue.record("\(story): \(reason)")
            }
        }
    }

    private func check(
        _ answer: ProbeAnswer?, _ container: Container?, _ path: FilePath, _ story: String
    ) {
        switch answer {
        case nil: tally["no magic", default: 0] += 1
        case .notAudio(let reason):
            tally["no audio", default: 0] += 1
            #expect(!reason.isEmpty, "\(story)")
        case .properties(let found, let suspects):
            tally[suspects.isEmpty ? "audio" : "suspect", default: 0] += 1
            check(found, path, story)
        case .crashed(let reason):
            lost("crash", reason, path, story)
            // Our own code must not trap, and nothing may try what the sandbox forbids.
            #expect(!reason.contains("assertion of its own"), "\(story): \(reason)")
            #expect(!reason.contains("signal \(SIGSYS)"), "\(story): \(reason)")
        case .timedOut: lost("too slow", "over its time", path, story)
        case .unavailable(let reason): Issue.record("\(story): \(reason)")
        case .noHelper(let error): Issue.record("\(story): \(error)")
        case .diskDoesNotAnswer, .interrupted:
            Issue.record("\(story): \(String(describing: answer))")
        }
    }

    private func check(_ found: Properties, _ path: FilePath, _ story: String) {
        #expect((found.sampleRate ?? 0) > 0 && (found.channels ?? 0) > 0, "\(story)")
        #expect(found.tags.title.map { $0.utf8.count <= Tags.longest } ?? true, "\(story)")
        guard let seconds = found.duration else { return }
        let size = (try? FileManager.default.attributesOfItem(atPath: path.string)[.size]) as? Int64
        // No codec but the lossless ones, for silence, goes below 100 bits a second.
        let isSilenceFree = ["flac", "wavpack", "tta", "alac"].contains(found.codec) == false
        #expect(seconds.isFinite && seconds >= 0, "\(story): \(seconds)")
        if isSilenceFree, let size {
            #expect(seconds <= Double(size) * 8 / 100 + 1, "\(story): \(seconds) s in \(size)")
        }
    }

    /// A lost helper is told by its input; the next file must be read as if nothing had been.
    private func lost(_ what: String, _ reason: String, _ path: FilePath, _ story: String) {
        losses += 1
        tally[what, default: 0] += 1
        print(
            "hostile media, seed \(HostileRun.seed), \(path.fileName?.display ?? ""): \(reason): \(story)"
        )
        if let kept = ProcessInfo.processInfo.environment["AUDIOWATCH_HOSTILE_KEEP"] {
            try? FileManager.default.copyItem(
                atPath: path.string,
                toPath: "\(kept)/seed-\(HostileRun.seed)-\(path.lastComponent?.string ?? "")")
        }
        do {
            let found = try properties(control, with: helper).properties
            #expect(found.duration.map { abs($0 - 1) < 0.001 } == true, "\(story)")
        } catch {
            Issue.record("after \(story): \(error)")
        }
    }

    /// Holds an answer against what must be said.
    func expect(_ verdict: HostileFixture.Verdict, _ answer: ProbeAnswer?, _ name: String) {
        switch (verdict, answer) {
        case (.answer, .some), (.answer, nil), (.notAudio, nil), (.notAudio, .notAudio): break
        case (.suspectWithoutLength, .properties(let found, let suspects)):
            #expect(found.duration == nil, "\(name): \(found.duration ?? -1)")
            #expect(!suspects.isEmpty, "\(name)")
        case (.lasts(let seconds, let isSuspect), .properties(let found, let suspects)):
            #expect(
                found.duration.map { abs($0 - seconds) <= max(0.06, 0.001 * seconds) } == true,
                "\(name): \(found.duration ?? -1), not \(seconds)")
            #expect(suspects.isEmpty != isSuspect, "\(name): \(suspects)")
            // Both lengths are told: what is claimed and what is there.
            if isSuspect {
                #expect(
                    suspects.contains { $0.matches(of: /[0-9]\.[0-9]{3} s/).count == 2 },
                    "\(name): \(suspects)")
            }
        default: Issue.record("\(name): \(String(describing: answer))")
        }
    }

    /// Says what came of all; the helper must have been lost only over the files that were named.
    func finish() {
        #expect(helper.restarts == losses)
        let words = tally.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let time = Int(slowest.time / .milliseconds(1))
        print(
            "hostile media, seed \(HostileRun.seed): \(words.joined(separator: ", "));"
                + " slowest \(time) ms: \(slowest.story)")
        helper.close()
    }
}

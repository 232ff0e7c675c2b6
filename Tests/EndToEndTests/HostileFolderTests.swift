import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

/// A whole daemon on a folder of damaged, lying and hanging files: it lives, reads what can be read, and gives
/// a reason for each of the others. `scripts/soak media` makes the folder larger, by the environment.
@Suite(.onThreads) struct HostileFolderTests {
    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    /// A tenth of what the helper alone is given, for each of the two times.
    private static let count = number("AUDIOWATCH_HOSTILE_INPUTS").map { max($0 / 10, 40) } ?? 40
    private static let seed = UInt64(number("AUDIOWATCH_HOSTILE_SEED") ?? 2)

    @Test func `A folder full of hostile files costs no daemon and no good file`() throws {
        let world = try World("hostile")
        let root = try world.source()
        let originals = try TemporaryFolder("originals")
        let media = try HostileMedia(seed: HostileFolderTests.seed, in: originals.path)
        let names = try (0..<HostileFolderTests.count).map { number in
            let input = media.input(number)
            try Disk.write(input.bytes, to: root / input.name)
            return input.name
        }
        let sound = try Sounds.bytes(Sound(seconds: 3), "mp3")
        // The oracle reads every byte; the huge ones go to the helper alone.
        for fixture in HostileFixture.all(mp3: sound) where !fixture.isHuge {
            try fixture.write(in: world.folder.path.appending("disk/music"))
        }
        #expect((root / "pipe.wav").withCString { mkfifo($0, 0o644) } == 0)
        for number in 0..<10 { try Disk.write(Sounds.wav(number), to: root / "good \(number).wav") }

        let daemon = try RunningDaemon(world)
        try daemon.sync()
        try expectAllJudged(world, root, "as found")
        // The same names with other contents: as if somebody had written over them.
        for (number, name) in names.enumerated() {
            let input = media.input(number + HostileFolderTests.count)
            try Disk.write(input.bytes, to: root / name)
        }
        try daemon.sync()
        try expectAllJudged(world, root, "as changed")
        #expect(daemon.isRunning)
        #expect(!daemon.said.contains("Fatal error"))
        let helpers = try daemon.status()["helpers"]
        #expect(helpers["sandbox"].string?.isEmpty == false)
        print(
            "hostile folder, seed \(HostileFolderTests.seed): \(2 * names.count) inputs,"
                + " helpers restarted: \(helpers["restarts"])")
        #expect(try daemon.terminate() == 0)
    }

    private func expectAllJudged(_ world: World, _ root: DiskPath, _ when: String) throws {
        let what = "\(when), seed \(HostileFolderTests.seed)"
        try world.expectEqualToDisk(what)
        let problems = try world.problems()
        for row in try world.views().present where row.rate == nil {
            #expect(problems[row.path]?.isEmpty == false, "\(what): \(row.path) has no reason")
        }
        for problem in try JSON.items(world.audiowatch("problems", "--json").output) {
            #expect(problem["reason"].string?.isEmpty == false, "\(what): \(problem)")
        }
        for number in 0..<10 {
            let row = try world.views().row(of: root / "good \(number).wav")
            #expect(row?.rate != nil && row?.duration != nil, "\(what): good \(number).wav")
        }
    }
}

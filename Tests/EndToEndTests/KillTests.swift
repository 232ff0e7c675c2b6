import Foundation
import SystemPackage
import TestSupport
import Testing

/// kill -9 in the middle of a first scan: what comes after the next scan equals what no kill would have left.
@Suite(.onThreads) struct KillTests {
    /// Ten moments in the long form (`AUDIOWATCH_LONG_TESTS=1`), three otherwise.
    private static let rounds =
        ProcessInfo.processInfo.environment["AUDIOWATCH_LONG_TESTS"] == nil ? 3 : 10

    @Test func `A first scan killed at any moment ends like one that never was`() throws {
        let whole = try World("whole")
        let files = try fill(whole.source())
        let start = ContinuousClock.now
        try whole.succeed("scan", "--wait")
        let uninterrupted = ContinuousClock.now - start
        try whole.expectEqualToDisk("uninterrupted")
        let expected = try facts(whole)

        var chance = Chance(seed: testSeed)
        for round in 1...KillTests.rounds {
            let world = try World(sharing: whole, "killed")
            let occasion: Comment = "seed \(testSeed), round \(round)"
            let started = ContinuousClock.now
            let daemon = try RunningDaemon(starting: world)
            if round.isMultiple(of: 2) {
                let moment = uninterrupted * Double.random(in: 0...1, using: &chance)
                try until("the moment has come", within: 60) { .now - started >= moment }
            } else {
                let wanted = Int.random(in: 1..<files, using: &chance)
                try until("\(wanted) files are catalogued", within: 60) {
                    try catalogued(world) >= wanted || !daemon.isRunning
                }
            }
            try daemon.killAtOnce()
            #expect(try damage(world) == [], occasion)
            try world.succeed("scan", "--wait")
            try world.expectEqualToDisk("seed \(testSeed), round \(round)")
            #expect(try world.damage() == [], occasion)
            let now = try facts(world)
            let wrong = expected.keys.filter { now[$0] != expected[$0] }.sorted()
            #expect(wrong == [], occasion)
        }
    }

    /// Plain files, copies, links, traps and files that are none; returns how many belong into the catalogue.
    private func fill(_ root: DiskPath) throws -> Int {
        for number in 0..<400 {
            try Disk.write(
                Sounds.wav(number), to: root / "d\(number % 23)/e\(number % 5)/\(number).wav")
        }
        for number in 0..<60 {
            try Disk.copy(
                root / "d\(number % 23)/e\(number % 5)/\(number).wav",
                to: root / "copies/\(number % 7)/\(number).wav")
        }
        let (one, other) = try Sounds.trapPair()
        try Disk.write(one, to: root / "trap/one.wav")
        try Disk.write(other, to: root / "trap/other.wav")
        try Disk.hardLink(root / "trap/one.wav", to: root / "trap/link.wav")
        try Disk.write([UInt8](repeating: 0x20, count: 5_000), to: root / "none/blank.wav")
        try Disk.write(Sounds.bytes(Sound(), "mp3"), to: root / "none/really mp3.wav")
        return 465
    }

    /// Everything that the views say of each path but ids and times of scanning.
    private func facts(_ world: World) throws -> [DiskPath: String] {
        let views = try world.views()
        let problems = try world.problems()
        let rows = Dictionary(views.present.map { ($0.id, $0) }) { first, _ in first }
        var result: [DiskPath: String] = [:]
        for (path, id) in views.present.map({ ($0.path, $0.id) })
            + views.duplicates.map({ ($0.path, $0.original) })
        {
            let row = rows[id]
            result[path] =
                "\(row?.hash.prefix(16) ?? "") \(row?.size ?? 0) \(row?.duration ?? -1) "
                + "\(row?.rate ?? 0) \(row?.channels ?? 0) \(row?.bits ?? 0) \(row?.format ?? "") "
                + "\((problems[path] ?? []).sorted())"
        }
        return result
    }

    /// Files catalogued so far; 0 while there is no database or no schema yet.
    private func catalogued(_ world: World) throws -> Int {
        guard FileManager.default.fileExists(atPath: world.database),
            let database = try? DatabaseFile(world.database),
            let rows = try? database.rows(
                "SELECT (SELECT count(*) FROM audio_files) + (SELECT count(*) FROM duplicate_paths)"
            )
        else { return 0 }
        return rows.first?[0].integer ?? 0
    }

    private func damage(_ world: World) throws -> [String] {
        FileManager.default.fileExists(atPath: world.database) ? try world.damage() : []
    }
}

import TestSupport
import Testing

/// Trees that grow and move faster than anybody can watch them.
@Suite(.onThreads) struct GrowingTreeTests {
    @Test func `3,000 folders made by mkdir -p and filled at once are all found`() throws {
        let live = try Live("grow") { world in
            try Disk.write(short(0), to: world.source() / "first.wav")
        }
        let root = try live.world.source()
        try live.step("1,500 folders, each with one inside") {
            for batch in 0..<15 {
                let folders = (0..<100).map { root / "\(batch)/\($0)" }
                let result = try run(
                    "/usr/bin/env", ["mkdir", "-p", "--"] + folders.map { ($0 / "inner").text })
                guard result.status == 0 else { throw TestFailure(result.errorText) }
                for (number, folder) in folders.enumerated() {
                    let sound = 1 + 2 * (100 * batch + number)
                    try Disk.write(short(sound), to: folder / "a.wav")
                    try Disk.write(short(sound + 1), to: folder / "inner/b.wav")
                }
            }
        }
        #expect(try live.world.views().present.count == 3_001)
        // And all of them are watched: what comes later is told of.
        try live.step("a further file in some of them") {
            for batch in 0..<15 {
                try Disk.write(short(10_000 + batch), to: root / "\(batch)/\(batch)/inner/c.wav")
            }
        }
    }

    @Test func `A tree that changes during the first walk loses nothing`() throws {
        let world = try World("walk")
        let root = try world.source()
        var folders: [DiskPath] = []
        for number in 0..<500 {
            let folder = root / "\(number % 20)/\(number)"
            for file in 0..<4 {
                try Disk.write(short(4 * number + file), to: folder / "\(file).wav")
            }
            folders.append(folder)
        }
        var chance = Chance(seed: testSeed)
        let daemon = try RunningDaemon(starting: world)
        var changes = 0
        // From before it answers until its walk is over.
        while try changes < 50 || !isScanned(world), changes < 2_500 {
            for _ in 0..<10 {
                try change(&folders, in: root, number: changes, &chance)
                changes += 1
            }
        }
        try daemon.waitUntilReady()
        try daemon.sync()
        try world.expectEqualToDisk("after \(changes) changes, seed \(testSeed)")
        #expect(try world.problems() == [:], "seed \(testSeed)")
        let rescans = try daemon.status()["sources"].array.first?["rescans"]
        #expect(rescans?.description == "{\"start\": 1}")
    }

    /// One thing that happens to a folder, or to one of its files.
    private func change(
        _ folders: inout [DiskPath], in root: DiskPath, number: Int, _ chance: inout Chance
    ) throws {
        guard let index = folders.indices.randomElement(using: &chance),
            let other = folders.randomElement(using: &chance)
        else { return try Disk.write(short(100_000 + number), to: root / "left \(number).wav") }
        let folder = folders[index]
        switch number % 6 {
        case 0:
            folders[index] = root / "renamed \(number)"
            try Disk.move(folder, to: folders[index])
        case 1:
            try Disk.write(short(100_000 + number), to: folder / "new \(number)/deeper/a.wav")
            folders.append(folder / "new \(number)/deeper")
            // Renaming a folder leaves no names behind for what stands in it.
            folders.removeAll { $0 != folder && folder.isInside($0) }
        case 2 where other != folder:
            try Disk.move(folder, to: other / "moved \(number)")
            folders.removeAll { $0.isInside(folder) }
        case 3:
            for file in try names(in: folder) where file == Array("1.wav".utf8) {
                try Disk.move(folder / file, to: other / "from elsewhere \(number).wav")
            }
        case 4:
            for file in try names(in: folder) where file == Array("2.wav".utf8) {
                try Disk.delete(folder / file)
            }
        default:
            try Disk.uproot(folder)
            folders.removeAll { $0.isInside(folder) }
        }
    }

    private func isScanned(_ world: World) throws -> Bool {
        let status = try world.audiowatch("status", "--json")
        guard status.status == 0 else { return false }
        let source = try JSON(status.output)["sources"].array.first
        return source?["lastScan"]["finishedAt"].number != nil
    }

    /// So short that thousands of them are quickly made.
    private func short(_ number: Int) throws -> [UInt8] {
        try Sounds.wav(number, seconds: 0.03)
    }
}

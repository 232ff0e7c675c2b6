import TestSupport
import Testing

/// `audiowatch wait`, as a script uses it.
@Suite(.onThreads) struct SyncPointTests {
    @Test func `After wait a script finds what it wrote, and no scan was needed for it`() throws {
        let world = try World("wait")
        let root = try world.source()
        try Disk.write(Sounds.wav(0), to: root / "first.wav")
        let daemon = try RunningDaemon(world)
        #expect(try world.audiowatch("wait").status == 0)
        try until("the first scan ends") { try daemon.status()["isScanning"].bool == false }
        let scans = try looks(daemon)
        for number in 1...5 {
            let name = "bounce\(number)"
            try Disk.write(Sounds.wav(number), to: root / "new \(number)/\(name).wav")
            let result = try world.audiowatch("wait")
            #expect(result.status == 0, "\(result.errorText)")
            let hits = try JSON.items(world.succeed("search", name, "--json").output)
            #expect(hits.compactMap(\.path) == [root / "new \(number)/\(name).wav"])
        }
        try Disk.delete(root / "new 3/bounce3.wav")
        try Disk.move(root / "new 4", to: root / "old 4")
        #expect(try world.audiowatch("wait").status == 0)
        #expect(try paths(world, "bounce3") == [])
        #expect(try paths(world, "bounce4") == [root / "old 4/bounce4.wav"])
        #expect(try looks(daemon) == scans, "wait began a scan")
    }

    @Test func `Without a daemon wait says so`() throws {
        let world = try World("wait")
        let result = try world.audiowatch("wait")
        #expect(result.status == 3)
        #expect(result.errorText.contains("no daemon is running"), "\(result.errorText)")
    }

    private func paths(_ world: World, _ word: String) throws -> [DiskPath] {
        try JSON.items(world.audiowatch("search", word, "--json").output).compactMap(\.path)
    }

    /// Scans of every source since the start.
    private func looks(_ daemon: RunningDaemon) throws -> [String] {
        try daemon.status()["sources"].array.map { "\($0["rescans"]) \($0["lastScan"])" }
    }
}

import TestSupport
import Testing

/// `doctor --events`: what the kernel told, and what was decided of it.
@Suite(.onThreads) struct LatestChangesTests {
    @Test func `Each change is listed with its place and what was decided of it`() throws {
        let world = try World(
            "events", extra: "[scan]\nexclude = [\"bounces\"]\n")
        let root = try world.source()
        try Disk.write(Sounds.wav(1), to: root / "kicks/one.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()

        try Disk.write(Sounds.wav(2), to: root / "kicks/two.wav")
        try Disk.write([1], to: root / "kicks/notes.txt")
        try Disk.makeFolder(root / "bounces")
        try Disk.makeFolder(root / "snares")
        try Disk.delete(root / "kicks/one.wav")
        try daemon.sync()

        func decisions(_ place: String, _ kind: String) throws -> [String] {
            let changes = try JSON.items(world.succeed("doctor", "--events", "--json").output)
            let path = (root / place).text
            return changes.filter { $0["path"].string == path && $0["kind"].string == kind }
                .compactMap { $0["decision"].string }
        }
        #expect(try decisions("kicks/two.wav", "created").first?.hasPrefix("waits") == true)
        #expect(try decisions("kicks/two.wav", "written") == ["looked at now"])
        #expect(try decisions("kicks/notes.txt", "written") == ["ignored: no audio extension"])
        #expect(try decisions("bounces", "created") == ["ignored by rule bounces"])
        #expect(try decisions("snares", "created") == ["looked at now"])
        #expect(try decisions("kicks/one.wav", "deleted").first?.hasPrefix("waits") == true)

        // A flood in one folder: its listing answers for the rest.
        for link in 0..<600 {
            try Disk.hardLink(root / "kicks/two.wav", to: root / "kicks/\(link).wav")
        }
        try daemon.sync()
        let changes = try JSON.items(world.succeed("doctor", "--events", "--json").output)
        #expect(
            changes.contains { $0["decision"].string == "folded into its folder, which is listed" })
        #expect(changes.last?["kind"].string == "cookie", "the sync point came last")
        let times = changes.compactMap { $0["at"].number }
        #expect(times == times.sorted() && times.count == changes.count)
        #expect(
            changes.allSatisfy { $0["source"].string == "music" || $0["kind"].string == "cookie" })

        // More than a thousand: the oldest go.
        for link in 600..<1_200 {
            try Disk.hardLink(root / "kicks/two.wav", to: root / "snares/\(link).wav")
        }
        try daemon.sync()
        #expect(try JSON.items(world.succeed("doctor", "--events", "--json").output).count == 1_000)
        let text = try world.succeed("doctor", "--events").text
        #expect(text.split(separator: "\n").count == 1_000)
        #expect(text.contains((root / "snares/1199.wav").text))
    }

    @Test func `Without a daemon there is nothing to list, and that is said`() throws {
        let world = try World("events")
        let result = try world.audiowatch("doctor", "--events")
        #expect(result.status == 3)
        #expect(result.text.isEmpty)
        #expect(result.errorText.contains("no daemon is running"), "\(result.errorText)")
    }
}

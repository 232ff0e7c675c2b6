import TestSupport
import Testing

/// A source in which the daemon's own files stand.
@Suite(.onThreads) struct OwnFilesTests {
    @Test
    func `Our own database, state and cache inside a source are excluded, and never heard of`()
        throws
    {
        let world = try World("own")
        let everything = DiskPath(world.folder.path)
        try world.writeConfiguration(extra: "[sources.everything]\npath = \"\(everything)\"\n")
        for (number, place) in [
            "xdg/data/audiowatch", "xdg/state/audiowatch", "xdg/cache/audiowatch",
            "xdg/runtime/audiowatch",
        ].enumerated() {
            try Disk.write(Sounds.wav(number), to: everything / "\(place)/ours.wav")
            // As the daemon wants its own folders.
            try Disk.permit(everything / place, 0o700)
        }
        try Disk.write(Sounds.wav(10), to: everything / "xdg/data 2/theirs.wav")
        // Beside the database, whose place the user chose.
        try Disk.write(Sounds.wav(12), to: everything / "xdg/data/theirs.wav")
        try Disk.write(Sounds.wav(11), to: world.source() / "music.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let music = try world.source() / "music.wav"
        #expect(
            try paths(world) == [
                music, everything / "xdg/data 2/theirs.wav", everything / "xdg/data/theirs.wav",
            ],
            "what stands in our folders is ours")
        let before = try source("everything", daemon)
        #expect(before["lastEventAt"].number == nil)

        // Work of every kind: rows are written and read, markers are made, answers are given.
        for number in 20..<40 {
            try Disk.write(Sounds.wav(number), to: world.source() / "\(number).wav")
        }
        try daemon.sync()
        try world.succeed("search", "wav")
        try world.succeed("stats")
        try world.succeed("doctor")
        try world.succeed("scan", "--wait")
        try daemon.sync()
        #expect(try paths(world).count == 23)
        let after = try source("everything", daemon)
        #expect(after["lastEventAt"].number == nil, "our own work was told to us: \(after)")
        #expect(after["files"].integer == 2)
        let told = try JSON.items(world.succeed("doctor", "--events", "--json").output)
        #expect(told.filter { $0["source"].string == "everything" }.isEmpty, "\(told)")
        // And the watch is alive.
        try Disk.write(Sounds.wav(50), to: everything / "xdg/data 2/later.wav")
        try daemon.sync()
        #expect(try world.has(everything / "xdg/data 2/later.wav"))
        #expect(try source("everything", daemon)["lastEventAt"].number != nil)
    }

    @Test func `A database that stands in the music's own folder sets nothing in motion`() throws {
        let world = try World("beside")
        let folder = DiskPath(world.folder.path) / "xdg/data"
        try world.writeConfiguration(extra: "[sources.beside]\npath = \"\(folder)\"\n")
        try Disk.write(Sounds.wav(1), to: folder / "one.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        try Disk.write(Sounds.wav(2), to: folder / "two.wav")
        try daemon.sync()
        #expect(try paths(world) == [folder / "one.wav", folder / "two.wav"])
        let before = try source("beside", daemon)
        let work = try daemon.workDone()
        for _ in 0..<3 { try world.succeed("search", "wav") }
        try daemon.sync()
        let after = try source("beside", daemon)
        #expect(after["listings"].description == before["listings"].description)
        #expect(after["lastScan"].description == before["lastScan"].description)
        #expect(try daemon.workDone() == work)
    }

    @Test func `A database among the music hides only itself, whatever it is called`() throws {
        let world = try World("among")
        let root = try world.source()
        let database = root / "all my music.wav"
        let text = world.configurationText().replacing(world.database, with: database.text)
        try world.folder.file("config.toml", text.utf8)
        try Disk.write(Sounds.wav(1), to: root / "one.wav")
        try Disk.write(Sounds.wav(2), to: root / "deep/two.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        try Disk.hardLink(database, to: root / "another name.wav")
        try daemon.sync()
        let shown = { try JSON.items(world.succeed("search", "", "--json").output) }
        #expect(
            try Set(shown().compactMap(\.path)) == [root / "one.wav", root / "deep/two.wav"])
        #expect(try world.audiowatch("problems", "--json").output.isEmpty)
    }

    @Test func `A cache folder that is made anew is still ours`() throws {
        let world = try World("anew")
        let caches = DiskPath(world.folder.path) / "xdg/cache"
        try world.writeConfiguration(extra: "[sources.caches]\npath = \"\(caches)\"\n")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        try Disk.move(caches / "audiowatch", to: DiskPath(world.folder.path) / "old cache")
        try Disk.write(Sounds.wav(1), to: caches / "audiowatch/ours.wav")
        try Disk.write(Sounds.wav(2), to: caches / "audiowatch 2/theirs.wav")
        try daemon.sync()
        try world.succeed("scan", "--wait")
        #expect(try paths(world) == [caches / "audiowatch 2/theirs.wav"])
    }

    private func paths(_ world: World) throws -> [DiskPath] {
        try world.views().present.map(\.path).sorted()
    }

    private func source(_ name: String, _ daemon: RunningDaemon) throws -> JSON {
        guard
            let source = try daemon.status()["sources"].array.first(where: {
                $0["name"].string == name
            })
        else { throw TestFailure("no source \(name) in status") }
        return source
    }
}

import TestSupport
import Testing

/// More than one source, one inside another, and one that is away.
@Suite(.onThreads) struct SourceTests {
    @Test func `A file moved from source to source keeps its id`() throws {
        let live = try Live("sources", sources: ["music", "samples"]) { world in
            for number in 1...4 {
                try Disk.write(Sounds.wav(number), to: world.source("music") / "a/\(number).wav")
                try Disk.write(Sounds.wav(number), to: world.source("samples") / "\(number).wav")
            }
            try Disk.write(Sounds.wav(9), to: world.source("music") / "a/only.wav")
        }
        let (music, samples) = try (live.world.source("music"), live.world.source("samples"))
        #expect(try live.id(music / "a/1.wav") == live.id(samples / "1.wav"))
        let id = try live.id(music / "a/only.wav")
        try live.step("a file") { try Disk.move(music / "a/only.wav", to: samples / "only.wav") }
        #expect(try live.id(samples / "only.wav") == id)
        try live.step("a folder") { try Disk.move(music / "a", to: samples / "from music") }
        try live.step("and back, with an exchange") {
            try Disk.move(samples / "from music", to: music / "back")
            try Disk.exchange(music / "back/1.wav", samples / "only.wav")
        }
        #expect(try live.id(music / "back/1.wav") == id)
    }

    @Test func `A source inside another owns its folder`() throws {
        let live = try Live("nested", sources: ["music", "music/drums/inner"]) { world in
            for number in 1...3 {
                try Disk.write(
                    Sounds.wav(number), to: world.source("music") / "drums/\(number).wav")
                try Disk.write(
                    Sounds.wav(number + 10), to: world.source("inner") / "x/\(number).wav")
            }
        }
        let (music, inner) = try (live.world.source("music"), live.world.source("inner"))
        try live.step("new files in both") {
            try Disk.write(Sounds.wav(20), to: music / "drums/new.wav")
            try Disk.write(Sounds.wav(21), to: inner / "y/new.wav")
        }
        let id = try live.id(inner / "x/1.wav")
        try live.step("out of the inner one") {
            try Disk.move(inner / "x/1.wav", to: music / "1.wav")
        }
        #expect(try live.id(music / "1.wav") == id)
        try live.step("a folder into it") { try Disk.move(inner / "x", to: music / "drums/x") }
    }

    @Test func `Rows of a source whose folder is away at the start are kept`() throws {
        let world = try World("away", sources: ["music", "drive"])
        let (music, drive) = try (world.source("music"), world.source("drive"))
        let elsewhere = DiskPath(world.folder.path) / "drive elsewhere"
        for number in 1...5 {
            try Disk.write(Sounds.wav(number), to: music / "\(number).wav")
            try Disk.write(Sounds.wav(number + 3), to: drive / "a/\(number).wav")
        }
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("both there")
        let before = try world.views()

        try Disk.move(drive, to: elsewhere)
        try Disk.write(Sounds.wav(50), to: music / "new.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let states = try daemon.status()["sources"].array.map {
            "\($0["name"].string ?? "") \($0["state"].string ?? "")"
        }
        #expect(states.sorted() == ["drive offline", "music online"])
        let during = try world.views()
        for number in 1...5 {
            let path = drive / "a/\(number).wav"
            #expect(during.id(of: path) == before.id(of: path), "\(path)")
        }
        #expect(during.id(of: music / "new.wav") != nil)
        #expect(during.files.filter(\.isDeleted).isEmpty)
        #expect(try daemon.terminate() == 0)

        try Disk.move(elsewhere, to: drive)
        let again = try RunningDaemon(world)
        try again.sync()
        try world.expectEqualToDisk("returned")
        let after = try world.views()
        #expect(after.id(of: drive / "a/1.wav") == before.id(of: drive / "a/1.wav"))
    }

    @Test func `An empty folder in place of a source deletes nothing unless it is the same folder`()
        throws
    {
        let world = try World("empty")
        let root = try world.source()
        for number in 1...3 { try Disk.write(Sounds.wav(number), to: root / "\(number).wav") }
        try world.succeed("scan", "--wait")
        let before = try world.views()
        try Disk.move(root, to: DiskPath(world.folder.path) / "kept")
        try Disk.makeFolder(root)
        _ = try world.audiowatch("scan", "--wait")
        let after = try world.views()
        #expect(after.present.map(\.id).sorted() == before.present.map(\.id).sorted())

        try Disk.deleteTree(root)
        try Disk.move(DiskPath(world.folder.path) / "kept", to: root)
        for number in 1...3 { try Disk.delete(root / "\(number).wav") }
        try world.succeed("scan", "--wait")
        #expect(try world.views().present.isEmpty, "a true rm is believed")
    }

    @Test func `Another folder in the place of a source's own is looked through, and watched`()
        throws
    {
        let world = try World("replaced")
        let (root, aside) = (try world.source(), DiskPath(world.folder.path))
        for number in 1...3 {
            try Disk.write(Sounds.wav(number), to: root / "\(number).wav")
            try Disk.write(Sounds.wav(number + 3), to: aside / "new/\(number + 3).wav")
        }
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        try world.expectEqualToDisk("first scan")
        try Disk.move(root, to: aside / "old")
        try Disk.move(aside / "new", to: root)
        try until("the other folder's files are found, and no others") {
            try world.views().present.count == 3 && world.views().id(of: root / "4.wav") != nil
        }
        try Disk.write(Sounds.wav(7), to: root / "7.wav")
        try daemon.sync()
        try world.expectEqualToDisk("a file made in it")
    }

    @Test func `Files known by their names only are read once the source is to be read`() throws {
        let world = try World("names", extra: "read = \"names\"\n")
        let root = try world.source()
        try Disk.write(Sounds.wav(1), to: root / "1.wav")
        try Disk.hardLink(root / "1.wav", to: root / "2.wav")
        try world.succeed("scan", "--wait")
        func unread() throws -> [Int] {
            try DatabaseFile(world.database).rows(
                "SELECT count(*), sum(content_id IS NULL) FROM files WHERE deleted_at IS NULL"
            )[0].map { $0.integer ?? -1 }
        }
        #expect(try unread() == [2, 2])
        try world.succeed("source", "set", "music", "read", "full")
        try world.succeed("scan", "--wait")
        #expect(try unread() == [2, 0])
    }
}

import TestSupport
import Testing

/// Drives mounted inside a source: the kernel tells nobody of them, and no row of theirs may ever be judged by
/// what stands in their place. Each step is held against a fresh walk of the disk.
@Suite(.serialized, .onThreads) struct InnerDriveTests {
    /// A source with files of its own and the empty folder `drive`.
    private static func world(_ purpose: String) throws -> World {
        let world = try World(purpose)
        let root = try world.source()
        for number in 1...3 { try Disk.write(Sounds.wav(number), to: root / "own/\(number).wav") }
        try Disk.makeFolder(root / "drive")
        return world
    }

    private static func fill(_ folder: DiskPath, from first: Int = 10) throws {
        for number in first..<first + 4 {
            try Disk.write(Sounds.wav(number), to: folder / "kicks/\(number).wav")
        }
        try Disk.write(Sounds.wav(first + 5), to: folder / "top.wav")
    }

    @Test(arguments: DriveImage.Format.allCases)
    func
        `a drive below a source is scanned when it is mounted, kept while it is away, and costs no probe`(
            _ format: DriveImage.Format
        ) throws
    {
        try withPrivateMounts {
            let world = try InnerDriveTests.world("inner")
            let drive = try world.source() / "drive"
            guard let image = try DriveImage(format, "one", in: world) else { return }
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            // Mounted on an empty folder while watched.
            try image.mount(at: drive)
            try InnerDriveTests.fill(drive)
            try until("the drive's files are catalogued") {
                try world.views().present.count == 8
            }
            try daemon.sync()
            try world.requireEqualToDisk("mounted")
            let before = try Ids(world)
            let use = try daemon.fileUse()

            for lazily in [false, true] {
                try unmount(drive, lazily: lazily)
                try daemon.waitFor("degraded", "drive is away: it is not mounted")
                try daemon.sync()
                try require(try Ids(world) == before, "rows changed while it was away")
                try image.mount(at: drive)
                try daemon.waitFor("online")
                try daemon.sync()
                try world.requireEqualToDisk("back, lazily: \(lazily)")
                try require(try Ids(world) == before, "ids changed when it came back")
            }
            let now = try daemon.fileUse()
            try require(
                now.probed == use.probed, "probed \(use.probed) before, \(now.probed) after")

            // It is watched again, and changes while it was away are found.
            try Disk.delete(drive / "top.wav")
            try Disk.write(Sounds.wav(40), to: drive / "kicks/new.wav")
            try daemon.sync()
            try world.requireEqualToDisk("changed after its return")
            try daemon.stop()
            try unmount(drive)
        }
    }

    @Test func `a folder that is mounted over keeps its rows and says what covers it`() throws {
        try withPrivateMounts {
            let world = try InnerDriveTests.world("cover")
            let own = try world.source() / "own"
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            let (before, use) = (try Ids(world), try daemon.fileUse())
            try run("/bin/mount", ["-t", "tmpfs", "none", own.text])
            try daemon.waitFor("degraded", "another one (tmpfs) is mounted over it")
            try Disk.write(Sounds.wav(77), to: own / "on the cover.wav")
            try daemon.sync()
            try require(try Ids(world) == before, "rows were judged by the cover")
            try unmount(own)
            try daemon.waitFor("online")
            try daemon.sync()
            try world.requireEqualToDisk("uncovered")
            try require(try Ids(world) == before, "ids changed")
            try require(try daemon.fileUse() == use, "files were read")
            // Its watch is a new one.
            try Disk.write(Sounds.wav(78), to: own / "after.wav")
            try daemon.sync()
            try world.requireEqualToDisk("a new file after that")
        }
    }

    @Test func `another drive at its place is not it, nor is a removed folder`() throws {
        try withPrivateMounts {
            let world = try InnerDriveTests.world("other")
            let drive = try world.source() / "drive"
            guard let one = try DriveImage(.exfat, "one", in: world),
                let two = try DriveImage(.exfat, "two", in: world)
            else { return }
            try one.mount(at: drive)
            try InnerDriveTests.fill(drive)
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            try world.requireEqualToDisk("first scan")
            let (before, use) = (try Ids(world), try daemon.fileUse())
            try unmount(drive)
            try two.mount(at: drive)
            try InnerDriveTests.fill(drive, from: 30)
            try daemon.waitFor("degraded", "another one (fuseblk) is mounted over it")
            try world.succeed("scan", "--wait")
            try require(try Ids(world) == before, "the other stick was taken for it")
            try unmount(drive)
            // As udisks does when it ejects.
            try Disk.deleteTree(drive)
            try daemon.waitFor("degraded", "its folder is gone")
            try world.succeed("scan", "--wait")
            try require(try Ids(world) == before, "rows went with the folder")
            try Disk.makeFolder(drive)
            try one.changeDevice()
            try one.mount(at: drive)
            try daemon.waitFor("online")
            try daemon.sync()
            try world.requireEqualToDisk("back")
            try require(try Ids(world) == before, "ids changed")
            try require(try daemon.fileUse().probed == use.probed, "files were probed")
        }
    }

    @Test func `a drive that is away at the start is kept, and its jobs rest`() throws {
        try withPrivateMounts {
            let world = try InnerDriveTests.world("start")
            let drive = try world.source() / "drive"
            guard let image = try DriveImage(.exfat, "one", in: world) else { return }
            try image.mount(at: drive)
            try InnerDriveTests.fill(drive)
            try world.succeed("scan", "--wait")
            try world.requireEqualToDisk("scanned")
            let before = try Ids(world)
            try unmount(drive)
            let daemon = try RunningDaemon(world)
            try daemon.waitFor("degraded", "drive is away")
            try daemon.sync()
            try require(try Ids(world) == before, "rows changed at the start")
            try world.succeed("scan", "--wait")
            try require(try Ids(world) == before, "rows changed by a scan")
            try require(try daemon.fileUse().opened == 0, "files were opened")
            try daemon.stop()
            // And mounted while nobody looks.
            try image.mount(at: drive)
            let again = try RunningDaemon(world)
            try again.sync()
            try require(try again.state().word == "online", "\(try again.state())")
            try world.requireEqualToDisk("mounted before the start")
            try require(try Ids(world) == before, "ids changed")
            try require(try again.fileUse().probed == 0, "files were probed")
        }
    }

    @Test func `a bind mount shows its files once, and the first place counts`() throws {
        try withPrivateMounts {
            let world = try InnerDriveTests.world("bind")
            let root = try world.source()
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            let before = try Ids(world)
            try run("/bin/mount", ["--bind", (root / "own").text, (root / "drive").text])
            try world.succeed("scan", "--wait")
            try require(try Ids(world) == before, "the bind mount was catalogued too")
            try Disk.write(Sounds.wav(60), to: root / "drive/through.wav")
            try daemon.sync()
            try require(
                try world.views().id(of: root / "own/through.wav") != nil,
                "a file written through the bind mount is not known in its place")
            try unmount(root / "drive")
            try daemon.sync()
            try world.requireEqualToDisk("unmounted")
            try require(try daemon.state().word == "online", "\(try daemon.state())")
        }
    }
}

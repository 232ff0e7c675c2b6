import TestSupport
import Testing

/// The drive that a source is on goes, comes back, is mounted over, or is another one.
@Suite(.serialized, .onThreads) struct SourceDriveTests {
    private static func fill(_ folder: DiskPath, from first: Int = 1) throws {
        for number in first..<first + 5 {
            try Disk.write(Sounds.wav(number), to: folder / "a/\(number).wav")
        }
        let (long, other) = try Sounds.trapPair()
        try Disk.write(long, to: folder / "long.wav")
        try Disk.write(other, to: folder / "other.wav")
    }

    @Test(arguments: DriveImage.Format.allCases)
    func `a drive that goes and returns keeps its ids and costs no probe`(
        _ format: DriveImage.Format
    ) throws {
        try withPrivateMounts {
            let world = try World("drive")
            let root = try world.source()
            guard let image = try DriveImage(format, "one", in: world) else { return }
            try image.mount(at: root)
            try SourceDriveTests.fill(root)
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            try world.requireEqualToDisk("first scan")
            let (before, use) = (try Ids(world), try daemon.fileUse())

            for way in ["umount", "umount -l", "another device number"] {
                try unmount(root, lazily: way == "umount -l")
                try daemon.waitFor("offline", "its drive is not mounted")
                try daemon.sync()
                try require(try Ids(world) == before, "\(way): rows changed while it was away")
                if way == "another device number" { try image.changeDevice() }
                try image.mount(at: root)
                try daemon.waitFor("online")
                try daemon.sync()
                try world.requireEqualToDisk(way)
                try require(try Ids(world) == before, "\(way): ids changed")
            }
            let now = try daemon.fileUse()
            try require(
                now.probed == use.probed, "probed \(use.probed) before, \(now.probed) after")

            try run("/bin/mount", ["-t", "tmpfs", "none", root.text])
            try daemon.waitFor("offline", "another file system (tmpfs)")
            try daemon.sync()
            try require(try Ids(world) == before, "mounted over: rows changed")
            try unmount(root)
            try daemon.waitFor("online")
            try Disk.delete(root / "a/1.wav")
            try daemon.sync()
            try world.requireEqualToDisk("a file deleted after all that")
            try daemon.stop()
            try unmount(root)
        }
    }

    @Test func `an empty mount point at the start waits for its drive, and no other`() throws {
        try withPrivateMounts {
            let world = try World("late")
            let root = try world.source()
            guard let one = try DriveImage(.exfat, "one", in: world),
                let two = try DriveImage(.exfat, "two", in: world)
            else { return }
            try one.mount(at: root)
            try SourceDriveTests.fill(root)
            try world.succeed("scan", "--wait")
            let before = try Ids(world)
            try unmount(root)
            let daemon = try RunningDaemon(world)
            try daemon.waitFor("offline", "its drive is not mounted")
            try two.mount(at: root)
            try SourceDriveTests.fill(root, from: 20)
            try daemon.sync()
            try world.succeed("scan", "--wait")
            try require(try daemon.state().word == "offline", "\(try daemon.state())")
            try require(try Ids(world) == before, "the other stick was taken for it")
            try unmount(root)
            try one.mount(at: root)
            try daemon.waitFor("online")
            try daemon.sync()
            try world.requireEqualToDisk("mounted at last")
            try require(try Ids(world) == before, "ids changed")
            try require(try daemon.fileUse().probed == 0, "files were probed")
        }
    }

    @Test func `another folder of the same drive mounted over the source is not it`() throws {
        try withPrivateMounts {
            let world = try World("bound")
            let root = try world.source()
            try SourceDriveTests.fill(root)
            let other = DiskPath(world.folder.path) / "another"
            try SourceDriveTests.fill(other, from: 50)
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            let before = try Ids(world)
            try run("/bin/mount", ["--bind", other.text, root.text])
            try daemon.waitFor("offline", "another folder of its drive")
            try daemon.sync()
            try require(try Ids(world) == before, "rows changed")
            try unmount(root)
            try daemon.waitFor("online")
            try daemon.sync()
            try world.requireEqualToDisk("uncovered")
            try require(try Ids(world) == before, "ids changed")
        }
    }
}

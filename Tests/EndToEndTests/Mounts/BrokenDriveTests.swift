import Foundation
import TestSupport
import Testing

/// Drives that fail in the middle: what cannot be seen is never taken for gone.
@Suite(.serialized, .onThreads) struct BrokenDriveTests {
    private static func fill(_ folder: DiskPath, from first: Int) throws {
        for number in first..<first + 5 {
            try Disk.write(Sounds.wav(number), to: folder / "a/\(number).wav")
        }
    }

    /// The process behind a mount of a test's own, found by what it was started with.
    private static func kill(behind point: DiskPath) throws {
        let found = try run("/bin/sh", ["-c", "pgrep -f -- \"$0\"", point.text])
        let pids = found.text.split(separator: "\n").compactMap { Int32($0) }
        guard let pid = pids.first(where: { Glibc.kill($0, 0) == 0 && $0 != getpid() }) else {
            throw TestFailure("no program stands behind \(point)")
        }
        guard Glibc.kill(pid, SIGKILL) == 0 else { throw TestFailure("kill: errno \(errno)") }
    }

    @Test(arguments: [false, true])
    func `rows of a drive whose program died are kept, and come back with it`(
        isInside: Bool
    ) throws {
        try withPrivateMounts {
            let world = try World("dead")
            let root = try world.source()
            let drive = isInside ? root / "drive" : root
            try Disk.makeFolder(drive)
            if isInside { try BrokenDriveTests.fill(root / "own", from: 1) }
            guard let image = try DriveImage(.ntfs, "one", in: world) else { return }
            try image.mount(at: drive)
            try BrokenDriveTests.fill(drive, from: 20)
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            try world.requireEqualToDisk("first scan")
            let (before, use) = (try Ids(world), try daemon.fileUse())
            try BrokenDriveTests.kill(behind: drive)
            _ = try world.audiowatch("scan", "--wait")
            try daemon.waitFor(isInside ? "degraded" : "offline")
            try require(try Ids(world) == before, "rows changed when its program died")
            try unmount(drive, lazily: true)
            try image.mount(at: drive)
            try daemon.waitFor("online")
            try daemon.sync()
            try world.requireEqualToDisk("mounted again")
            try require(try Ids(world) == before, "ids changed")
            try require(try daemon.fileUse().probed == use.probed, "files were probed")
        }
    }

    @Test func `a disk that fails below its file system deletes nothing`() throws {
        try withPrivateMounts {
            let world = try World("cut")
            let root = try world.source()
            guard let image = try DriveImage(.ext4, "one", in: world) else { return }
            try image.mount(at: root)
            try BrokenDriveTests.fill(root, from: 1)
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            let before = try Ids(world)
            try run("/bin/sync", [])
            // From now on every read that the page cache cannot answer is an input/output error.
            try image.truncate()
            try "3".write(toFile: "/proc/sys/vm/drop_caches", atomically: false, encoding: .utf8)
            for _ in 1...2 { _ = try world.audiowatch("scan", "--wait") }
            try require(try Ids(world) == before, "rows changed when the disk failed")
            try require(
                try world.views().files.filter(\.isDeleted).isEmpty, "rows were marked deleted")
            try daemon.stop()
        }
    }
}

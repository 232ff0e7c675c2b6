import AudiowatchCore
import Foundation
import LocalDisk
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite struct OwnFilesTests {
    @Test func `our own files are recognised under any name`() throws {
        let tree = try TemporaryFolder("own")
        let database = try tree.file("state/catalog.db", [1])
        try tree.file("state/other.db", [1])
        link(database.string, tree.appending("state/second name.wav").string)
        let own = OwnFiles([database, tree.appending("state/catalog.db-wal")])
        let folder = try OpenDirectory.open(tree.appending("state"))
        #expect(try isOurs("catalog.db", in: folder, own))
        #expect(try isOurs("second name.wav", in: folder, own))
        #expect(try !isOurs("other.db", in: folder, own))
    }

    @Test func `what is made later is ours, what takes its place elsewhere is not`() throws {
        let tree = try TemporaryFolder("own")
        let cache = tree.appending("cache/audiowatch")
        let log = tree.appending("music/catalog.db-wal")
        try tree.folder("music")
        let own = OwnFiles([cache, log, try tree.folder("state")])
        try tree.folder("cache/audiowatch")
        try tree.file("music/catalog.db-wal", [1])
        try tree.folder("music/audiowatch")
        try tree.file("cache/catalog.db-wal", [1])
        let (caches, music) = try (
            OpenDirectory.open(tree.appending("cache")), OpenDirectory.open(tree.appending("music"))
        )
        #expect(try isOurs("audiowatch", in: caches, own))
        #expect(try isOurs("catalog.db-wal", in: music, own))
        #expect(try !isOurs("audiowatch", in: music, own), "a folder of that name elsewhere")
        #expect(try !isOurs("catalog.db-wal", in: caches, own))

        let inode = try music.status().identity.inode
        #expect(own.mayBe("catalog.db-wal"))
        #expect(own.contains("catalog.db-wal", inFolder: inode))
        #expect(!own.contains("catalog.db-wal", inFolder: inode + 1))
        #expect(!own.contains("kick.wav", inFolder: inode))

        // A folder of ours is gone, and what has its inode is the user's.
        rename(tree.appending("state").string, tree.appending("music/state of things").string)
        #expect(try !isOurs("state of things", in: music, own))
    }

    private func isOurs(
        _ name: FileName, in folder: OpenDirectory, _ own: OwnFiles
    ) throws -> Bool {
        own.contains(try #require(try folder.status(of: name)), named: name)
    }

    @Test func `free space agrees with df`() throws {
        let space = try FreeSpace.at("/tmp")
        let told = try run("/bin/df", ["-B1", "--output=size", "/tmp"]).text
        let size = told.split(whereSeparator: \.isWhitespace).last.flatMap { UInt64($0) }
        #expect(space.total == size)
        #expect(space.available <= space.total)
        #expect(throws: DiskError.self) { try FreeSpace.at("/nowhere/at/all") }
    }

    @Test func `a thread steps back alone`() throws {
        let done = DispatchSemaphore(value: 0)
        let seen = Mutex<(manners: ThreadManners, policy: CInt)?>(nil)
        let thread = Thread {
            let manners = ThreadManners.stepBack()
            let policy = sched_getscheduler(0)
            seen.withLock { $0 = (manners, policy) }
            done.signal()
        }
        thread.start()
        #expect(done.wait(timeout: .now() + 10) == .success)
        let (manners, policy) = try #require(seen.withLock { $0 })
        if manners.isIdleOnProcessor { #expect(policy == 5, "SCHED_IDLE of linux/sched.h") }
        #expect(sched_getscheduler(getpid()) == SCHED_OTHER)
    }
}

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
        let own = DeviceInodes(of: [database, tree.appending("state/catalog.db-wal")])
        let folder = try OpenDirectory.open(tree.appending("state"))
        #expect(own.members.count == 1)
        #expect(own.contains(try #require(try folder.status(of: "second name.wav"))))
        #expect(!own.contains(try #require(try folder.status(of: "other.db"))))
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

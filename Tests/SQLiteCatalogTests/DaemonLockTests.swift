import AudiowatchCore
import Foundation
import Glibc
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import SQLiteCatalog

struct DaemonLockTests {
    @Test func `a second writer is told who the first one is`() throws {
        let folder = try TemporaryFolder("lock")
        let database = folder.appending("catalog.db")
        let lock = try DaemonLock.acquire(for: database, address: "/run/control.sock")
        let error = #expect(throws: CatalogError.self) {
            try DaemonLock.acquire(for: database, address: nil)
        }
        #expect(error?.kind == .locked(pid: getpid()))
        #expect(error?.reason.contains("/run/control.sock") == true)
        #expect(DaemonLock.holder(of: database)?.pid == getpid())
        withExtendedLifetime(lock) {}
    }

    @Test func `the lock goes with its holder and the next one writes its own address`() throws {
        let folder = try TemporaryFolder("lock")
        let database = folder.appending("catalog.db")
        #expect(DaemonLock.holder(of: database) == nil)
        do {
            let lock = try DaemonLock.acquire(for: database, address: "a long address to overwrite")
            withExtendedLifetime(lock) {}
        }
        #expect(DaemonLock.holder(of: database) == nil)
        let next = try DaemonLock.acquire(for: database, address: nil)
        #expect(DaemonLock.holder(of: database)?.address == nil)
        try next.announce("short")
        #expect(DaemonLock.holder(of: database)?.address == "short")
    }

    @Test func `what is left of a killed holder is waited for, and named when it stays`() throws {
        let folder = try TemporaryFolder("lock")
        let database = folder.appending("catalog.db")
        let holder = Mutex(try DaemonLock.acquire(for: database, address: nil) as DaemonLock?)
        // Greater than any number that the kernel gives to a process. proc(5), pid_max
        let file = try FileDescriptor.open(folder.appending("catalog.db.lock"), .writeOnly)
        try file.closeAfter { _ = try file.writeAll(toAbsoluteOffset: 0, "4194305\na.sock\n".utf8) }
        let error = #expect(throws: CatalogError.self) {
            try DaemonLock.acquire(for: database, address: nil)
        }
        #expect(
            error?.reason
                == "an audiowatch that was killed still waits for a disk (pid 4194305, a.sock)")
        let rest = Thread {
            usleep(50_000)  // So long the rest of the holder needs to end.
            holder.withLock { $0 = nil }
        }
        rest.start()
        let next = try DaemonLock.acquire(for: database, address: nil)
        #expect(DaemonLock.holder(of: database)?.pid == getpid())
        withExtendedLifetime(next) {}
    }

    @Test func `a lock left behind by a killed process is free`() throws {
        let folder = try TemporaryFolder("lock")
        let database = folder.appending("catalog.db")
        try folder.file("catalog.db.lock", Array("4711\n/run/old.sock\n".utf8))
        #expect(DaemonLock.holder(of: database) == nil)
        let lock = try DaemonLock.acquire(for: database, address: nil)
        #expect(DaemonLock.holder(of: database)?.pid == getpid())
        withExtendedLifetime(lock) {}
    }
}

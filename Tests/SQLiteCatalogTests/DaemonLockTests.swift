import AudiowatchCore
import Glibc
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

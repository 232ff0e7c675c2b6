import AudiowatchCore
import Foundation
import Glibc
import InotifyWatch
import Synchronization
import SystemPackage
import TestSupport

/// Changes as they were delivered, and a way to wait for one.
final class Delivered: Sendable {
    private let changes = Mutex<[Change]>([])
    private let arrived = DispatchSemaphore(value: 0)
    /// Held by a test that wants the kernel's queue to fill.
    let gate = NSLock()

    func add(_ more: [Change]) {
        gate.withLock { changes.withLock { $0 += more } }
        arrived.signal()
    }

    var all: [Change] { changes.withLock { $0 } }

    /// Waits until the changes satisfy a condition; throws when they do not within 20 seconds.
    func wait(_ what: String, until holds: ([Change]) -> Bool) throws {
        let deadline = DispatchTime.now() + 20
        while !holds(all) {
            guard arrived.wait(timeout: deadline) == .success else {
                throw TestFailure("waited in vain for \(what); \(all.suffix(20))")
            }
        }
    }
}

/// A temporary folder whose directories are watched by number, and a watcher of the test's own.
final class WatchedTree: Sendable {
    let tree: TemporaryFolder
    let delivered = Delivered()
    let watcher: InotifyWatcher
    let source = Source.ID(rawValue: 7)
    private let cookies = Atomic<UInt64>(0)

    init() throws {
        tree = try TemporaryFolder("watch")
        let delivered = delivered
        watcher = try InotifyWatcher { delivered.add($0) }
        try watcher.watchCookies(in: tree.path.appending("state"))
        watcher.start()
    }

    deinit {
        watcher.stop()
    }

    func path(_ relative: String) -> FilePath { tree.path.appending(relative) }

    /// Makes an empty file by a plain open and close; Foundation would make a temporary one and rename it.
    func touch(_ relative: String) {
        close(path(relative).withPlatformString { open($0, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600) })
    }

    /// Makes the folder and watches it as a number.
    @discardableResult
    func watch(_ relative: String, as number: Int64, of source: Source.ID? = nil) throws
        -> WatchResult
    {
        try watch(at: tree.folder(relative), as: number, of: source)
    }

    func watch(at path: FilePath, as number: Int64, of source: Source.ID? = nil) throws
        -> WatchResult
    {
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw TestFailure("open \(path): errno \(errno)") }
        defer { close(descriptor) }
        return try watcher.watch(
            descriptor: descriptor, as: Directory.ID(rawValue: number), of: source ?? self.source)
    }

    /// Everything delivered up to a sync point made now.
    func settled() throws -> [Change] {
        let number = cookies.wrappingAdd(1, ordering: .relaxed).newValue
        try watcher.placeCookie(number)
        try delivered.wait("sync point \(number)") { $0.contains(.cookie(number)) }
        return delivered.all.filter { if case .cookie = $0 { false } else { true } }
    }

    /// The changes of names in one directory up to now, in words.
    func news(_ number: Int64) throws -> [News] {
        try settled().compactMap {
            guard
                case .entry(_, let directory, let name, let kind, let isDirectory, let cookie) = $0,
                directory.rawValue == number
            else { return nil }
            return News(name: name, kind: kind, isDirectory: isDirectory, cookie: cookie)
        }
    }

    /// The watches that the kernel holds for this process's instances.
    func kernelWatches() throws -> Int {
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fdinfo") {
            // A descriptor may be closed between the listing and the look at it.
            let text = try? String(contentsOfFile: "/proc/self/fdinfo/\(name)", encoding: .utf8)
            let lines = text?.split(separator: "\n") ?? []
            // The library's descriptor and our second one show the same instance.
            count = max(count, lines.count { $0.hasPrefix("inotify wd:") })
        }
        return count
    }
}

/// A change of a name, as a test speaks of it.
struct News: Equatable {
    var name: FileName
    var kind: EntryChange
    var isDirectory = false
    var cookie: UInt32 = 0
}

public import SystemPackage
import AudiowatchCore
import Glibc

/// The right to write one catalogue: held by the daemon, or by a command that does the work itself.
///
/// An open-file-description lock on `<database>.lock`: the kernel lets go of it when its holder ends,
/// however it ends, and child processes do not inherit it. Source: fcntl(2).
public final class DaemonLock: Sendable {
    /// Who holds a catalogue.
    public struct Holder: Hashable, Sendable {
        /// Its process; nil in the moment before it has written its number down.
        public var pid: Int32?
        /// Where it can be reached: the path of its control socket, or whatever it gave.
        public var address: String?
    }

    /// The lock file.
    public let path: FilePath
    private let descriptor: FileDescriptor

    private init(path: FilePath, descriptor: FileDescriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        try? descriptor.close()
    }

    /// Takes the lock of a catalogue, and writes down who has it. Does not wait, save for what is left of a
    /// holder that was killed: its tasks that make disk calls share its files, and end a moment after it. Then
    /// it blocks for up to three seconds.
    ///
    /// - Throws: ``CatalogError`` of kind `locked` with the holder's pid and address, or `notPermitted`.
    public static func acquire(
        for database: FilePath, address: String?
    ) throws(CatalogError) -> DaemonLock {
        let path = lockFile(of: database)
        let descriptor = try open(path, .readWrite, [.create, .closeOnExec])
        guard try takes(descriptor, path) else {
            defer { try? descriptor.close() }
            let holder = read(descriptor)
            let name =
                (holder.pid.map { " (pid \($0)" } ?? " (pid not known yet")
                + (holder.address.map { ", \($0))" } ?? ")")
            throw CatalogError(
                .locked(pid: holder.pid), path: database,
                reason: hasEnded(holder)
                    ? "an audiowatch that was killed still waits for a disk\(name)"
                    : "another audiowatch runs\(name)",
                hint: "see `audiowatch status`, or stop it first")
        }
        let lock = DaemonLock(path: path, descriptor: descriptor)
        try lock.announce(address)
        return lock
    }

    /// Time for the rest of a killed holder to end.
    private static let patience: Duration = .seconds(3)

    private static func takes(
        _ descriptor: FileDescriptor, _ path: FilePath
    ) throws(CatalogError) -> Bool {
        let end = ContinuousClock.now + patience
        while true {
            var wanted = wholeFile()
            guard fcntl(descriptor.rawValue, setLock, &wanted) != 0 else { return true }
            let reason = Errno(rawValue: errno)
            guard reason == .resourceTemporarilyUnavailable || reason == .permissionDenied else {
                try? descriptor.close()
                throw notPermitted(path, reason)
            }
            guard hasEnded(read(descriptor)), ContinuousClock.now < end else { return false }
            usleep(10_000)
        }
    }

    private static func hasEnded(_ holder: Holder) -> Bool {
        guard let pid = holder.pid, pid > 0 else { return false }
        return kill(pid, 0) != 0 && errno == ESRCH
    }

    /// Writes down where the holder can be reached, once it knows.
    public func announce(_ address: String?) throws(CatalogError) {
        let text = "\(getpid())\n" + (address.map { "\($0)\n" } ?? "")
        do {
            try descriptor.writeAll(toAbsoluteOffset: 0, text.utf8)
            guard ftruncate(descriptor.rawValue, off_t(text.utf8.count)) == 0 else {
                throw Errno(rawValue: errno)
            }
        } catch {
            throw DaemonLock.notPermitted(path, error)
        }
    }

    /// Who holds the lock of a catalogue now; nil when nobody does. Takes nothing and waits for nobody.
    public static func holder(of database: FilePath) -> Holder? {
        guard let descriptor = try? open(lockFile(of: database), .readOnly, [.closeOnExec]) else {
            return nil
        }
        defer { try? descriptor.close() }
        var asked = wholeFile()
        guard fcntl(descriptor.rawValue, getLock, &asked) == 0, asked.l_type != F_UNLCK else {
            return nil
        }
        return read(descriptor)
    }

    private static func lockFile(of database: FilePath) -> FilePath {
        FilePath(bytes: database.bytes + Array(".lock".utf8))
    }

    private static func open(
        _ path: FilePath, _ mode: FileDescriptor.AccessMode, _ options: FileDescriptor.OpenOptions
    ) throws(CatalogError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                path, mode, options: options, permissions: [.ownerReadWrite])
        } catch {
            throw notPermitted(path, error)
        }
    }

    private static func read(_ descriptor: FileDescriptor) -> Holder {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count =
            (try? bytes.withUnsafeMutableBytes {
                try descriptor.read(fromAbsoluteOffset: 0, into: $0)
            }) ?? 0
        let lines = String(decoding: bytes.prefix(count), as: UTF8.self)
            .split(separator: "\n", maxSplits: 1).map(String.init)
        return Holder(
            pid: lines.first.flatMap { Int32($0) },
            address: lines.dropFirst().first.map { String($0.prefix { $0 != "\n" }) })
    }

    private static func notPermitted(_ path: FilePath, _ error: any Error) -> CatalogError {
        CatalogError(
            .notPermitted, path: path, reason: "the lock cannot be taken (\(error))",
            hint: "check who owns the file and its folder")
    }

    private static func wholeFile() -> flock {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        return lock
    }

    // F_OFD_GETLK and F_OFD_SETLK of <fcntl.h>; they need _GNU_SOURCE, which Swift's Glibc may lack.
    private static let getLock: Int32 = 36
    private static let setLock: Int32 = 37
}

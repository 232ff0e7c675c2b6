import AudiowatchCore
import CInotify
import Glibc
public import SystemPackage

/// A file made in a folder of our own, seen through the same instance as everything else: when its event
/// arrives, every change made before it has arrived too. watchman calls it a cookie.
enum SyncPoint {
    static let prefix = Array("cookie-".utf8)

    static func name(_ number: UInt64) -> FileName { FileName("cookie-\(number)") }

    /// Makes the file and takes it away again; its making is the event. Returns 0 or an errno.
    static func place(_ number: UInt64, in folder: FilePath) -> CInt {
        folder.child(name(number)).withPlatformString { path in
            // One that a crash left behind would make no event.
            unlink(path)
            let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return errno }
            close(descriptor)
            unlink(path)
            return 0
        }
    }
}

extension RawEvent {
    /// The number, when this is the making of a sync point.
    var syncPoint: UInt64? {
        guard has(IN_CREATE), !has(IN_ISDIR), name.bytes.starts(with: SyncPoint.prefix) else {
            return nil
        }
        let digits = name.bytes.dropFirst(SyncPoint.prefix.count)
        return UInt64(String(decoding: digits, as: UTF8.self))
    }
}

extension InotifyWatcher {
    /// Watches a folder of our own, made when missing, for sync points. It may lie inside a source.
    ///
    /// - Throws: ``WatchError/noSyncPoint(folder:code:)``, ``WatchError/stopped``.
    public func watchCookies(in folder: FilePath) throws(WatchError) {
        let group = try group()
        let code = folder.withPlatformString { path -> CInt in
            mkdir(path, 0o700) == 0 || errno == EEXIST ? 0 : errno
        }
        guard code == 0 else { throw .noSyncPoint(folder: folder.display, code: code) }
        // Under the lock, so that its first event finds it known; this folder is our own, it cannot hang.
        try enterCookies(in: folder) {
            folder.withPlatformString {
                inotify_add_watch(group.descriptor, $0, EventMask.cookies)
            }
        }
    }

    /// Asks for ``Change/cookie(_:)`` of this number after everything that has happened so far.
    /// When an ``Change/overflow`` arrives first, ask again: the kernel may have dropped it.
    ///
    /// - Throws: ``WatchError/noSyncPoint(folder:code:)`` also when no folder is watched for them.
    public func placeCookie(_ number: UInt64) throws(WatchError) {
        guard let folder = cookieFolder else { throw .noSyncPoint(folder: "", code: ENOENT) }
        let code = SyncPoint.place(number, in: folder)
        guard code == 0 else { throw .noSyncPoint(folder: folder.display, code: code) }
    }
}

import AudiowatchCore
import CLinux
import Foundation
import Glibc
import Synchronization
public import SystemPackage

/// Tells when one small file may say something else than before, by an inotify instance of its own: the
/// configuration. Never for the user's music.
///
/// Watched is the folder, since editors put a new file in the place of the old one; where the file is a symbolic
/// link (a folder of dotfiles), the folder of what it points to as well; and where a folder is missing, the nearest
/// one above it. Wakes nobody while nothing changes.
public final class FileWatcher: Sendable {
    private let instance: CInt
    private let bell: CInt
    private let ended = DispatchSemaphore(value: 0)
    private let isStopped = Atomic<Bool>(false)

    /// Saving is several steps for most editors: told is what rests for so long…
    private static let rest: Duration = .milliseconds(100)
    /// …or what has been going on for so long.
    private static let patience: Duration = .seconds(1)

    /// Starts a thread of its own, which calls `changed` some time after each change, once for several that follow
    /// closely. `changed` must not stop the watcher.
    ///
    /// - Throws: ``WatchError/noInstanceLeft(limit:advice:)``, ``WatchError/noDescriptorLeft``,
    ///   ``WatchError/unavailable(code:)``.
    public init(_ file: FilePath, changed: @escaping @Sendable () -> Void) throws(WatchError) {
        instance = inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
        guard instance >= 0 else {
            let code = errno
            let limits = WatchLimits.read()
            throw code == EMFILE
                ? .noInstanceLeft(limit: limits.instances, advice: limits.instanceAdvice)
                : .unavailable(code: code)
        }
        bell = clinux_wakeup_open()
        guard bell >= 0 else {
            close(instance)
            throw .noDescriptorLeft
        }
        var loop = FileWatchLoop(instance: instance, bell: bell, file: file)
        loop.watch()
        let (ended, ready) = (ended, loop)
        let thread = Thread {
            clinux_thread_name("configuration")
            defer { ended.signal() }
            var loop = ready
            while loop.waitForChange(rest: FileWatcher.rest, patience: FileWatcher.patience) {
                changed()
            }
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    deinit {
        stop()
    }

    /// Ends the thread and returns when it has ended; further calls do nothing.
    public func stop() {
        guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        clinux_wakeup_ring(bell)
        ended.wait()
        close(instance)
        close(bell)
    }
}

/// The thread's part: which folders are watched for which name. Confined to it once it runs.
private struct FileWatchLoop {
    let instance: CInt
    let bell: CInt
    let file: FilePath
    /// Names that matter in the folder of each watch.
    private var names: [CInt: Set<[UInt8]>] = [:]

    /// Links from link to link that are followed, as many as the kernel follows.
    private static let longestChain = 40
    /// What may change what the file says, or what its path leads to.
    private static let mask = UInt32(
        IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB
            | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

    init(instance: CInt, bell: CInt, file: FilePath) {
        (self.instance, self.bell, self.file) = (instance, bell, file)
    }

    /// Watches the folders that matter now, and no others.
    mutating func watch() {
        var wanted: [CInt: Set<[UInt8]>] = [:]
        var path = file
        for _ in 0..<FileWatchLoop.longestChain {
            if let (watch, name) = watch(path) { wanted[watch, default: []].insert(name) }
            guard let target = link(path) else { break }
            path = target
        }
        for watch in names.keys where wanted[watch] == nil { inotify_rm_watch(instance, watch) }
        names = wanted
    }

    /// Watches the folder of a path, or the nearest one above that is there, and says for which name.
    private func watch(_ path: FilePath) -> (CInt, [UInt8])? {
        var folder = path
        while let name = folder.lastComponent {
            folder.removeLastComponent()
            let watch = folder.withPlatformString {
                inotify_add_watch(instance, $0, FileWatchLoop.mask)
            }
            if watch >= 0 {
                return (watch, name.withPlatformString { Array(String(cString: $0).utf8) })
            }
            guard errno == ENOENT || errno == ENOTDIR else { return nil }
        }
        return nil
    }

    private func link(_ path: FilePath) -> FilePath? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = path.withPlatformString { readlink($0, &buffer, buffer.count - 1) }
        guard length > 0 else { return nil }
        let target = buffer.withUnsafeBufferPointer { pointer in
            pointer.baseAddress.map { FilePath(platformString: $0) }
        }
        return target.map { path.removingLastComponent().pushing($0).lexicallyNormalized() }
    }

    /// Waits until the file may have changed, and then until it rests; false when it is over.
    mutating func waitForChange(rest: Duration, patience: Duration) -> Bool {
        var isChanged = false
        var end = ContinuousClock.now
        while true {
            guard let isReadable = wait(isChanged ? rest : nil) else { return false }
            if isChanged, !isReadable || ContinuousClock.now >= end { return true }
            guard isReadable, readEvents() else { continue }
            watch()
            if !isChanged { end = .now + patience }
            isChanged = true
        }
    }

    /// Waits for events, at most so long: whether there are some; nil when it is over.
    private func wait(_ time: Duration?) -> Bool? {
        var both = [
            pollfd(fd: instance, events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
        ]
        let limit = time.map { CInt($0 / .milliseconds(1)) } ?? -1
        let count = poll(&both, nfds_t(both.count), limit)
        guard count >= 0 || errno == EINTR, both[1].revents == 0 else { return nil }
        return count > 0 && both[0].revents != 0
    }

    /// Reads what waits: whether any of it matters.
    private func readEvents() -> Bool {
        var doesMatter = false
        let size = 16_384
        let buffer = UnsafeMutableRawPointer.allocate(
            byteCount: size, alignment: MemoryLayout<inotify_event>.alignment)
        defer { buffer.deallocate() }
        while true {
            let count = read(instance, buffer, size)
            guard count > 0 else { return doesMatter }
            var offset = 0
            while offset + MemoryLayout<inotify_event>.size <= count {
                let event = (buffer + offset).assumingMemoryBound(to: inotify_event.self)
                let raw = RawEvent(copying: event)
                offset += MemoryLayout<inotify_event>.size + Int(event.pointee.len)
                // Without a name: the folder itself went, or news was dropped.
                doesMatter =
                    doesMatter
                    || (raw.name.bytes.isEmpty
                        ? !raw.has(IN_ATTRIB) : names[raw.watch]?.contains(raw.name.bytes) ?? false)
            }
        }
    }
}

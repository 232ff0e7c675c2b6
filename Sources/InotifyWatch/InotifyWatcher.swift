public import AudiowatchCore
import CInotify
import Glibc
import Synchronization
public import SystemPackage

/// The process's one inotify instance: watched directories in, ``Change``s out.
///
/// Its thread only copies events into memory. Watches are made and removed from any thread, by the open
/// directory and not by a path, so that a rename meanwhile cannot make us watch another one.
public final class InotifyWatcher: Sendable {
    private let loop: WatchLoop

    /// Makes the instance. Early in the process: the library needs a descriptor below 1024.
    ///
    /// `deliver` is called on the watcher's own thread with changes in the kernel's order. It must be quick
    /// (the kernel's queue fills meanwhile) and must not stop the watcher.
    ///
    /// `faults` are a test's; see ``WatchFaults``.
    ///
    /// - Throws: ``WatchError/alreadyWatching`` when this process has one already,
    ///   ``WatchError/noInstanceLeft(limit:advice:)``, ``WatchError/noDescriptorLeft``,
    ///   ``WatchError/unavailable(code:)``.
    public init(
        faults: WatchFaults = WatchFaults(), deliver: @escaping @Sendable ([Change]) -> Void
    ) throws(WatchError) {
        loop = try WatchLoop(faults: faults, deliver: deliver)
    }

    deinit {
        loop.stop()
    }

    /// Starts delivering, on a thread of its own; further calls do nothing.
    public func start() {
        loop.start()
    }

    /// Ends the instance with all its watches, and returns when its thread has ended: nothing is delivered
    /// afterwards, and another watcher may be made. Further calls do nothing.
    public func stop() {
        loop.stop()
    }

    /// True while the directory has a watch.
    public func isWatched(_ directory: Directory.ID) -> Bool {
        loop.state.withLock { $0.table.isWatched(directory) }
    }

    /// Watches an open directory, and only then is it to be listed: what comes between is seen twice, never not at all.
    ///
    /// Blocks as long as the disk does: call it on the source's own thread. A watch that the same
    /// directory number had on another inode ends. `isWanted` is asked when the watch has been made and before it
    /// counts: whoever answered false may have had its place taken while the disk kept it waiting.
    ///
    /// - Throws: ``WatchError/refused(code:)`` (EACCES, ENOENT for one that is removed, EIO, …),
    ///   ``WatchError/stopped``.
    public func watch(
        descriptor: CInt, as directory: Directory.ID, of source: Source.ID,
        isWanted: @autoclosure () -> Bool = true
    ) throws(WatchError) -> WatchResult {
        let group = try loop.state.withLock { state throws(WatchError) in
            guard let group = state.group else { throw .stopped }
            state.table.beginAdding()
            return group
        }
        defer { loop.state.withLock { $0.table.endAdding() } }
        for _ in 0..<Self.patience {
            let watch = add(descriptor, to: group)
            switch watch {
            case 0...: break
            case -ENOSPC: return .limitReached(advice: WatchLimits.read().advice)
            default: throw .refused(code: -watch)
            }
            let (entered, isReady) = loop.state.withLock { state in
                guard isWanted() else {
                    return (state.table.refuse(watch), state.table.hasReady)
                }
                return (state.table.enter(watch, as: directory, of: source), state.table.hasReady)
            }
            if isReady { loop.ring() }
            switch entered {
            case .entered(let old):
                if let old { group.remove(old) }
                return .watched
            case .known(let source, let directory):
                return .alreadyWatched(source: source, directory: directory)
            case .refused(let new):
                if let new { group.remove(new) }
                throw .stopped
            case .vanishing:
                sched_yield()
            }
        }
        throw .refused(code: EBUSY)
    }

    /// How often a watch that another thread is removing at this moment is waited for.
    private static let patience = 1_000

    private func add(_ directory: CInt, to group: InotifyGroup) -> CInt {
        let new = group.add(directory, mask: EventMask.directory | EventMask.onlyNew)
        // Asked again without that flag, the kernel tells which watch it has.
        return new == -EEXIST ? group.add(directory, mask: EventMask.directory) : new
    }

    /// Watches a directory no longer; what it still reports is dropped.
    public func unwatch(_ directory: Directory.ID) {
        let (group, watch) = loop.state.withLock { ($0.group, $0.table.retire(directory)) }
        if let group, let watch { group.remove(watch) }
    }

    /// Watches nothing of a source any longer.
    public func unwatch(source: Source.ID) {
        let (group, watches) = loop.state.withLock { ($0.group, $0.table.retire(all: source)) }
        guard let group else { return }
        for watch in watches { group.remove(watch) }
    }

    /// How many directories of a source are watched.
    public func watched(_ source: Source.ID) -> Int {
        loop.state.withLock { $0.table.count(of: source) }
    }

    /// How many directories are watched.
    public var watched: Int { loop.state.withLock { $0.table.count } }

    /// How often the kernel's queue was full.
    public var overflows: Int { loop.state.withLock { $0.table.overflows } }

    /// Events that belonged to no directory we know; more than 0 means that some source is not fully watched.
    public var unknownEvents: Int { loop.state.withLock { $0.table.unknown } }

    /// The kernel's limits for this user, as they are now.
    public var limits: WatchLimits { WatchLimits.read() }

    /// The folder that sync points are made in, once ``watchCookies(in:)`` was called.
    public var cookieFolder: FilePath? { loop.state.withLock { $0.cookieFolder } }

    func group() throws(WatchError) -> InotifyGroup {
        guard let group = loop.state.withLock({ $0.group }) else { throw .stopped }
        return group
    }

    func enterCookies(in folder: FilePath, adding: () -> CInt) throws(WatchError) {
        let code = loop.state.withLock { state -> CInt in
            let watch = adding()
            guard watch >= 0 else { return errno }
            state.table.cookieWatch = watch
            state.cookieFolder = folder
            return 0
        }
        guard code == 0 else { throw .noSyncPoint(folder: folder.display, code: code) }
    }
}

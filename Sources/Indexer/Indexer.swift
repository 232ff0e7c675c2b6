public import AudiowatchCore
import Dispatch
import Foundation
import InotifyWatch
import LocalDisk
public import Logging
import ProbeClient
public import SQLiteCatalog
import Synchronization
import SystemPackage

/// Keeps one catalogue equal to the disk: it watches, looks, reads and writes, on threads of its own.
///
/// ``start()`` returns when everything runs; ``stop(within:)`` loses nothing, since what is not written
/// yet is in the durable queue or will be found by the next start.
public final class Indexer: Sendable {
    let parts: IndexerParts
    let workers: WorkerPool
    let pace = Pace()
    let syncPoints = SyncPoints()
    let writer: CatalogWriter
    private let coordinator = Mailbox<CoordinatorMessage>()
    private let writerThread = Mutex<NamedThread?>(nil)
    private let mounts = Mutex<MountWatcher?>(nil)
    private let wallClock = Mutex<ClockWatcher?>(nil)
    private let publish: @Sendable ([CatalogEvent]) -> Void
    private let failures = AsyncStream<any Error>.makeStream()

    /// Takes over the catalogue's writer. Nothing runs yet. Reads the catalogue: blocks.
    ///
    /// - Throws: ``CatalogError``, and `WatchError` when the kernel's instance or file limits are reached.
    public init(
        catalog: Catalog, options: IndexerOptions, log: Logger,
        publish: @escaping @Sendable ([CatalogEvent]) -> Void
    ) throws {
        let writer = catalog.writer
        let mailbox = coordinator
        let clock = CatalogClock(after: try catalog.latestTime())
        let adopted = try writer.adopt(options.plan.sources)
        let board = JobBoard(
            workers: options.workers, sources: Set(adopted.map(\.id)),
            fetch: { limit, taken, without in
                let now = clock.now()
                do {
                    let jobs = try catalog.readyJobs(
                        limit: limit, excluding: taken, without: without, at: now)
                    let next = jobs.isEmpty ? try catalog.nextJobTime(after: now) : nil
                    return JobBoard.Fetched(jobs: jobs, next: next)
                } catch {
                    log.error("cannot read the queue: \(error)")
                    return JobBoard.Fetched(jobs: [], next: now.advanced(by: .seconds(1)))
                }
            })
        let parts = IndexerParts(
            catalog: catalog, sources: IndexedSources(options.plan), clock: clock,
            writer: Mailbox(), coordinator: mailbox, board: board,
            watcher: options.isWatching
                ? try InotifyWatcher(faults: options.faults) { mailbox.send(.changes($0)) } : nil,
            numbers: DirectoryNumbers(after: try catalog.maxDirectoryID()),
            options: options,
            log: log)
        parts.sources.replace(
            by: adopted.compactMap { SourceThread($0, in: options.plan, parts: parts) },
            options.plan)
        self.parts = parts
        self.writer = writer
        self.publish = publish
        let failures = failures.continuation
        workers = WorkerPool(
            size: options.workers, parts: parts,
            unable: {
                failures.yield($0)
                failures.finish()
            })
    }

    /// Starts every thread, and a first reconcile of every source when there is a watch to begin with.
    public func start() throws {
        let thread = NamedThread("writer") { [parts, writer, syncPoints, pace, publish] in
            WriterThread(
                writer: writer, parts: parts, syncPoints: syncPoints, pace: pace,
                publish: publish,
                refused: { id in
                    // Another thread may take its place meanwhile: the one that is there afterwards passes them.
                    let numbers = syncPoints.again(passing: id)
                    guard let thread = parts.sources.thread(id) else { return }
                    thread.send(.refused)
                    for number in numbers { thread.send(.syncPoint(number)) }
                }
            ).run()
        }
        writerThread.withLock { $0 = thread }
        for source in parts.sources.all { begin(source) }
        _ = NamedThread("coordinator") { [parts, syncPoints, coordinator] in
            Coordinator(parts: parts, syncPoints: syncPoints).run(coordinator)
        }
        _ = workers.start()
        guard let watcher = parts.watcher else { return }
        try watcher.watchCookies(in: parts.options.stateFolder)
        watcher.start()
        let mailbox = coordinator
        let watched = try MountWatcher { mailbox.send(.mountsChanged) }
        mounts.withLock { $0 = watched }
        let clock = try ClockWatcher { mailbox.send(.clockJumped) }
        wallClock.withLock { $0 = clock }
        scan(parts.sources.ids, .start)
    }

    /// Starts the thread of a source, which first asks what stands at its path.
    func begin(_ source: SourceThread) {
        source.start(stir: workers.stir)
        source.send(.checkIdentity)
    }

    /// Why no file can be read any more, when that comes about: the helper is gone, or another version's. Waits
    /// for it until the task is cancelled. For one caller.
    public func failure() async -> (any Error)? {
        for await failure in failures.stream { return failure }
        return nil
    }

    /// Asks for whole sources to be looked at.
    func scan(_ ids: [Source.ID], _ reason: ScanReason) {
        coordinator.send(.scan(ids, reason))
    }

    /// Begins a sync point; `isComplete` is called once, on the writer's thread.
    func beginSyncPoint(_ isComplete: @escaping @Sendable () -> Void) -> UInt64 {
        let number = syncPoints.begin(
            passing: parts.sources.ids, isComplete: isComplete)
        coordinator.send(.syncPoint(number))
        return number
    }

    func cancelSyncPoint(_ number: UInt64) {
        syncPoints.cancel(number)
    }

    /// Stops handing out jobs, or goes on.
    public func setPaused(_ isPaused: Bool) {
        parts.board.setPaused(isPaused)
    }

    private func waitForSources(until end: ContinuousClock.Instant) {
        let sources = parts.sources.all
        while ContinuousClock.now < end {
            let waits = sources.filter(\.isAtWork).map(\.standing.waiting)
            guard waits.contains(where: { ($0 ?? .zero) < WorkShares.patience }) else { break }
            Bell.pause(.milliseconds(5))
        }
        for source in sources where source.isAtWork {
            parts.log.warning("\(source.context.source.name): its disk does not answer: leaving it")
        }
    }

    /// Ends every thread, at most in `time`; a thread that hangs in a dead mount is left behind. Blocks.
    public func stop(within time: Duration) {
        mounts.withLock { $0?.stop() }
        wallClock.withLock { $0?.stop() }
        parts.watcher?.stop()
        coordinator.send(.stop)
        for source in parts.sources.all { source.send(.stop) }
        parts.board.close()
        let start = ContinuousClock.now
        let writer = writerThread.withLock { $0 }
        // What a disk keeps is not waited for, and the writer gets its share of the time in any case.
        waitForSources(until: start + time / 2)
        workers.stop(by: start + time / 2)
        parts.writer.send(.stop)
        let left = max(start + time - .now, time / 4)
        if let writer, !writer.join(within: left) {
            parts.log.warning("the catalogue is not written to the end: the next start goes on")
        }
    }
}

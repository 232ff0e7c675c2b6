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
    let sources: [SourceThread]
    let workers: WorkerPool
    let pace = Pace()
    private let syncPoints = SyncPoints()
    private let coordinator = Mailbox<CoordinatorMessage>()
    private let threads = Mutex<[NamedThread]>([])
    private let mounts = Mutex<MountWatcher?>(nil)
    private let wallClock = Mutex<ClockWatcher?>(nil)
    private let publish: @Sendable ([CatalogEvent]) -> Void
    private let writer: CatalogWriter
    private let failures = AsyncStream<any Error>.makeStream()

    /// Takes over the catalogue's writer. Nothing runs yet. Reads the catalogue: blocks.
    ///
    /// - Throws: ``CatalogError``, and `WatchError` when the kernel's instance or file limits are reached.
    public init(
        catalog: Catalog, sources: [Source], options: IndexerOptions, log: Logger,
        publish: @escaping @Sendable ([CatalogEvent]) -> Void
    ) throws {
        let writer = catalog.writer
        let mailbox = coordinator
        let clock = CatalogClock(after: try catalog.latestTime())
        let adopted = try writer.adopt(sources)
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
            catalog: catalog, clock: clock,
            writer: Mailbox(), coordinator: mailbox, board: board,
            watcher: options.isWatching
                ? try InotifyWatcher(faults: options.faults) { mailbox.send(.changes($0)) } : nil,
            numbers: DirectoryNumbers(after: try catalog.maxDirectoryID()),
            options: options,
            log: log)
        let contexts = adopted.compactMap { adopted -> SourceContext? in
            guard let source = sources.first(where: { $0.name == adopted.name }) else { return nil }
            let context = SourceContext(
                id: adopted.id, source: source,
                rules: NameRules(options.rules, source: source, others: sources),
                chosenReading: options.sourcesWithChosenReading.contains(source.name)
                    || source.reading != .full ? source.reading : nil)
            context.standing.withLock { standing in
                standing.identity = adopted.identity
                standing.traits = adopted.identity?.traits ?? .local
            }
            return context
        }
        self.parts = parts
        self.writer = writer
        self.publish = publish
        let sources = contexts.map { SourceThread(context: $0, parts: parts) }
        self.sources = sources
        let failures = failures.continuation
        workers = WorkerPool(
            size: options.workers, parts: parts, sources: sources,
            unable: {
                failures.yield($0)
                failures.finish()
            })
    }

    /// Starts every thread, and a first reconcile of every source when there is a watch to begin with.
    public func start() throws {
        let byID = Dictionary(uniqueKeysWithValues: sources.map { ($0.context.id, $0.context) })
        let threadsByID = Dictionary(uniqueKeysWithValues: sources.map { ($0.context.id, $0) })
        var started: [NamedThread] = []
        started.append(
            NamedThread("writer") { [parts, writer, syncPoints, pace, publish] in
                WriterThread(
                    writer: writer, parts: parts, contexts: byID, syncPoints: syncPoints,
                    pace: pace, publish: publish,
                    refused: { id in
                        guard let thread = threadsByID[id] else { return }
                        thread.send(.refused)
                        for number in syncPoints.again(passing: id) {
                            thread.send(.syncPoint(number))
                        }
                    }
                ).run()
            })
        for source in sources {
            started.append(source.start(stir: workers.stir))
            source.send(.checkIdentity)
        }
        started.append(
            NamedThread("coordinator") { [parts, sources, coordinator] in
                Coordinator(parts: parts, sources: sources).run(coordinator)
            })
        started.append(workers.start())
        threads.withLock { $0 = started }
        guard let watcher = parts.watcher else { return }
        try watcher.watchCookies(in: parts.options.stateFolder)
        watcher.start()
        let mailbox = coordinator
        let watched = try MountWatcher { mailbox.send(.mountsChanged) }
        mounts.withLock { $0 = watched }
        let clock = try ClockWatcher { mailbox.send(.clockJumped) }
        wallClock.withLock { $0 = clock }
        scan(sources.map(\.context.id), .start)
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
            passing: sources.map(\.context.id), isComplete: isComplete)
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
        for source in sources { source.send(.stop) }
        parts.board.close()
        let start = ContinuousClock.now
        let writer = threads.withLock { $0.first }
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

public import AudiowatchCore
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
    let workers: [Worker]
    let pace = Pace()
    private let syncPoints = SyncPoints()
    private let coordinator = Mailbox<CoordinatorMessage>()
    private let threads = Mutex<[NamedThread]>([])
    private let mounts = Mutex<MountWatcher?>(nil)
    private let wallClock = Mutex<ClockWatcher?>(nil)
    private let publish: @Sendable ([CatalogEvent]) -> Void
    private let writer: CatalogWriter

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
        let board = JobBoard(
            fetch: { limit, taken in
                do {
                    return try catalog.readyJobs(
                        limit: limit, excluding: taken, at: clock.now())
                } catch {
                    log.error("cannot read the queue: \(error)")
                    return []
                }
            },
            nextTime: { try? catalog.nextJobTime(after: clock.now()) })
        let parts = IndexerParts(
            catalog: catalog, clock: clock,
            writer: Mailbox(), board: board,
            watcher: options.isWatching
                ? try InotifyWatcher(faults: options.faults) { mailbox.send(.changes($0)) } : nil,
            numbers: DirectoryNumbers(after: try catalog.maxDirectoryID()),
            options: options,
            log: log)
        let contexts = try writer.adopt(sources).compactMap { adopted -> SourceContext? in
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
        let byID = Dictionary(uniqueKeysWithValues: contexts.map { ($0.id, $0) })
        self.parts = parts
        self.writer = writer
        self.publish = publish
        self.sources = contexts.map { SourceThread(context: $0, parts: parts) }
        workers = (1...max(options.workers, 1)).map {
            Worker(number: $0, parts: parts, contexts: byID)
        }
    }

    /// Starts every thread, and a first reconcile of every source when there is a watch to begin with.
    public func start() throws {
        let byID = Dictionary(uniqueKeysWithValues: sources.map { ($0.context.id, $0.context) })
        var started: [NamedThread] = []
        started.append(
            NamedThread("writer") { [parts, writer, syncPoints, pace, publish] in
                WriterThread(
                    writer: writer, parts: parts, contexts: byID, syncPoints: syncPoints,
                    pace: pace, publish: publish
                ).run()
            })
        for source in sources {
            started.append(source.start())
            source.send(.checkIdentity)
        }
        started.append(
            NamedThread("coordinator") { [parts, sources, coordinator] in
                Coordinator(parts: parts, sources: sources).run(coordinator)
            })
        started += workers.map { $0.start() }
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

    /// Ends every thread, at most in `time`; a thread that hangs in a dead mount is left behind. Blocks.
    public func stop(within time: Duration) {
        mounts.withLock { $0?.stop() }
        wallClock.withLock { $0?.stop() }
        parts.watcher?.stop()
        coordinator.send(.stop)
        for source in sources { source.send(.stop) }
        parts.board.close()
        let end = ContinuousClock.now + time
        let all = threads.withLock { $0 }
        for thread in all.dropFirst() {
            if !thread.join(within: max(end - .now, .milliseconds(1))) {
                parts.log.warning("a thread still waits for a disk: leaving it")
            }
        }
        parts.writer.send(.stop)
        _ = all.first?.join(within: max(end - .now, .seconds(1)))
    }
}

public import AudiowatchCore
import InotifyWatch
import Synchronization

/// How an indexer stands at one moment: what it knows without asking the catalogue.
public struct IndexerFigures: Sendable {
    /// How one source stands.
    public struct OfSource: Sendable {
        /// Its row.
        public var id: Source.ID
        /// As configured.
        public var source: Source
        /// Online or not, and why.
        public var state: SourceState
        /// Said when most of its files went at once since the start.
        public var massDeletion: String?
        /// How much of a file is read.
        public var reading: Source.Reading
        /// A system call to its disk has not come back for a while.
        public var isSilent: Bool
        /// Directories with a watch.
        public var watched: Int
        /// How well its changes are noticed.
        public var health: SourceHealth
        /// Directories that cannot be listed.
        public var unreadable: Int
        /// Times the kernel dropped changes.
        public var overflows: Int
        /// When the disk last told of a change.
        public var lastChange: CatalogTime?
        /// The latest scan.
        public var scan: ScanFigures?
        /// Scans begun, by reason.
        public var rescans: [ScanReason: Int]
        /// When the whole source was last compared to the end.
        public var lastReconcile: CatalogTime?
        /// When it is looked at without being told to; nil when it never is.
        public var schedule: RescanSchedule?
        /// Directories listed since the start.
        public var listings: [ListingCause: Int]
    }

    /// Every source, in the order of the configuration.
    public var sources: [OfSource]
    /// A job in the hands of a worker.
    public struct InWork: Sendable {
        /// The job.
        public var job: Job
        /// Seconds since 1970 UTC.
        public var since: Double
    }

    /// Jobs in the hands of workers, the oldest first.
    public var inWork: [InWork]
    /// Workers busy with a file.
    public var working: Int { inWork.count }
    /// Probe helpers that run.
    public var helpers: Int
    /// Probe helpers that had to be started anew.
    public var restarts: Int
    /// The helpers' sandbox: `full`, or what is missing from the weakest; nil while none runs.
    public var sandbox: String?
    /// Files opened for reading since the start.
    public var opened: Int
    /// Files probed since the start.
    public var probes: Int
    /// Jobs done a second.
    public var perSecond: Double
    /// Jobs done since the start.
    public var done: Int
    /// Watches in use, over all sources.
    public var watched: Int
    /// Watches that the kernel allows this user; nil when it does not say.
    public var watchLimit: Int?
    /// True while no jobs are handed out because the user asked for it.
    public var isPaused: Bool

    /// True while any source is walked as a whole.
    public var isScanning: Bool {
        sources.contains { $0.scan.map { $0.finishedAt == nil } ?? false }
    }
}

extension Indexer {
    /// How everything stands now. Cheap: reads memory, and two small files of the kernel's.
    public var figures: IndexerFigures {
        let working = workers.figures
        let totals = workers.totals
        return IndexerFigures(
            sources: parts.sources.all.map { thread in
                let standing = thread.context.standing.withLock { $0 }
                return IndexerFigures.OfSource(
                    id: thread.context.id, source: thread.context.source, state: standing.shown,
                    massDeletion: standing.massDeletion, reading: thread.context.reading(),
                    isSilent: standing.isSilent,
                    watched: parts.watcher?.watched(thread.context.id) ?? 0,
                    health: standing.health, unreadable: standing.unreadable,
                    overflows: standing.overflows, lastChange: standing.lastChange,
                    scan: standing.scan, rescans: standing.rescans,
                    lastReconcile: standing.lastReconcile, schedule: standing.schedule,
                    listings: standing.listings)
            },
            inWork: working.compactMap(\.work).map { .init(job: $0.job, since: $0.since) }
                .sorted { $0.since < $1.since },
            helpers: working.count(where: \.hasHelper),
            restarts: totals.restarts,
            sandbox: working.compactMap(\.sandbox).max { $0 == "full" && $1 != "full" },
            opened: totals.opened, probes: totals.probes,
            perSecond: pace.perSecond, done: pace.total, watched: parts.watcher?.watched ?? 0,
            watchLimit: parts.watcher?.limits.watches, isPaused: parts.board.isPaused)
    }
}

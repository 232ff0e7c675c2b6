import AudiowatchCore
import DequeModule
import Dispatch
import LocalDisk
import Logging
import SQLiteCatalog
import Synchronization

/// What the catalogue's only writer may be asked. The order of sending is the order of writing.
enum WriterMessage: Sendable {
    case report(DirectoryReport, written: DispatchSemaphore)
    case finished(FinishedJob)
    case state(Source.ID, SourceState)
    case identity(Source.ID, FileSystemIdentity)
    case scanStarted(Source.ID, ScanReason, at: CatalogTime)
    case scanFinished(Source.ID, at: CatalogTime)
    /// Everything that one source had to say before this sync point is in the mailbox already.
    case syncPoint(UInt64, Source.ID)
    /// Anything else that changes rows, on the writer's thread and in its order.
    case perform(@Sendable (CatalogWriter) -> Void)
    case stop
}

/// The thread that owns the catalogue's writer. What has come in while it was writing is the next
/// transaction; while workers have plenty to do it lets some more come in first. Alone a result never waits.
final class WriterThread {
    /// Reports and results in one transaction at the most: readers see fresh rows, and the log stays small.
    static let batch = 1_000
    /// How long results may wait for company while there is a queue. A transaction for every one of twenty
    /// thousand files costs several times what all else does; nobody sees 20 ms.
    static let company: Duration = .milliseconds(20)
    /// The same for what nobody waits for, the results of a scan: each transaction writes every page of the
    /// indexes that it touches anew, and has every reader read them again.
    static let longCompany: Duration = .milliseconds(160)

    private let writer: CatalogWriter
    private let parts: IndexerParts
    private let syncPoints: SyncPoints
    private let pace: Pace
    private let publish: @Sendable ([CatalogEvent]) -> Void
    private let refused: @Sendable (Source.ID) -> Void
    private let mounts: MountChanges?
    private var deletions = DeletionWatch()
    /// When something that somebody waits for was last in hand.
    private var urgentAt: ContinuousClock.Instant?
    private var news: [CatalogNews] = []
    private var written: [DispatchSemaphore] = []

    init(
        writer: CatalogWriter, parts: IndexerParts, syncPoints: SyncPoints, pace: Pace,
        publish: @escaping @Sendable ([CatalogEvent]) -> Void,
        refused: @escaping @Sendable (Source.ID) -> Void
    ) {
        self.writer = writer
        self.parts = parts
        self.syncPoints = syncPoints
        self.pace = pace
        self.publish = publish
        self.refused = refused
        do {
            mounts = try MountChanges()
        } catch {
            mounts = nil
            parts.log.warning("mounts are noticed a moment late: \(error)")
        }
    }

    /// Runs until told to stop; everything sent before that is written.
    func run() {
        var mayStop = false
        while !mayStop {
            for message in parts.writer.receive() { take(message, &mayStop) }
            parts.writerPulse.beat()
            waitForCompany(&mayStop)
            flush()
            settleSyncPoints()
        }
        // Whoever waits for an answer gets it.
        for message in parts.writer.close() { take(message, &mayStop) }
        flush()
    }

    private func waitForCompany(_ mayStop: inout Bool) {
        var waited: Duration = .zero
        while !mayStop, !news.isEmpty, parts.board.isBusy {
            if news.contains(where: \.isUrgent) { urgentAt = .now }
            // What comes of an urgent look may be the result of a job that was handed out before.
            let isUrgent = urgentAt.map { .now - $0 < .seconds(1) } ?? false
            guard waited < (isUrgent ? WriterThread.company : WriterThread.longCompany),
                // A source whose reports all wait here hears nothing meanwhile.
                written.count < SourceReconciler.reportsInFlight
            else { return }
            Bell.pause(WriterThread.company)
            waited += WriterThread.company
            for message in parts.writer.takeNow() { take(message, &mayStop) }
        }
    }

    private func take(_ message: WriterMessage, _ mayStop: inout Bool) {
        switch message {
        case .finished(let job):
            news.append(.finished(job))
            flushIfFull()
        case .report(let report, let semaphore):
            news.append(.report(report))
            written.append(semaphore)
            flushIfFull()
        case .state(let id, let state):
            perform("state") { try writer.setState(state, of: id) }
        case .identity(let id, let identity):
            perform("identity") { try writer.setIdentity(identity, of: id) }
        case .scanStarted(let id, let reason, let time):
            writer.scanStarted(id, reason, at: time)
        case .scanFinished(let id, let time):
            writer.scanFinished(id, at: time)
            perform("scan") { try writer.recordFirstScan(of: id) }
        case .syncPoint(let number, let source):
            perform("settling files") { try writer.askForSettling(source) }
            parts.board.filled(isUrgent: true)
            syncPoints.passed(number, by: source)
        case .perform(let body):
            flush()
            body(writer)
        case .stop:
            mayStop = true
        }
    }

    private func perform(_ what: String, _ body: () throws -> Void) {
        flush()
        attempt(what, body)
    }

    private func flushIfFull() {
        if news.count >= WriterThread.batch { flush() }
    }

    /// Writes what has come together: reports and results in their order, in one transaction.
    private func flush() {
        guard !news.isEmpty else { return }
        let batch = news
        news = []
        let generations = generations
        let written = write(batch, "what was found") {
            tell(
                try writer.write(
                    $0, generations: generations, at: parts.clock.now(),
                    jitter: Double.random(in: 0...1), refused: refused))
        }
        for semaphore in self.written { semaphore.signal() }
        self.written = []
        tellBoard(batch, written)
    }

    /// A result that could not be written keeps its job taken: the next start does it anew, and no sooner,
    /// or it would be done again and again.
    private func tellBoard(_ batch: [CatalogNews], _ written: [CatalogNews]) {
        let finished = written.compactMap { if case .finished(let job) = $0 { job } else { nil } }
        parts.unread.written(finished)
        let lost = batch.count { if case .finished = $0 { true } else { false } } - finished.count
        if !finished.isEmpty || lost > 0 {
            pace.finished(finished.count)
            parts.board.finished(finished.map(\.job.id), lost: lost)
        }
        let reports = batch.compactMap { if case .report(let report) = $0 { report } else { nil } }
        guard !reports.isEmpty else { return }
        parts.board.filled(isUrgent: reports.contains(where: \.isUrgent))
    }

    /// Has listeners told of what was committed, and the user when most of a source has gone.
    private func tell(_ events: [CatalogEvent]) {
        publish(events)
        let found = deletions.note(events, at: .now) { name in
            (try? parts.catalog.presentFiles(in: name)) ?? .max
        }
        for deletion in found {
            parts.log.warning("\(deletion.source): \(deletion.text)")
            for source in parts.sources.all where source.context.source.name == deletion.source {
                source.context.standing.withLock { $0.massDeletion = deletion.text }
            }
            attempt("a mass deletion") { try writer.record(deletion, at: parts.clock.now()) }
        }
    }

    /// The mount generations of now: a mount that nobody was told of yet counts too.
    private var generations: [Source.ID: Int64] {
        let contexts = parts.sources.all.map(\.context)
        if let mounts, mounts.haveHappened() {
            for context in contexts { context.mountsChanged() }
        }
        return Dictionary(uniqueKeysWithValues: contexts.map { ($0.id, $0.mountGeneration) })
    }

    /// Writes a batch; when one thing in it cannot be written, the others are, one by one. Returns what was.
    @discardableResult
    private func write<Thing>(
        _ batch: [Thing], _ what: String, _ body: ([Thing]) throws -> Void
    ) -> [Thing] {
        if attempt(what, { try body(batch) }) { return batch }
        guard batch.count > 1 else { return [] }
        return batch.filter { thing in attempt(what) { try body([thing]) } }
    }

    /// Tries until it is written: a full disk or a lock held by someone else passes, and nothing may be
    /// lost. False when the catalogue will not have it at all.
    @discardableResult
    private func attempt(_ what: String, _ body: () throws -> Void) -> Bool {
        var pause: Duration = .milliseconds(50)
        while true {
            parts.writerPulse.beat()
            do {
                try body()
                return true
            } catch {
                guard let error = error as? CatalogError, error.isTransient else {
                    parts.log.error("cannot write \(what): \(error)")
                    return false
                }
                parts.log.warning("cannot write \(what), trying again: \(error)")
                pause = min(pause * 2, .seconds(5))
                Bell.pause(pause)
            }
        }
    }

    private func settleSyncPoints() {
        guard syncPoints.areListed else { return }
        do {
            guard try parts.catalog.pendingJobs(at: parts.clock.now(), upTo: 1) == 0 else { return }
            try writer.regroupCommonNames()
            syncPoints.complete()
        } catch {
            parts.log.error("cannot count the jobs: \(error)")
        }
    }
}

extension CatalogNews {
    /// True when somebody waits for it.
    fileprivate var isUrgent: Bool {
        switch self {
        case .report(let report): report.isUrgent
        case .finished(let finished): ![.scan, .digest].contains(finished.job.priority)
        }
    }
}

extension DirectoryReport {
    /// True when somebody waits for what it asks for.
    fileprivate var isUrgent: Bool {
        changes.contains {
            guard case .look(let request) = $0 else { return false }
            return [.live, .settling].contains(request.priority)
        }
    }
}

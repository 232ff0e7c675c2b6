public import AudiowatchCore
import GRDB
import Synchronization

/// Changes the catalogue. Each verb is one transaction: all of it is written, or none; each blocks.
///
/// For the catalogue's one writer thread. What a transaction decides, it decides from rows read inside it,
/// so results may come late, twice or in any order.
public final class CatalogWriter: Sendable {
    let catalog: Catalog
    /// Lost with the process, which only leaves a few deleted rows more.
    private let displaced = Mutex<[Displaced]>([])
    /// Begun and ended since the start: see ``scanFinished(_:at:)``.
    let scans = Mutex(ScanTimes())

    init(_ catalog: Catalog) {
        self.catalog = catalog
    }

    /// Writes what reconciles of directories decided, and returns what listeners should know.
    ///
    /// `generations` are the mount generations of now: a directory that a listing of an older one says is
    /// gone stays, and `refused` is told after the commit. Nil checks none.
    public func apply(
        _ reports: [DirectoryReport], generations: [Source.ID: Int64]? = nil,
        refused: (Source.ID) -> Void = { _ in }
    ) throws(CatalogError) -> [CatalogEvent] {
        guard let at = reports.map(\.listedAt).max() else { return [] }
        return try edit(at: at, generations: generations, refused: refused) { edit in
            for report in reports { try edit.apply(report) }
        }
    }

    /// Writes what came of jobs, each job leaving in the same transaction unless it was asked for again
    /// meanwhile or has to be done again, and returns what listeners should know.
    ///
    /// `generations` are the mount generations of now: no file is marked deleted on evidence of an older
    /// one, or of a source that is not among them. `jitter` (0…1) spreads retries.
    public func finish(
        _ finished: [FinishedJob], generations: [Source.ID: Int64], at now: CatalogTime,
        jitter: Double
    ) throws(CatalogError) -> [CatalogEvent] {
        guard !finished.isEmpty else { return [] }
        return try edit(at: now, generations: generations) { edit in
            for job in finished { try edit.finish(job, jitter: jitter) }
        }
    }

    /// Writes reports and results in the order they came, as ``apply(_:generations:)`` and
    /// ``finish(_:generations:at:jitter:)`` do: a walk and the work it leads to share their transactions.
    public func write(
        _ news: [CatalogNews], generations: [Source.ID: Int64], at now: CatalogTime, jitter: Double,
        refused: (Source.ID) -> Void = { _ in }
    ) throws(CatalogError) -> [CatalogEvent] {
        guard !news.isEmpty else { return [] }
        return try edit(at: now, generations: generations, refused: refused) { edit in
            for one in news {
                switch one {
                case .report(let report): try edit.apply(report)
                case .finished(let job): try edit.finish(job, jitter: jitter)
                }
            }
        }
    }

    /// Adds jobs to the queue, or asks again for those that are in it.
    public func enqueue(_ requests: [JobRequest]) throws(CatalogError) {
        guard !requests.isEmpty else { return }
        try catalog.write { db in
            for request in requests { try JobRows.enqueue(request, in: db) }
        }
    }

    /// Has the files of a source that may still be being written examined now, as they are: a sync point asks.
    public func askForSettling(_ source: Source.ID) throws(CatalogError) {
        try catalog.write { db in try JobRows.askForSettling(source, in: db) }
    }

    /// Tries the file of a problem again at once. False when there is no such problem, or none of a file.
    @discardableResult
    public func retry(problem: Int64) throws(CatalogError) -> Bool {
        try catalog.write { db in try ProblemRows.retry(problem, in: db) }
    }

    /// Regroups the near duplicates of names that too many contents share for doing it at every change.
    /// Call it when nothing waits. Returns how many names it did.
    @discardableResult
    public func regroupCommonNames() throws(CatalogError) -> Int {
        let names = try catalog.read { try NearRows.waiting($0) }
        for name in names {
            try catalog.write { db in try NearRows.regroupWhole(name, in: db) }
        }
        return names.count
    }

    private func edit(
        at time: CatalogTime, generations: [Source.ID: Int64]?,
        refused: (Source.ID) -> Void = { _ in }, _ body: (Edit) throws -> Void
    ) throws(CatalogError) -> [CatalogEvent] {
        let known = displaced.withLock { $0 }
        let times = scans.withLock { $0 }
        let edit = try catalog.write { db in
            let edit = Edit(
                db, at: time, generations: generations, chunk: catalog.chunk, displaced: known)
            try body(edit)
            try edit.complete()
            try times.write(in: db)
            return edit
        }
        displaced.withLock { $0 = edit.displaced }
        scans.withLock { $0.wrote() }
        for source in edit.refused { refused(source) }
        return edit.events
    }
}

/// What the threads of an indexer have to tell the catalogue.
public enum CatalogNews: Sendable {
    /// What a reconcile of a directory decided.
    case report(DirectoryReport)
    /// What came of a job.
    case finished(FinishedJob)
}

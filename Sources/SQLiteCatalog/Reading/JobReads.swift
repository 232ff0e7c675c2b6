public import AudiowatchCore
import GRDB

/// What the job board reads. Each blocks. Jobs of sources that are away stay where they are and are
/// neither handed out nor waited for.
extension Catalog {
    /// Jobs that may be done at `now`, by priority; live ones newest first, all others in the order they came,
    /// the sources in turn: a long queue of one keeps no other waiting. None of `taken`, none `without`.
    public func readyJobs(
        limit: Int, excluding taken: Set<Job.ID>, without closed: Set<Source.ID> = [],
        at now: CatalogTime
    ) throws(CatalogError) -> [Job] {
        try read { db in
            let sources = try Catalog.presentSources(db).filter {
                !closed.contains(Source.ID(rawValue: $0))
            }
            var jobs: [Job] = []
            for priority in Job.Priority.allCases where jobs.count < limit {
                var waiting: [Waiting] = []
                for source in sources {
                    waiting += try Catalog.waiting(
                        source, priority, limit - jobs.count, excluding: taken, at: now, db)
                }
                if sources.count > 1 {
                    waiting.sort {
                        guard $0.turn == $1.turn else { return $0.turn < $1.turn }
                        return ($0 < $1) != (priority == .live)
                    }
                }
                for id in waiting.prefix(limit - jobs.count).map(\.id) {
                    if let job = try Catalog.job(id, db) { jobs.append(job) }
                }
            }
            return jobs
        }
    }

    /// A job's place in its line.
    private struct Waiting: Comparable {
        /// How many of its source stand before it.
        var turn: Int
        var notBefore: Int64
        var id: Int64

        static func < (left: Waiting, right: Waiting) -> Bool {
            (left.notBefore, left.id) < (right.notBefore, right.id)
        }
    }

    /// The first jobs of one line that are not taken. Numbers only, from the index alone: those that are
    /// taken stand first in it, and there may be many while the writer is behind.
    private static func waiting(
        _ source: Int64, _ priority: Job.Priority, _ limit: Int, excluding taken: Set<Job.ID>,
        at now: CatalogTime, _ db: Database
    ) throws -> [Waiting] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: Catalog.ready(newestFirst: priority == .live)),
            arguments: [source, priority.rawValue, now.microseconds])
        var waiting: [Waiting] = []
        while waiting.count < limit, let row = try rows.next() {
            let id: Int64 = row[0]
            if taken.contains(Job.ID(rawValue: id)) { continue }
            waiting.append(Waiting(turn: waiting.count, notBefore: row[1], id: id))
        }
        return waiting
    }

    private static func job(_ id: Int64, _ db: Database) throws -> Job? {
        try JobRow.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id, kind, source_id, directory_id, name, priority, generation, attempts,
                        not_before, looks
                    FROM jobs WHERE id = ?
                    """), arguments: [id])?.job
    }

    /// When the next job may be done that may not yet; nil when there is none.
    public func nextJobTime(after now: CatalogTime) throws(CatalogError) -> CatalogTime? {
        try read { db in
            var next: Int64?
            for source in try Catalog.presentSources(db) {
                for priority in Job.Priority.allCases {
                    let time = try Int64.fetchOne(
                        db.cachedStatement(
                            sql: """
                                SELECT min(not_before) FROM jobs
                                WHERE source_id = ? AND priority = ? AND not_before > ?
                                """),
                        arguments: [source, priority.rawValue, now.microseconds])
                    next = [next, time].compactMap(\.self).min()
                }
            }
            return next.map(CatalogTime.init(microseconds:))
        }
    }

    /// A job that waits no longer than this is on its way; one that failed rests a minute at least.
    private static let soon: Duration = .seconds(2)

    /// Jobs that a sync point waits for, counted up to `bound`: those that may be done at `now`, and
    /// first looks and second ones that are about to be. A file that fails again and again, or that keeps
    /// changing, is not waited for: see ``CatalogWriter/askForSettling(_:)``.
    public func pendingJobs(
        at now: CatalogTime, upTo bound: Int = Catalog.pendingBound
    ) throws(CatalogError) -> Int {
        try read { db in
            try Int.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT count(*) FROM (
                            SELECT 1 FROM jobs
                            WHERE source_id IN (\(Catalog.presentSources)) AND priority < ?
                                AND CASE WHEN priority = ? THEN not_before <= ?
                                    ELSE not_before <= ? OR (attempts = 0 AND looks < 3) END
                            LIMIT ?)
                        """),
                arguments: [
                    JobRows.resting, Job.Priority.settling.rawValue, now.microseconds,
                    now.advanced(by: Catalog.soon).microseconds, bound,
                ]) ?? 0
        }
    }

    /// More pending jobs than this are not counted: nobody waits for the exact number.
    public static var pendingBound: Int { 1_000 }

    private static func presentSources(_ db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(sql: "\(presentSources) ORDER BY id"))
    }

    /// Sources that are configured and can be seen.
    private static let presentSources = """
        SELECT id FROM sources WHERE configured = 1 AND state IN ('online', 'degraded')
        """

    private static func ready(newestFirst: Bool) -> String {
        let order = newestFirst ? "DESC" : "ASC"
        return """
            SELECT id, not_before
            FROM jobs WHERE source_id = ? AND priority = ? AND not_before <= ?
            ORDER BY not_before \(order), id \(order)
            """
    }
}

/// Columns id, kind, source_id, directory_id, name, priority, generation, attempts, not_before, looks.
private struct JobRow: DirectRow {
    /// Nil for a kind that this version does not know.
    let job: Job?

    init(_ columns: Columns) {
        guard let kind = Job.Kind(rawValue: columns.integer(1)),
            let priority = Job.Priority(rawValue: columns.integer(5))
        else {
            job = nil
            return
        }
        job = Job(
            id: Job.ID(rawValue: columns.integer(0)), kind: kind,
            source: Source.ID(rawValue: columns.integer(2)),
            place: Place(Directory.ID(rawValue: columns.integer(3)), columns.name(4)),
            priority: priority, generation: columns.integer(6), attempts: columns.integer(7),
            looks: columns.integer(9),
            isAskedFor: priority == .settling && columns.integer(8) == 0)
    }
}

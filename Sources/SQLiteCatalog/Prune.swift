import AudiowatchCore
import GRDB

/// What a prune forgets, by source; before it is done, and after.
public struct PruneReport: Hashable, Sendable, Encodable {
    /// Whether rows went, and if not, why not.
    public enum Verdict: String, Sendable, Encodable, CaseIterable {
        /// Only counted, as asked.
        case counted
        /// The rows are gone.
        case pruned
        /// More than half of the catalogue, or of one source, would go: more likely a mistake than a
        /// wish. Nothing was done; it has to be asked for in so many words.
        case refused
    }

    /// What came of it.
    public var verdict: Verdict
    /// One entry for each source with rows to forget, or with rows that are kept though deleted.
    public var sources: [PruneCount]
    /// Contents that no row is left of; 0 until pruned.
    public var contents: Int
    /// Rows to forget, or forgotten.
    public var rows: Int { sources.reduce(0) { $0 &+ $1.rows } }

    private enum CodingKeys: String, CodingKey {
        case verdict, sources, contents
    }
}

/// One source's part of a prune.
public struct PruneCount: Hashable, Sendable, Encodable {
    /// Its name.
    public var source: String
    /// Rows to forget.
    public var rows: Int
    /// Deleted rows that are old enough and yet kept, because the source is away or not fully seen.
    public var kept: Int
    /// Why they are kept.
    public var reason: String?
    /// True when the configuration no longer names the source: all its rows go, and the source.
    public var isForgotten: Bool
    /// All rows of the source.
    var all: Int

    private enum CodingKeys: String, CodingKey {
        case source, rows, kept, reason, isForgotten
    }
}

/// Forgets deleted rows, on command only.
struct Prune {
    private let db: Database
    private let cutoff: CatalogTime

    /// Only rows deleted before `cutoff` go.
    init(_ db: Database, deletedBefore cutoff: CatalogTime) {
        self.db = db
        self.cutoff = cutoff
    }

    /// What would go. Writes nothing.
    func count() throws -> PruneReport {
        let counts = try Row.fetchAll(
            db,
            sql: """
                SELECT sources.id, name, state, reason, configured, count(f.id) AS number,
                    count(f.id) FILTER (WHERE f.deleted_at < ?) AS old
                FROM sources LEFT JOIN
                    (SELECT id, source_id, deleted_at FROM files) f ON f.source_id = sources.id
                GROUP BY sources.id ORDER BY name
                """, arguments: [cutoff.microseconds]
        ).map { row in
            let state = try SourceTable.state(row)
            let isForgotten = try row.integer("configured") == 0
            let (all, old) = (try row.count("number"), try row.count("old"))
            let isSafe = state == .online || state == .disabled
            return PruneCount(
                source: try row.text("name") ?? "", rows: isForgotten ? all : isSafe ? old : 0,
                kept: isForgotten || isSafe ? 0 : old,
                reason: isForgotten || isSafe
                    ? nil : "\(state.word): \(state.reason ?? "unknown")",
                isForgotten: isForgotten, all: all)
        }
        return PruneReport(
            verdict: .counted,
            sources: counts.filter { $0.rows > 0 || $0.kept > 0 || $0.isForgotten },
            contents: 0)
    }

    /// Forgets the rows, unless they are more than half and `mayTakeMost` is false.
    func run(mayTakeMost: Bool) throws -> PruneReport {
        var report = try count()
        guard try mayTakeMost || !takesMost(report) else {
            report.verdict = .refused
            return report
        }
        let contents = try numberOfContents()
        try forgetFiles()
        try forgetContents()
        report.contents = contents &- (try numberOfContents())
        try db.execute(sql: "DELETE FROM sources WHERE configured = 0")
        try forgetDirectories()
        report.verdict = .pruned
        return report
    }

    private func takesMost(_ report: PruneReport) throws -> Bool {
        let all = try Int.fetchOne(db, sql: "SELECT count(*) FROM files") ?? 0
        // Of a forgotten source everything goes; that alone says nothing.
        return report.rows > all / 2
            || report.sources.contains { !$0.isForgotten && $0.rows > $0.all / 2 }
    }

    private func forgetFiles() throws {
        try db.execute(
            sql: """
                DELETE FROM files WHERE
                    deleted_at < ? AND source_id IN (
                        SELECT id FROM sources
                        WHERE configured = 1 AND state IN ('online', 'disabled'))
                    OR source_id IN (SELECT id FROM sources WHERE configured = 0)
                """, arguments: [cutoff.microseconds])
    }

    private func numberOfContents() throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM contents") ?? 0
    }

    private func forgetContents() throws {
        try db.execute(
            sql: """
                DELETE FROM contents
                WHERE NOT EXISTS (SELECT 1 FROM files WHERE content_id = contents.id)
                """)
        // Where a primary file went, the oldest row that is left speaks for the content.
        try db.execute(
            sql: """
                UPDATE contents SET primary_file_id = (
                    SELECT id FROM files WHERE content_id = contents.id
                    ORDER BY deleted_at IS NOT NULL, id LIMIT 1)
                WHERE NOT EXISTS (SELECT 1 FROM files WHERE files.id = primary_file_id)
                """)
    }

    /// Gone directories with nothing left in them, from the leaves up.
    private func forgetDirectories() throws {
        repeat {
            try db.execute(
                sql: """
                    DELETE FROM directories WHERE gone_at < ? AND parent_id IS NOT NULL
                        AND source_id IN (SELECT id FROM sources WHERE state IN ('online', 'disabled'))
                        AND NOT EXISTS (SELECT 1 FROM files WHERE directory_id = directories.id)
                        AND NOT EXISTS (
                            SELECT 1 FROM directories below WHERE below.parent_id = directories.id)
                    """, arguments: [cutoff.microseconds])
        } while db.changesCount > 0
    }
}

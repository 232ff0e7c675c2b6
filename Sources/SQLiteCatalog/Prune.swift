import AudiowatchCore
import GRDB

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
        PruneReport(
            verdict: .counted,
            sources: try counts().map(\.count).filter {
                $0.rows > 0 || $0.kept > 0 || $0.isForgotten
            },
            contents: 0)
    }

    /// Each source's part, and all its rows.
    private func counts() throws -> [(count: PruneCount, all: Int)] {
        try Row.fetchAll(
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
            let count = PruneCount(
                source: try row.text("name") ?? "", rows: isForgotten ? all : isSafe ? old : 0,
                kept: isForgotten || isSafe ? 0 : old,
                reason: isForgotten || isSafe
                    ? nil : "\(state.word): \(state.reason ?? "unknown")",
                isForgotten: isForgotten)
            return (count, all)
        }
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
        return try report.rows > all / 2
            || counts().contains { !$0.count.isForgotten && $0.count.rows > $0.all / 2 }
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

import AudiowatchCore
import GRDB

/// What a prune forgets, on command only: deleted rows, and all of a source that the configuration no longer
/// names. It is done in steps, see ``PruneStep``.
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

    /// What is going to go; refused when that is more than half and `mayTakeMost` is false. Writes nothing.
    func plan(mayTakeMost: Bool) throws -> PrunePlan {
        var report = try count()
        if try !mayTakeMost && takesMost(report) { report.verdict = .refused }
        return PrunePlan(report: report, progress: try PruneProgress(db, deletedBefore: cutoff))
    }

    private func takesMost(_ report: PruneReport) throws -> Bool {
        // Of a forgotten source everything goes; that alone says nothing.
        let known = try counts().filter { !$0.count.isForgotten }
        return known.contains { $0.count.rows > $0.all / 2 }
            || known.reduce(0) { $0 + $1.count.rows } > known.reduce(0) { $0 + $1.all } / 2
    }
}

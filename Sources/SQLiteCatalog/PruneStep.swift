public import AudiowatchCore
import GRDB

/// What a prune is going to do.
public struct PrunePlan: Sendable {
    /// What it will forget, by source; `refused` when it must not.
    public let report: PruneReport
    /// Nothing done yet.
    public let progress: PruneProgress
}

/// How far a prune has come. A million rows take a minute: done in steps, each a transaction that is right
/// by itself, they keep nobody waiting who has something to write.
///
/// Others write between the steps, so it holds on to what was planned: rows that were deleted by then, of
/// sources that could be pruned then; and of these only as long as they still can.
public struct PruneProgress: Sendable {
    enum Stage {
        case files(after: Int64)
        case contents(after: Int64)
        case directories, sources, space
    }

    /// True when nothing is left to do.
    public internal(set) var isDone = false
    var stage = Stage.files(after: 0)
    var contents = 0
    /// Rows that went, by their source's name.
    var rows: [String: Int] = [:]
    let filesBefore: Int64
    let directoriesBefore: Int64
    /// The sources' row numbers, as a list in SQL.
    let sources: String

    /// A directory that is being moved is gone for as long as it takes to find it elsewhere.
    private static let grace: Duration = .seconds(60)

    init(_ db: Database, deletedBefore cutoff: CatalogTime) throws {
        let clock = try Meta.number(.clock, in: db).map(CatalogTime.init(microseconds:))
        filesBefore = min(cutoff, clock?.advanced(by: .microseconds(1)) ?? cutoff).microseconds
        directoriesBefore =
            min(cutoff, clock?.advanced(by: .zero - PruneProgress.grace) ?? cutoff).microseconds
        sources = try Int64.fetchAll(
            db, sql: "SELECT id FROM sources WHERE \(PruneStep.isSafe) OR configured = 0"
        ).map(String.init).joined(separator: ", ")
    }

    /// What has been done of a plan.
    public func report(of plan: PrunePlan) -> PruneReport {
        var report = plan.report
        report.verdict = .pruned
        report.contents = contents
        for index in report.sources.indices {
            report.sources[index].rows = rows[report.sources[index].source] ?? 0
        }
        return report
    }
}

/// One step of a prune, inside a transaction; ``directories()`` inside one that checks no foreign keys.
struct PruneStep {
    /// Rows that one step forgets at most.
    static let size = 500
    /// Contents that one step looks at: most of them stay.
    private static let glance = 20_000
    /// Pages that one step gives back.
    private static let pages = 2_000

    /// Sources that are fully seen.
    static let isSafe = "(configured = 1 AND state IN ('online', 'disabled'))"

    private let edit: Edit
    private var db: Database { edit.db }

    init(_ edit: Edit) {
        self.edit = edit
    }

    /// Does the next part.
    func take(_ progress: inout PruneProgress) throws {
        switch progress.stage {
        case .files(let last):
            progress.stage =
                try files(after: last, &progress).map { .files(after: $0) } ?? .contents(after: 0)
        case .contents(let last):
            progress.stage =
                try contents(after: last, &progress).map { .contents(after: $0) } ?? .directories
        case .directories:
            if try directories(progress) == 0 { progress.stage = .sources }
        case .sources:
            try db.execute(
                sql: "DELETE FROM sources WHERE configured = 0 AND id IN (\(progress.sources))")
            progress.stage = .space
        case .space:
            progress.isDone = try space() == 0
        }
    }

    /// Returns the last row that went, nil when there was none left.
    private func files(after last: Int64, _ progress: inout PruneProgress) throws -> Int64? {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT files.id, sources.name, content_id
                FROM files CROSS JOIN sources ON sources.id = source_id
                WHERE files.id > ? AND source_id IN (\(progress.sources))
                    AND (deleted_at < ? AND \(PruneStep.isSafe) OR configured = 0)
                ORDER BY files.id LIMIT ?
                """, arguments: [last, progress.filesBefore, PruneStep.size])
        guard let end: Int64 = rows.last?[0] else { return nil }
        var held: Set<Int64> = []
        for row in rows {
            progress.rows[row[1], default: 0] += 1
            if let content: Int64 = row[2] { held.insert(content) }
        }
        try Many.run(
            "\(Many.table) DELETE FROM files WHERE id IN (SELECT value FROM wanted)",
            of: rows.map { $0[0] as Int64 }, in: db)
        try settle(held, &progress)
        return end
    }

    /// Has what is left of these contents put in order, and counts those of which nothing is.
    private func settle(_ contents: Set<Int64>, _ progress: inout PruneProgress) throws {
        edit.touched.formUnion(contents)
        try edit.settleContents()
        var left = 0
        try Many.rows(
            "\(Many.table) SELECT id FROM wanted JOIN contents ON contents.id = value",
            of: contents, in: db
        ) { _ in left += 1 }
        progress.contents += contents.count - left
    }

    /// Contents that lost their last row before, when no prune was at work. Returns the last one looked at,
    /// nil when there was none left.
    private func contents(after last: Int64, _ progress: inout PruneProgress) throws -> Int64? {
        let end = try Int64.fetchOne(
            db,
            sql: "SELECT max(id) FROM (SELECT id FROM contents WHERE id > ? ORDER BY id LIMIT ?)",
            arguments: [last, PruneStep.glance])
        guard let end else { return nil }
        let orphans = try Int64.fetchSet(
            db,
            sql: """
                SELECT id FROM contents WHERE id > ? AND id <= ?
                    AND NOT EXISTS (SELECT 1 FROM files WHERE content_id = contents.id)
                """, arguments: [last, end])
        try settle(orphans, &progress)
        return end
    }

    /// Gone directories, and those of forgotten sources, with nothing left in them, from the leaves up. Returns
    /// how many.
    ///
    /// No index leads from a directory to all its files, present and deleted; the two that there are answer here,
    /// where a foreign key would pass over all files for each directory.
    private func directories(_ progress: PruneProgress) throws -> Int {
        let ids = try Int64.fetchAll(
            db,
            sql: """
                SELECT directories.id
                FROM directories CROSS JOIN sources ON sources.id = source_id
                WHERE source_id IN (\(progress.sources))
                    AND (gone_at < ? AND parent_id IS NOT NULL AND \(PruneStep.isSafe)
                        OR configured = 0)
                    AND NOT EXISTS (SELECT 1 FROM files
                        WHERE directory_id = directories.id AND deleted_at IS NULL)
                    AND NOT EXISTS (SELECT 1 FROM files
                        WHERE directory_id = directories.id AND deleted_at IS NOT NULL)
                    AND NOT EXISTS (
                        SELECT 1 FROM directories below WHERE below.parent_id = directories.id)
                LIMIT ?
                """, arguments: [progress.directoriesBefore, PruneStep.size])
        for (table, column) in [
            ("jobs", "directory_id"), ("problems", "directory_id"), ("directories", "id"),
        ] {
            try Many.run(
                "\(Many.table) DELETE FROM \(table) WHERE \(column) IN (SELECT value FROM wanted)",
                of: ids, in: db)
        }
        return ids.count
    }

    /// Gives empty pages back to the file system. Returns how many it was; 0 also in a catalogue whose
    /// pages cannot be moved, since it was made before that was asked for.
    private func space() throws -> Int {
        let before = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        try db.execute(sql: "PRAGMA incremental_vacuum(\(PruneStep.pages))")
        return before - (try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0)
    }
}

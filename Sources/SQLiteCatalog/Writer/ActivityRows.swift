import AudiowatchCore
import GRDB

/// What happened lately, for the page: a bounded list.
enum ActivityRows {
    /// Rows kept: some weeks of one person's work.
    static let bound: Int64 = 10_000
    /// The kind of a row that says that most files of a source went at once.
    static let massDeletion = "mass-deletion"
    /// Rows between two cuts.
    private static let slack: Int64 = 256

    static func append(
        _ events: [CatalogEvent], in db: Database, sourceOf: (String) -> Int64?
    ) throws {
        guard !events.isEmpty else { return }
        var first: Int64?
        // Of more than the list holds only the latest would stay.
        for event in events.suffix(Int(bound)) {
            try db.cachedStatement(
                sql: """
                    INSERT INTO activity (at, kind, source_id, file_id, content_id, path)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                event.at.microseconds, event.kind.rawValue, sourceOf(event.source),
                event.file.rawValue, event.content?.rawValue, FileName.column(event.path),
            ])
            first = first ?? db.lastInsertedRowID
        }
        let last = db.lastInsertedRowID
        guard let first, first / slack != last / slack || first % slack == 0 else { return }
        try db.cachedStatement(sql: "DELETE FROM activity WHERE id <= ?")
            .execute(arguments: [last - bound])
    }
}

public import AudiowatchCore
import GRDB

/// One line of what happened lately.
public struct ActivityRow: Hashable, Sendable, Encodable {
    /// Row number; grows with time.
    public var id: Int64
    /// When, seconds since 1970 UTC.
    public var at: Double
    /// `added`, `changed`, `moved`, `deleted`, `revived`, `verified`, `problem`, …
    public var kind: String
    /// Name of the source, where it concerns one.
    public var source: String?
    /// The file, where it concerns one; its row may have gone since.
    public var file: File.ID?
    /// The content, where it concerns one.
    public var content: Content.ID?
    /// The path at that time, for reading.
    public var path: String?
    /// The exact bytes of the path in base64, only where reading changed them.
    public var pathBase64: String?
    /// More facts, such as where a moved file came from.
    public var detail: String?

    private enum CodingKeys: String, CodingKey {
        case id, at, kind, source, file, content, path
        case pathBase64 = "path_base64"
        case detail
    }
}

/// Reads the bounded record of what happened.
struct Activity {
    let db: Database

    /// The newest first; with `before`, only older ones.
    func latest(_ limit: Int, before: Int64? = nil) throws -> [ActivityRow] {
        try rows("activity.id < ? ORDER BY activity.id DESC LIMIT ?", [before ?? .max, limit])
    }

    /// What happened to a file or its content, the oldest first, the last `limit` of it.
    func history(file: Int64, content: Int64?, limit: Int) throws -> [ActivityRow] {
        try rows(
            "file_id = ? OR content_id = ? ORDER BY activity.id DESC LIMIT ?",
            [file, content, limit]
        ).reversed()
    }

    private func rows(_ condition: String, _ arguments: StatementArguments) throws
        -> [ActivityRow]
    {
        try Row.fetchAll(
            db,
            sql: """
                SELECT activity.*, sources.name AS source
                FROM activity LEFT JOIN sources ON sources.id = source_id WHERE \(condition)
                """, arguments: arguments
        ).map { row in
            let path = row.bytes("path").map { PathText(bytes: $0) }
            return ActivityRow(
                id: try row.integer("id"), at: try row.seconds("at") ?? 0,
                kind: try row.text("kind") ?? "", source: try row.text("source"),
                file: try row.integerIfPresent("file_id").map(File.ID.init(rawValue:)),
                content: try row.integerIfPresent("content_id").map(Content.ID.init(rawValue:)),
                path: path?.text, pathBase64: path?.base64, detail: try row.text("detail"))
        }
    }
}

import AudiowatchCore
import GRDB

/// The catalogue in numbers, as far as the rows alone can say: what `status` shows without a daemon.
public struct CatalogCounts: Hashable, Sendable, Encodable {
    /// The sources that the configuration names, by name.
    public var sources: [SourceCounts]
    /// Jobs in the queue of sources that are there; files that are still being written apart.
    public var waiting: Int
    /// Files that may still be being written.
    public var settling: Int
    /// Jobs among them that failed and will be tried again.
    public var failed: Int
    /// Jobs of sources and folders that are away: done when those are back.
    public var resting: Int
    /// Files and sources with a problem.
    public var problems: Int
    /// Present files of these sources.
    public var files: Int
    /// Their bytes.
    public var bytes: Int64
    /// Contents with at least one present file.
    public var contents: Int
}

/// One source in numbers.
public struct SourceCounts: Hashable, Sendable, Encodable {
    /// Its name.
    public var name: String
    /// Its folder, for reading.
    public var path: String
    /// The folder's exact bytes in base64, only where reading changed them.
    public var pathBase64: String?
    /// `online`, `degraded`, `offline` or `disabled`, as the last daemon left it.
    public var state: String
    /// Why, where there is a why.
    public var reason: String?
    /// Present files.
    public var files: Int
    /// Their bytes.
    public var bytes: Int64
    /// Rows marked deleted.
    public var deleted: Int
    /// Why it was last scanned, as far as it is recorded: scans that found nothing new are not.
    public var scanReason: String?
    /// When that began, seconds since 1970 UTC.
    public var scanStartedAt: Double?
    /// When it ended; nil for one that runs or was broken off.
    public var scanFinishedAt: Double?

    private enum CodingKeys: String, CodingKey {
        case name, path
        case pathBase64 = "path_base64"
        case state, reason, files, bytes, deleted, scanReason, scanStartedAt, scanFinishedAt
    }

    init(row: Row) throws {
        let path = PathText(bytes: row.bytes("path") ?? [])
        let state = try SourceTable.state(row)
        name = try row.text("name") ?? ""
        self.path = path.text
        pathBase64 = path.base64
        self.state = state.word
        reason = state.reason
        files = try row.count("files")
        bytes = try row.integer("bytes")
        deleted = try row.count("deleted")
        scanReason = try row.text("scan_reason")
        scanStartedAt = try row.seconds("scan_started_at")
        scanFinishedAt = try row.seconds("scan_finished_at")
    }
}

extension CatalogCounts {
    /// Reads counters: as long for a million files as for ten.
    init(_ db: Database) throws {
        sources = try Row.fetchAll(
            db, sql: "SELECT * FROM sources WHERE configured = 1 ORDER BY name"
        ).map(SourceCounts.init(row:))
        (waiting, settling, failed, resting, problems) = (0, 0, 0, 0, 0)
        let lines = try Row.fetchCursor(
            db,
            sql: """
                SELECT line, number, state IN ('online', 'degraded') AS seen
                FROM tallies JOIN sources ON sources.id = source_id WHERE configured = 1
                """)
        while let row = try lines.next() {
            let number = try row.count("number")
            let isSeen = try row.integer("seen") != 0
            switch try row.text("line") ?? "" {
            case SchemaV6.problems: problems &+= number
            case SchemaV6.resting: resting &+= number
            case _ where !isSeen: resting &+= number
            case SchemaV6.settling: settling &+= number
            case SchemaV6.failed:
                failed &+= number
                waiting &+= number
            default: waiting &+= number
            }
        }
        let table = try SourceTable(db)
        contents = try SpreadRow.all(db).reduce(0) { sum, row in
            CatalogStats.Held(row.spread, table).paths > 0 ? sum &+ row.contents : sum
        }
        files = sources.reduce(0) { $0 &+ $1.files }
        bytes = sources.reduce(0) { $0 &+ $1.bytes }
    }
}

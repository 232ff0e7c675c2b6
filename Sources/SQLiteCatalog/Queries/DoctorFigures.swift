public import AudiowatchCore
import GRDB

/// What an examination of the whole database found. Takes seconds on a large one.
public struct DoctorFigures: Hashable, Sendable, Encodable {
    /// What `PRAGMA quick_check` complains of, the first hundred lines; empty when nothing is wrong.
    public var damage: [String]
    /// Rows that point to rows which are not there.
    public var danglingRows: Int
    /// Kept totals beside the same totals counted afresh.
    public var counters: [CounterCheck]
    /// Bytes of the database file.
    public var databaseBytes: Int64
    /// Bytes of it that hold nothing.
    public var freeBytes: Int64
    /// File rows marked deleted.
    public var deletedFiles: Int
    /// Sources that the configuration no longer names; their rows wait for a prune.
    public var forgottenSources: [String]
    /// Version of SQLite.
    public var sqliteVersion: String
    /// Migrations that the database has been through.
    public var migrations: [String]
}

/// One kept total.
public struct CounterCheck: Hashable, Sendable, Encodable {
    /// What is counted: `files of samples`, `contents of wav`, …
    public var name: String
    /// What the counter says.
    public var kept: Double
    /// What there is.
    public var counted: Double
    /// True when both are the same, sums of lengths up to their rounding.
    public var isRight: Bool { (kept - counted).magnitude <= 1e-6 * max(1, counted.magnitude) }

    private enum CodingKeys: String, CodingKey {
        case name, kept, counted
    }
}

/// A present file for comparing the catalogue with the disk.
public struct SampledFile: Hashable, Sendable {
    /// The file.
    public var id: File.ID
    /// Its absolute path, exact.
    public var path: PathText
    /// Size when last examined.
    public var size: Int64
    /// Modification time when last examined, nanoseconds since 1970 UTC.
    public var modified: Int64
}

extension DoctorFigures {
    init(_ db: Database) throws {
        damage = try String.fetchAll(db, sql: "PRAGMA quick_check(100)").filter { $0 != "ok" }
        danglingRows = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").count
        counters = try CounterCheck.sources(db) + CounterCheck.formats(db)
        let page = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        databaseBytes = try (Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0) &* page
        freeBytes = try (Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0) &* page
        deletedFiles =
            try Int.fetchOne(db, sql: "SELECT coalesce(sum(deleted), 0) FROM sources") ?? 0
        forgottenSources = try String.fetchAll(
            db, sql: "SELECT name FROM sources WHERE configured = 0 ORDER BY name")
        sqliteVersion = try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? ""
        migrations = try String.fetchAll(
            db, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
    }
}

extension CounterCheck {
    /// Files, bytes and deleted rows of each source.
    static func sources(_ db: Database) throws -> [CounterCheck] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT name, sources.files, sources.bytes, sources.deleted,
                    count(f.id) - count(f.deleted_at) AS files_counted,
                    coalesce(sum(f.size) FILTER (WHERE f.deleted_at IS NULL), 0) AS bytes_counted,
                    count(f.deleted_at) AS deleted_counted
                FROM sources LEFT JOIN
                    (SELECT id, source_id, size, deleted_at FROM files) f ON f.source_id = sources.id
                GROUP BY sources.id ORDER BY name
                """)
        return try rows.flatMap { row in
            try checks(row, ["files", "bytes", "deleted"], of: row.text("name") ?? "")
        }
    }

    /// Everything counted by format.
    static func formats(_ db: Database) throws -> [CounterCheck] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                WITH counted AS (
                    SELECT coalesce(format, '') AS format, count(*) AS contents,
                        sum(size) AS bytes, total(duration) AS seconds,
                        sum(present > 1) AS copies, sum(present - 1) AS copied,
                        sum(size * max(inodes - 1, 0)) AS wasted
                    FROM contents WHERE present > 0 GROUP BY 1),
                names AS (SELECT format FROM counted UNION SELECT format FROM format_counts)
                SELECT names.format AS name,
                    \(columns.map {
                        "coalesce(kept.\($0), 0) AS \($0), coalesce(counted.\($0), 0) AS \($0)_counted"
                    }.joined(separator: ", "))
                FROM names LEFT JOIN format_counts kept ON kept.format = names.format
                LEFT JOIN counted ON counted.format = names.format ORDER BY 1
                """)
        return try rows.flatMap { row in
            let format = try row.text("name") ?? ""
            return try checks(row, columns, of: format.isEmpty ? "no format" : format)
        }
    }

    private static let columns = ["contents", "bytes", "seconds", "copies", "copied", "wasted"]

    private static func checks(_ row: Row, _ columns: [String], of owner: String) throws
        -> [CounterCheck]
    {
        try columns.map { column in
            CounterCheck(
                name: "\(column) of \(owner)",
                kept: try row.decode(Double.self, forColumn: column),
                counted: try row.decode(Double.self, forColumn: column + "_counted"))
        }
    }
}

extension SampledFile {
    /// Up to `count` present files of sources that are seen, picked at random.
    static func pick(_ count: Int, _ db: Database) throws -> [SampledFile] {
        let folders = DirectoryPaths(db, try SourceTable(db))
        return try Row.fetchAll(
            db,
            sql: """
                SELECT id, directory_id, name, size, modified FROM files WHERE id IN (
                    SELECT files.id FROM files JOIN sources ON sources.id = source_id
                    WHERE deleted_at IS NULL AND configured = 1
                        AND state IN ('online', 'degraded')
                    ORDER BY random() LIMIT ?)
                """, arguments: [count]
        ).map { row in
            SampledFile(
                id: File.ID(rawValue: try row.integer("id")),
                path: try folders.path(row.integer("directory_id"), row.bytes("name") ?? []),
                size: try row.integer("size"), modified: try row.integer("modified"))
        }
    }
}

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
    /// Directories that stand somewhere: as many watches a whole watch takes.
    public var directories: Int
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
    public var kept: Int64
    /// What there is.
    public var counted: Int64
    /// True when both are the same.
    public var isRight: Bool { kept == counted }

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
        counters =
            try CounterCheck.sources(db) + CounterCheck.formats(db) + CounterCheck.contents(db)
        let page = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        databaseBytes = try (Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0) &* page
        freeBytes = try (Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0) &* page
        directories = try DoctorFigures.directories(db)
        deletedFiles =
            try Int.fetchOne(db, sql: "SELECT coalesce(sum(deleted), 0) FROM sources") ?? 0
        forgottenSources = try String.fetchAll(
            db, sql: "SELECT name FROM sources WHERE configured = 0 ORDER BY name")
        sqliteVersion = try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? ""
        migrations = try String.fetchAll(
            db, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
    }

    /// Directories that stand somewhere, in sources that are watched.
    static func directories(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM directories JOIN sources ON sources.id = source_id
                WHERE gone_at IS NULL AND configured = 1 AND state <> 'disabled'
                """) ?? 0
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
                    coalesce(sum(\(SchemaV1.size("f"))) FILTER (WHERE f.deleted_at IS NULL), 0)
                        AS bytes_counted,
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
                    SELECT coalesce(c.format, '') AS format, count(*) AS contents,
                        sum(\(SchemaV1.size("c"))) AS bytes,
                        sum(\(SchemaV1.milliseconds("c"))) AS milliseconds,
                        sum(present - 1) AS copies,
                        sum((present - 1) * \(SchemaV1.size("c"))) AS copied,
                        sum((inodes - 1) * \(SchemaV1.size("c"))) AS wasted
                    FROM contents AS c WHERE present > 0 GROUP BY 1),
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

    /// Paths and inodes of all contents: a wrong one anywhere shows in the number of right ones.
    static func contents(_ db: Database) throws -> [CounterCheck] {
        let row = try Row.fetchOne(
            db,
            sql: """
                WITH counted AS (
                    SELECT content_id, count(*) AS present, count(DISTINCT inode || ' ' || born
                        || ' ' || CASE born WHEN 0 THEN source_id ELSE 0 END) AS inodes
                    FROM files WHERE deleted_at IS NULL AND content_id IS NOT NULL
                    GROUP BY content_id)
                SELECT count(*) AS contents, coalesce(sum(
                        contents.present = coalesce(counted.present, 0)
                        AND contents.inodes = coalesce(counted.inodes, 0)), 0) AS contents_counted
                FROM contents LEFT JOIN counted ON content_id = contents.id
                """)
        return try row.map { [try checks($0, ["contents"], of: "right paths and inodes")] }?
            .flatMap(\.self) ?? []
    }

    private static let columns = [
        "contents", "bytes", "milliseconds", "copies", "copied", "wasted",
    ]

    private static func checks(_ row: Row, _ columns: [String], of owner: String) throws
        -> [CounterCheck]
    {
        try columns.map { column in
            CounterCheck(
                name: "\(column) of \(owner)",
                kept: try row.integer(column),
                counted: try row.integer(column + "_counted"))
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

public import AudiowatchCore
import GRDB

/// What an examination of the whole database found. Takes seconds on a large one.
public struct DoctorFigures: Hashable, Sendable, Encodable {
    /// What `PRAGMA quick_check` complains of, the first hundred lines; empty when nothing is wrong.
    public var damage: [String]
    /// Rows that point to rows which are not there.
    public var danglingRows: Int
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
    /// What was said of the latest mass deletions, with the source's name; those still remembered in the activity.
    public var massDeletions: [String]
    /// Version of SQLite.
    public var sqliteVersion: String
    /// Migrations that the database has been through.
    public var migrations: [String]
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
        let page = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        databaseBytes = try (Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0) &* page
        freeBytes = try (Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0) &* page
        directories = try DoctorFigures.directories(db)
        deletedFiles =
            try Int.fetchOne(db, sql: "SELECT coalesce(sum(deleted), 0) FROM sources") ?? 0
        forgottenSources = try String.fetchAll(
            db, sql: "SELECT name FROM sources WHERE configured = 0 ORDER BY name")
        massDeletions = try String.fetchAll(
            db,
            sql: """
                SELECT sources.name || ': ' || detail FROM activity
                JOIN sources ON sources.id = source_id
                WHERE kind = ? AND sources.deleted > sources.files ORDER BY activity.id DESC LIMIT 5
                """, arguments: [ActivityRows.massDeletion])
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

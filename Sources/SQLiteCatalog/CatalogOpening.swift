import AudiowatchCore
public import SystemPackage
import Foundation
import GRDB

extension Catalog {
    /// 'AWCH' in the header of every catalogue: what is not marked so is never written.
    static let applicationID: Int64 = 0x4157_4348

    /// How long to wait for another program's write lock (somebody's sqlite3 shell).
    private static let patience: TimeInterval = 5
    /// Connections that read: a page, a search and the workers' look-ups rarely need more at once.
    private static let readers = 3
    /// KiB of pages that each connection keeps. SQLite's own default is 2,000.
    private static let cache = 2_000
    /// KiB of pages that the writing connection keeps: a batch of a first scan changes some 1,500 pages
    /// of 4 KiB, since fingerprints go everywhere in their index; what does not fit is written twice.
    private static let writersCache = 12_000
    /// Pages that the log grows to before it is copied into the database: a page that many batches
    /// change is copied once, and the disk is waited for less often. SQLite's own default is 1,000.
    private static let checkpoint = 4_000
    /// The log is cut back to this many bytes after a burst.
    private static let longestLog = 16 << 20

    /// Opens the catalogue for writing, making it and its folder where they do not exist (0600, 0700).
    /// Take the ``DaemonLock`` first: one process writes.
    ///
    /// - Throws: ``CatalogError``: `foreign` for a database of another program, which is not touched;
    ///   `newerSchema`; `otherChunk`; `damaged`, as far as it shows at the first look; `full` when an older one cannot
    ///   be copied before its schema changes; or what the system says.
    public static func open(at path: FilePath, chunk: Int64) throws(CatalogError) -> Catalog {
        try makeFile(at: path)
        do {
            try refuseForeign(at: path)
            var configuration = configuration()
            if try size(of: path) == 0 {
                // Only an empty database takes it; it is what lets a prune give pages back.
                configuration.prepareDatabase { db in
                    guard !db.configuration.readonly else { return }
                    try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
                }
            }
            let pool = try DatabasePool(path: path.string, configuration: configuration)
            let migrator = Migrations.all
            if try pool.read(migrator.hasBeenSuperseded) { throw newer(path) }
            let copy = try MigrationCopy.make(of: pool, at: path)
            try migrator.migrate(pool)
            let recorded = try pool.write { db in
                try Meta.record(chunk, of: .chunk, in: db)
                return try Meta.number(.chunk, in: db) ?? chunk
            }
            guard recorded == chunk else { throw otherChunk(recorded, not: chunk, path) }
            return Catalog(path: path, chunk: chunk, reader: pool, pool: pool, copy: copy)
        } catch {
            throw CatalogError(error, path: path)
        }
    }

    /// Opens an existing catalogue for reading, whether or not a daemon writes to it.
    ///
    /// - Throws: ``CatalogError``: `missing` when nothing was catalogued yet, and as ``open(at:chunk:)``.
    public static func openForReading(at path: FilePath) throws(CatalogError) -> Catalog {
        guard FileManager.default.fileExists(atPath: path.string) else { throw missing(path) }
        do {
            var configuration = configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path.string, configuration: configuration)
            let chunk = try queue.read { db in
                switch try owner(in: db) {
                case .ours: break
                case .nobody: throw missing(path)
                case .another: throw foreign(path)
                }
                if try Migrations.all.hasBeenSuperseded(db) { throw newer(path) }
                guard try Migrations.all.hasCompletedMigrations(db) else { throw older(path) }
                return try Meta.number(.chunk, in: db)
            }
            guard let chunk else { throw missing(path) }
            return Catalog(path: path, chunk: chunk, reader: queue, pool: nil)
        } catch {
            throw CatalogError(error, path: path)
        }
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "catalogue"
        configuration.busyMode = .timeout(patience)
        configuration.maximumReaderCount = readers
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            let isReader = db.configuration.readonly
            try db.execute(sql: "PRAGMA cache_size = -\(isReader ? cache : writersCache)")
            guard !isReader else { return }
            try db.execute(sql: "PRAGMA journal_size_limit = \(longestLog)")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(checkpoint)")
        }
        return configuration
    }

    private static func makeFile(at path: FilePath) throws(CatalogError) {
        let folder = path.removingLastComponent()
        do {
            try FileManager.default.createDirectory(
                atPath: folder.string, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw CatalogError(
                .notPermitted, path: folder, reason: "the catalogue's folder cannot be made",
                hint: "choose another place with `path` in `[database]`")
        }
        // Made here, so that the log and its index, which take the mode of the database, are private too.
        do {
            let descriptor = try FileDescriptor.open(
                path, .readWrite, options: [.create], permissions: [.ownerReadWrite])
            try descriptor.close()
        } catch {
            throw CatalogError(
                .notPermitted, path: path, reason: "the catalogue cannot be opened (\(error))",
                hint: "check who owns it, and whether its disk is mounted read-only")
        }
    }

    private enum Owner {
        case ours, nobody, another
    }

    private static func owner(in db: Database) throws -> Owner {
        let id = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        if id == applicationID { return .ours }
        // A first start that was killed leaves the migrator's own table and nothing else.
        let tables = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'")
        return id == 0 && tables == 0 ? .nobody : .another
    }

    private static func size(of path: FilePath) throws -> Int64 {
        let size = try FileManager.default.attributesOfItem(atPath: path.string)[.size]
        return size as? Int64 ?? 0
    }

    private static func refuseForeign(at path: FilePath) throws {
        guard try size(of: path) > 0 else { return }
        var configuration = configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path.string, configuration: configuration)
        if try queue.read(owner) == .another { throw foreign(path) }
    }

    private static func foreign(_ path: FilePath) -> CatalogError {
        CatalogError(
            .foreign, path: path,
            reason: "this database was made by another program and is left as it is",
            hint: "set another `path` in `[database]`, then `audiowatch import-catalog` takes over"
                + " what it holds")
    }

    private static func newer(_ path: FilePath) -> CatalogError {
        CatalogError(
            .newerSchema, path: path, reason: "the catalogue was made by a newer audiowatch",
            hint: MigrationCopy.of(path).map {
                "install that version again, or move \($0.path.display), which is as old as this program,"
                    + " into its place"
            } ?? "install that version again, or set another `path` in `[database]`")
    }

    private static func older(_ path: FilePath) -> CatalogError {
        CatalogError(
            .missing, path: path, reason: "the catalogue was made by an older audiowatch",
            hint: "`audiowatch scan` or `audiowatch run` brings it up to date")
    }

    private static func missing(_ path: FilePath) -> CatalogError {
        CatalogError(
            .missing, path: path, reason: "there is no catalogue yet",
            hint: "`audiowatch scan` or `audiowatch run` makes it")
    }

    private static func otherChunk(
        _ recorded: Int64, not wanted: Int64, _ path: FilePath
    ) -> CatalogError {
        CatalogError(
            .otherChunk, path: path,
            reason: "its fingerprints were made with hash_chunk_size = \(recorded), not \(wanted)",
            hint: "set hash_chunk_size back to \(recorded), or move the database aside and let"
                + " everything be read anew")
    }
}

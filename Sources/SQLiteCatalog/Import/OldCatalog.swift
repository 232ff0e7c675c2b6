import AudiowatchCore
public import SystemPackage
import Foundation
import GRDB

/// The catalogue of the original tool: tables `audio_files` and `duplicate_paths`.
///
/// It is read from a copy, its log included: the old file is opened by nobody but `cp`, and nothing is written beside
/// it. Everything in it is taken for hearsay. Blocks; for one thread.
public final class OldCatalog {
    /// The old file.
    public let path: FilePath
    private let folder: FilePath
    private let database: DatabaseQueue
    private let hasDeleted: Bool
    private let hasPaths: Bool

    /// Copies the database at `path` into a folder of its own inside `cache` and opens that.
    ///
    /// - Throws: ``CatalogError``: `missing`, `foreign` when it is not the old tool's, `damaged`, `busy` when it
    ///   changes meanwhile, or what the system says.
    public init(at path: FilePath, copyingTo cache: FilePath) throws(CatalogError) {
        self.path = path
        let folder = cache.appending("import-\(getpid())")
        do {
            let copy = try OldCatalog.copy(path, into: folder)
            let queue = try DatabaseQueue(path: copy.string)
            (hasDeleted, hasPaths) = try queue.read { db in
                try OldCatalog.check(db, path)
            }
            database = queue
            self.folder = folder
        } catch {
            try? FileManager.default.removeItem(atPath: folder.string)
            throw OldCatalog.error(error, path)
        }
    }

    deinit {
        try? database.close()
        try? FileManager.default.removeItem(atPath: folder.string)
    }

    /// How many rows there are of what.
    public func counts() throws(CatalogError) -> (sounds: Int, deleted: Int, paths: Int) {
        try read { db in
            let deleted = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM audio_files WHERE \(isDeleted)")
            let all = try Int.fetchOne(db, sql: "SELECT count(*) FROM audio_files")
            let paths =
                hasPaths
                ? try Int.fetchOne(db, sql: "SELECT count(*) FROM duplicate_paths") : 0
            return ((all ?? 0) - (deleted ?? 0), deleted ?? 0, paths ?? 0)
        }
    }

    /// The folders that its files stood in, by the names of their sources.
    public func sources() throws(CatalogError) -> [OldSource] {
        try read { db in
            var sources: [String: OldSource] = [:]
            var sql = "SELECT source_root, path FROM audio_files WHERE NOT \(isDeleted)"
            if hasPaths {
                sql += " UNION ALL SELECT source_root, duplicate_path FROM duplicate_paths"
            }
            let rows = try Row.fetchCursor(db, sql: sql)
            while let row = try rows.next() {
                guard let name = String.fromDatabaseValue(row[0]),
                    let path = row.bytes("path"), path.first == UInt8(ascii: "/")
                else { continue }
                sources[name, default: OldSource(name: name)].add(path)
            }
            return sources.values.sorted { $0.name < $1.name }
        }
    }

    /// Hands over the sounds that it does not hold for deleted, some at a time.
    public func sounds(_ take: ([OldSound]) throws -> Void) throws {
        var last: Int64 = .min
        while true {
            let rows = try read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT id, path, file_hash, file_size, scanned_at FROM audio_files
                        WHERE NOT \(isDeleted) AND id > ? ORDER BY id LIMIT ?
                        """, arguments: [last, OldCatalog.size])
            }
            guard let end = rows.last else { return }
            try take(rows.map(OldSound.init(row:)))
            last = end[0]
        }
    }

    /// Sounds at a time.
    private static let size = 1_000

    private var isDeleted: String { hasDeleted ? "coalesce(deleted, 0) <> 0" : "0" }

    private func read<Value>(_ body: (Database) throws -> Value) throws(CatalogError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw OldCatalog.error(error, path)
        }
    }

    /// The copy's path.
    private static func copy(_ path: FilePath, into folder: FilePath) throws -> FilePath {
        let files = FileManager.default
        guard files.fileExists(atPath: path.string) else {
            throw CatalogError(
                .missing, path: path, reason: "there is no such file",
                hint: "name the old tool's database")
        }
        try? files.removeItem(atPath: folder.string)
        try files.createDirectory(
            atPath: folder.string, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let copy = folder.appending("old.db")
        let before = stamps(path)
        for end in endings where files.fileExists(atPath: path.string + end) {
            try files.copyItem(atPath: path.string + end, toPath: copy.string + end)
        }
        guard stamps(path) == before else {
            throw CatalogError(
                .busy, path: path, reason: "it is being written",
                hint: "stop the old tool, then try again")
        }
        return copy
    }

    /// The database, and what of it may stand in its log or its journal.
    private static let endings = ["", "-wal", "-journal"]

    private static func stamps(_ path: FilePath) -> [String] {
        endings.map { end in
            let found = try? FileManager.default.attributesOfItem(atPath: path.string + end)
            return
                "\(found?[.size] ?? 0) \((found?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)"
        }
    }

    private static func check(
        _ db: Database, _ path: FilePath
    ) throws -> (hasDeleted: Bool, hasPaths: Bool) {
        if try Int64.fetchOne(db, sql: "PRAGMA application_id") == Catalog.applicationID {
            throw CatalogError(
                .foreign, path: path, reason: "this is a catalogue of today's audiowatch",
                hint: "to use it as it is: --database, or `path` in `[database]`")
        }
        func columns(_ table: String) throws -> Set<String> {
            Set(
                try String.fetchAll(
                    db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table]))
        }
        let sounds = try columns("audio_files")
        let missing = ["id", "path", "source_root", "file_size", "file_hash", "scanned_at"]
            .filter { !sounds.contains($0) }
        guard missing.isEmpty else {
            throw CatalogError(
                .foreign, path: path,
                reason: sounds.isEmpty
                    ? "it has no table audio_files, so it is not the old tool's"
                    : "its table audio_files has no \(missing.joined(separator: ", "))",
                hint: "name the old tool's database")
        }
        // Reads every page: half a catalogue must not pass for a whole one.
        let verdict = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
        guard verdict == "ok" else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: verdict)
        }
        let paths = try columns("duplicate_paths")
        return (
            sounds.contains("deleted"),
            ["duplicate_path", "source_root"].allSatisfy(paths.contains)
        )
    }

    private static func error(_ error: any Error, _ path: FilePath) -> CatalogError {
        guard let error = error as? DatabaseError else {
            return error as? CatalogError
                ?? CatalogError(
                    .failed, path: path,
                    reason: "it cannot be copied (\(error.localizedDescription))",
                    hint: "check who owns it, and the room in the cache folder")
        }
        let facts = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_NOTADB:
            return CatalogError(
                .foreign, path: path, reason: "it is no SQLite database",
                hint: "name the old tool's database")
        case .SQLITE_CORRUPT:
            return CatalogError(
                .damaged, path: path,
                reason: "it is damaged (\(facts)), and nothing was taken over",
                hint: "restore a backup of it, or do without: a scan finds everything anew")
        default: return CatalogError(error, path: path)
        }
    }
}

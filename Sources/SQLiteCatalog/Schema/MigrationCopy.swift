import AudiowatchCore
import Foundation
import GRDB
import Glibc
public import SystemPackage

/// The database as it was before its schema was last changed, beside it: what an older audiowatch, or whoever has
/// lost something by the change, goes back to. The last one is kept.
public struct MigrationCopy: Hashable, Sendable {
    /// The copy's file.
    public let path: FilePath
    /// Bytes of it.
    public let size: Int64
    /// The latest schema in it.
    public let schema: String
    /// When it was made, seconds since 1970 UTC.
    public let madeAt: Double

    /// Left free beside the copy: the migration itself writes a log.
    private static let reserve: Int64 = 16 << 20

    /// Where the copy of a database stands.
    public static func path(of database: FilePath) -> FilePath {
        FilePath(database.string + ".before-update")
    }

    /// The copy that stands beside a database; nil where there is none that can be read. Blocks.
    public static func of(_ database: FilePath) -> MigrationCopy? {
        let path = path(of: database)
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path.string),
            let size = facts[.size] as? Int64, let date = facts[.modificationDate] as? Date
        else { return nil }
        var configuration = Configuration()
        configuration.readonly = true
        guard let queue = try? DatabaseQueue(path: path.string, configuration: configuration),
            let schema = try? queue.read(Migrations.latest) ?? nil
        else { return nil }
        return MigrationCopy(
            path: path, size: size, schema: schema, madeAt: date.timeIntervalSince1970)
    }

    /// Copies the database, unless its schema is the present one, or there is none in it yet. Whole on the disk
    /// when this returns; until then the copy before it stays.
    ///
    /// - Throws: ``CatalogError`` `full` when there is no room: then nothing was changed.
    static func make(of pool: DatabasePool, at database: FilePath) throws -> MigrationCopy? {
        let needed = try pool.read { db in
            let isOld =
                try Migrations.latest(db) != nil && !Migrations.all.hasCompletedMigrations(db)
            return isOld ? try bytes(db) : nil
        }
        guard let needed else { return nil }
        let folder = database.removingLastComponent()
        if let free = freeBytes(in: folder), free < needed + reserve {
            throw CatalogError(
                .full, path: database,
                reason:
                    "this version changes the catalogue's form, and there is no room for a copy of it first"
                    + " (\(Display.bytes(needed + reserve)) needed, \(Display.bytes(free)) free)",
                hint: "make room in \(folder.display); nothing was changed")
        }
        let new = FilePath(path(of: database).string + ".new")
        do {
            try write(pool, to: new)
            guard rename(new.string, path(of: database).string) == 0 else {
                throw Errno(rawValue: errno)
            }
            try sync(folder, .readOnly)
        } catch {
            unlink(new.string)
            throw error
        }
        return of(database)
    }

    /// SQLite writes into an empty file that is there already, so it is private from the start.
    /// Source: https://www.sqlite.org/lang_vacuum.html
    private static func write(_ pool: DatabasePool, to new: FilePath) throws {
        unlink(new.string)
        let descriptor = try FileDescriptor.open(
            new, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: .ownerReadWrite)
        try descriptor.close()
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [new.string])
        }
        // SQLite leaves that to the system.
        try sync(new, .readWrite)
    }

    private static func sync(_ path: FilePath, _ mode: FileDescriptor.AccessMode) throws {
        let descriptor = try FileDescriptor.open(path, mode, options: [.closeOnExec])
        defer { try? descriptor.close() }
        guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Bytes that the copy takes at the most.
    private static func bytes(_ db: Database) throws -> Int64 {
        let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let size = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        return pages.multipliedReportingOverflow(by: size).partialValue
    }

    /// Nil where the file system does not say.
    private static func freeBytes(in folder: FilePath) -> Int64? {
        var facts = statvfs()
        guard statvfs(folder.string, &facts) == 0, facts.f_bavail > 0 || facts.f_blocks > 0 else {
            return nil
        }
        let (bytes, overflow) = UInt64(facts.f_bavail)
            .multipliedReportingOverflow(by: UInt64(facts.f_frsize))
        return overflow ? nil : Int64(clamping: bytes)
    }
}

import AudiowatchCore
import Foundation
import GRDB
import SystemPackage
import TestSupport
import Testing

@testable import SQLiteCatalog

/// Before the schema changes the database is put aside.
struct MigrationCopyTests {
    private static let old = "6 every number is kept"

    /// A database of an earlier version with something in it that only the user can tell.
    private func makeOld(in folder: FilePath) throws -> FilePath {
        let path = folder.appending("catalog.db")
        let queue = try DatabaseQueue(path: path.string)
        try Migrations.all.migrate(queue, upTo: MigrationCopyTests.old)
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO contents (fingerprint, size, base_name) VALUES (1, 2, 'kick');
                    INSERT INTO annotations (content_id, kind, version, value, at)
                    VALUES (1, 'label', 1, '"mine"', 1);
                    """)
            try Meta.record(Shelf.chunk, of: .chunk, in: db)
        }
        try queue.close()
        return path
    }

    private func read<Value: DatabaseValueConvertible>(
        _ path: FilePath, _ sql: String, as type: Value.Type = Value.self
    ) throws -> Value? {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path.string, configuration: configuration)
        return try queue.read { try Value.fetchOne($0, sql: sql) }
    }

    @Test func `an old database is copied as it was, privately, before it changes`() throws {
        let folder = try TemporaryFolder("migration")
        let path = try makeOld(in: folder.path)
        let catalog = try Catalog.open(at: path, chunk: Shelf.chunk)
        let copy = try #require(catalog.copy)
        #expect(copy == MigrationCopy.of(path))
        #expect(copy.path == FilePath(path.string + ".before-update"))
        #expect(copy.schema == MigrationCopyTests.old)
        #expect(copy.size > 4_096)
        #expect(try read(copy.path, "SELECT value FROM annotations", as: String.self) == "\"mine\"")
        #expect(try read(copy.path, "PRAGMA integrity_check", as: String.self) == "ok")
        #expect(
            try read(copy.path, "PRAGMA application_id", as: Int64.self) == Catalog.applicationID)
        let mode = try FileManager.default.attributesOfItem(atPath: copy.path.string)
        #expect(mode[.posixPermissions] as? Int == 0o600)
        #expect(try catalog.read { try Migrations.all.hasCompletedMigrations($0) })
        // What it was can be opened again by what it was made by, and by this program.
        let again = folder.appending("again.db")
        try FileManager.default.copyItem(atPath: copy.path.string, toPath: again.string)
        #expect(try Catalog.open(at: again, chunk: Shelf.chunk).copy?.schema == copy.schema)
    }

    @Test func `the last copy is kept, and nothing is copied when nothing changes`() throws {
        let folder = try TemporaryFolder("migration")
        let path = try makeOld(in: folder.path)
        try folder.file("catalog.db.before-update", "an older copy".utf8)
        try folder.file("catalog.db.before-update.new", "half a copy".utf8)
        #expect(MigrationCopy.of(path) == nil, "that is none")
        let first = try #require(try Catalog.open(at: path, chunk: Shelf.chunk).copy)
        #expect(first.schema == MigrationCopyTests.old)
        #expect(try Catalog.open(at: path, chunk: Shelf.chunk).copy == nil)
        #expect(MigrationCopy.of(path) == first)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path.string)
        #expect(names.filter { $0.contains("before") } == ["catalog.db.before-update"])
        #expect(try Shelf().catalog.copy == nil, "a new one has nothing to lose")
    }

    @Test func `without room for the copy nothing is changed, and the message says how much`()
        throws
    {
        if let obstacle = Mounts.obstacle {
            print("skipped: \(obstacle)")
            return
        }
        let folder = try TemporaryFolder("migration")
        let old = try makeOld(in: folder.path)
        let disk = try folder.folder("disk")
        try Mounts.ofOwn {
            try Mounts.mount("tmpfs", at: disk.string, type: "tmpfs", options: "size=8m")
            let path = disk.appending("catalog.db")
            try FileManager.default.copyItem(atPath: old.string, toPath: path.string)
            let error = #expect(throws: CatalogError.self) {
                try Catalog.open(at: path, chunk: Shelf.chunk)
            }
            #expect(error?.kind == .full)
            #expect(error?.reason.contains("17.0 MB needed, 8.") == true, "\(error?.reason ?? "")")
            #expect(error?.hint?.contains(disk.string) == true)
            #expect(MigrationCopy.of(path) == nil)
            #expect(
                try read(path, "SELECT max(identifier) FROM grdb_migrations", as: String.self)
                    == MigrationCopyTests.old)
            #expect(try read(path, "SELECT value FROM annotations", as: String.self) == "\"mine\"")
            // With room it goes on.
            #expect(try Mounts.unmount(disk.string) == 0)
            try FileManager.default.copyItem(atPath: old.string, toPath: path.string)
            #expect(try Catalog.open(at: path, chunk: Shelf.chunk).copy != nil)
        }
    }

    @Test func `an older program names the copy that it can read`() throws {
        let folder = try TemporaryFolder("migration")
        let path = try makeOld(in: folder.path)
        let catalog = try Catalog.open(at: path, chunk: Shelf.chunk)
        try catalog.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 from the future')")
        }
        let error = #expect(throws: CatalogError.self) {
            try Catalog.open(at: path, chunk: Shelf.chunk)
        }
        #expect(error?.kind == .newerSchema)
        #expect(error?.hint?.contains("catalog.db.before-update") == true)
    }
}

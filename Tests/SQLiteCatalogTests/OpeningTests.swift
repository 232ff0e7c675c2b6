import AudiowatchCore
import Foundation
import GRDB
import SystemPackage
import TestSupport
import Testing

@testable import SQLiteCatalog

struct OpeningTests {
    @Test func `a new catalogue and its folder are private`() throws {
        let shelf = try Shelf()
        let files = FileManager.default
        let mode = { (path: FilePath) in
            try files.attributesOfItem(atPath: path.string)[.posixPermissions] as? Int
        }
        #expect(try mode(shelf.path) == 0o600)
        #expect(try mode(shelf.path.removingLastComponent()) == 0o700)
        #expect(try mode(FilePath(shelf.path.string + "-wal")) == 0o600)
    }

    @Test func `what was written is there for the next process`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(1, .of(inode: 10)))
        let again = try Catalog.openForReading(at: shelf.path)
        #expect(again.chunk == Shelf.chunk)
        #expect(try again.folder(Shelf.root).files.keys.map(\.display) == ["a.wav"])
        #expect(try again.latestTime() > CatalogTime(microseconds: 0))
    }

    @Test func `a reader sees what a writer commits while it is open`() throws {
        let shelf = try Shelf()
        let reader = try Catalog.openForReading(at: shelf.path)
        #expect(try reader.folder(Shelf.root).files.isEmpty)
        try shelf.look("a.wav", .bytes(1, .of(inode: 10)))
        #expect(try reader.folder(Shelf.root).files.count == 1)
    }

    @Test func `a catalogue opened for reading cannot be written`() throws {
        let shelf = try Shelf()
        let reader = try Catalog.openForReading(at: shelf.path)
        #expect(throws: CatalogError.self) { try reader.writer.recount() }
    }

    @Test func `a missing catalogue says which command makes it`() throws {
        let folder = try TemporaryFolder("catalog")
        let error = #expect(throws: CatalogError.self) {
            try Catalog.openForReading(at: folder.appending("none.db"))
        }
        #expect(error?.kind == .missing)
        #expect(error?.hint?.contains("audiowatch scan") == true)
    }

    @Test func `a database of another program is refused and left byte for byte`() throws {
        let folder = try TemporaryFolder("catalog")
        let path = folder.appending("audio.db")
        let other = try DatabaseQueue(path: path.string)
        try other.write { try $0.execute(sql: "CREATE TABLE audio_files (id INTEGER)") }
        try other.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path.string))
        let error = #expect(throws: CatalogError.self) {
            try Catalog.open(at: path, chunk: Shelf.chunk)
        }
        #expect(error?.kind == .foreign)
        #expect(error?.hint?.contains("import-catalog") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path.string)) == before)
        let reading = #expect(throws: CatalogError.self) {
            try Catalog.openForReading(at: path)
        }
        #expect(reading?.kind == .foreign)
    }

    @Test func `a catalogue of a newer version is refused`() throws {
        let shelf = try Shelf()
        try shelf.catalog.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 from the future')")
        }
        for open in [
            { _ = try Catalog.open(at: shelf.path, chunk: Shelf.chunk) },
            { _ = try Catalog.openForReading(at: shelf.path) },
        ] {
            let error = #expect(throws: CatalogError.self) { try open() }
            #expect(error?.kind == .newerSchema)
        }
    }

    @Test func `another chunk size is refused and both ways out are named`() throws {
        let shelf = try Shelf()
        let error = #expect(throws: CatalogError.self) {
            try Catalog.open(at: shelf.path, chunk: 65_536)
        }
        #expect(error?.kind == .otherChunk)
        #expect(error?.description.contains("1000") == true)
        #expect(error?.hint?.contains("aside") == true)
    }

    @Test func `bytes that are no database are reported as damage`() throws {
        let folder = try TemporaryFolder("catalog")
        let path = try folder.file("catalog.db", Array(repeating: 0x55, count: 8_192))
        let error = #expect(throws: CatalogError.self) {
            try Catalog.open(at: path, chunk: Shelf.chunk)
        }
        #expect(error?.kind == .damaged)
        #expect(error?.isTransient == false)
    }

    @Test func `a first start that was killed before its first table is finished by the next`()
        throws
    {
        let folder = try TemporaryFolder("catalog")
        let path = folder.appending("catalog.db")
        let killed = try DatabaseQueue(path: path.string)
        try killed.write {
            try $0.execute(
                sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        }
        try killed.close()
        let catalog = try Catalog.open(at: path, chunk: Shelf.chunk)
        #expect(try catalog.maxDirectoryID() == 0)
    }

    @Test func `a source that leaves the configuration keeps its rows and its state`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(1, .of(inode: 10)))
        let adopted = try shelf.writer.adopt([Source(name: "other", path: "/other")])
        #expect(adopted.map(\.name) == ["other"])
        #expect(adopted[0].identity == nil && adopted[0].root == nil)
        #expect(try shelf.texts("SELECT state FROM sources WHERE configured = 0") == ["online"])
        #expect(try shelf.number("SELECT files FROM sources WHERE name = 'music'") == 1)
        let back = try shelf.writer.adopt([Source(name: "music", path: "/elsewhere")])
        #expect(back[0].id == shelf.source)
        #expect(back[0].root == Shelf.root)
        #expect(back[0].identity == FileSystemIdentity(type: "ext4", id: "a", rootInode: 2))
    }
}

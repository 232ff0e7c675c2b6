import AudiowatchCore
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

/// Renames, exchanges and hard links: known by their inode, never read.
struct MoveTests {
    private func id(_ shelf: Shelf, _ name: String) throws -> Int64? {
        try shelf.number("SELECT id FROM files WHERE name = '\(name)' AND deleted_at IS NULL")
    }

    private func file(_ shelf: Shelf, _ name: String) throws -> File.ID {
        File.ID(rawValue: try id(shelf, name) ?? 0)
    }

    @Test func `a renamed file is the same row under its new name`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        let kin = try shelf.catalog.rows(withInodeOf: .of(inode: 10))
        #expect(kin.map(\.place) == [shelf.place("a.wav")])
        let row = try file(shelf, "a.wav")
        #expect(try shelf.catalog.liveFile(at: shelf.place("b.wav")) == nil)
        let events = try shelf.look("b.wav", .moved(row: row, .of(inode: 10)))
        #expect(events.map(\.kind) == [.moved])
        #expect(events.map(\.path) == [Array("/music/b.wav".utf8)])
        #expect(try file(shelf, "b.wav") == row)
        #expect(try shelf.number("SELECT count(*) FROM files") == 1)
        // The job at the old name finds nothing to delete.
        #expect(try shelf.look("a.wav", .missing).isEmpty)
        #expect(try shelf.texts("SELECT base_name FROM contents") == ["b"])
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `a deleted file found elsewhere by its inode comes back there`() throws {
        let shelf = try Shelf()
        try shelf.directory(2, "sub")
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        let row = try file(shelf, "a.wav")
        try shelf.look("a.wav", .missing)
        #expect(try shelf.catalog.rows(withInodeOf: .of(inode: 10)).map(\.isDeleted) == [true])
        let events = try shelf.look("a.wav", in: 2, .moved(row: row, .of(inode: 10)))
        #expect(events.map(\.kind) == [.moved])
        #expect(
            try shelf.texts("SELECT path FROM audio_files WHERE deleted = 0") == [
                "/music/sub/a.wav"
            ])
        #expect(try shelf.number("SELECT deleted FROM sources") == 0)
    }

    @Test func `of two names that went the one read last comes first, whichever went first`() throws
    {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        try shelf.look("b.wav", .bytes(8, .of(inode: 10)))
        try shelf.look("b.wav", .missing)
        try shelf.look("a.wav", .missing)
        #expect(
            try shelf.catalog.rows(withInodeOf: .of(inode: 10)).map(\.place.name) == [
                "b.wav", "a.wav",
            ])
    }

    @Test func `a rename onto a known name keeps that name's row with the moved content`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        try shelf.look("b.wav", .bytes(8, .of(inode: 11)))
        let (a, b) = (try file(shelf, "a.wav"), try file(shelf, "b.wav"))
        let content = try shelf.contents()["a.wav"]
        try shelf.look("b.wav", .moved(row: a, .of(inode: 10)))
        #expect(try file(shelf, "b.wav") == b)
        #expect(try shelf.contents() == ["b.wav": content].compactMapValues(\.self))
        // Nobody has the overwritten bytes any more, once they had the time to turn up elsewhere.
        shelf.letPass(seconds: 6)
        try shelf.look("c.wav", .missing)
        #expect(try shelf.number("SELECT count(*) FROM contents") == 1)
        #expect(try shelf.texts("SELECT path FROM audio_files") == ["/music/b.wav"])
        #expect(try shelf.number("SELECT count(*) FROM files WHERE deleted_at IS NOT NULL") == 1)
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `two exchanged names keep their rows and swap their contents`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        try shelf.look("b.wav", .bytes(8, .of(inode: 11)))
        let before = try shelf.contents()
        let (a, b) = (try file(shelf, "a.wav"), try file(shelf, "b.wav"))
        try shelf.finish([
            shelf.finished(shelf.job(shelf.place("a.wav")), .moved(row: b, .of(inode: 11))),
            shelf.finished(shelf.job(shelf.place("b.wav")), .moved(row: a, .of(inode: 10))),
        ])
        #expect(try file(shelf, "a.wav") == a)
        #expect(try file(shelf, "b.wav") == b)
        let after = try shelf.contents()
        #expect(after["a.wav"] == before["b.wav"] && after["b.wav"] == before["a.wav"])
        #expect(try shelf.number("SELECT count(*) FROM contents") == 2)
        // The name that was thought vacated is looked at once more, and is right.
        #expect(try shelf.texts("SELECT name FROM jobs") == ["b.wav"])
        try shelf.look("b.wav", .unchanged(.of(inode: 10)))
        #expect(try shelf.contents() == after)
        #expect(try shelf.jobCount() == 0)
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `two exchanged names that were both read swap too`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        try shelf.look("b.wav", .bytes(8, .of(inode: 11)))
        try shelf.finish([
            shelf.finished(shelf.job(shelf.place("a.wav")), .bytes(8, .of(inode: 11), nil)),
            shelf.finished(shelf.job(shelf.place("b.wav")), .bytes(7, .of(inode: 10), nil)),
        ])
        #expect(try shelf.number("SELECT count(*) FROM contents WHERE present = 1") == 2)
        #expect(
            try shelf.rows("SELECT path, file_hash FROM audio_files ORDER BY path")
                == [
                    ["/music/a.wav".databaseValue, "0000000000000008".databaseValue],
                    ["/music/b.wav".databaseValue, "0000000000000007".databaseValue],
                ])
    }

    @Test func `a row that was examined since is not moved away`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        let row = try file(shelf, "a.wav")
        let early = shelf.now()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10, modified: 6)))
        let job = try shelf.job(shelf.place("b.wav"))
        try shelf.finish([shelf.finished(job, .moved(row: row, .of(inode: 10)), at: early)])
        #expect(try shelf.contents().keys.sorted() == ["a.wav"])
        #expect(try shelf.waiting(shelf.place("b.wav")).attempts == 1)
    }

    @Test func `a hard link is a copy that wastes nothing`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10, size: 5_000)))
        let row = try file(shelf, "a.wav")
        try shelf.look("b.wav", .linked(row: row, .of(inode: 10, size: 5_000)))
        #expect(try Set(shelf.contents().values).count == 1)
        let stats = try shelf.catalog.stats()
        #expect(stats.duplicatePaths == 1)
        #expect(stats.wastedBytes == 0)
        #expect(try shelf.texts("SELECT duplicate_path FROM duplicate_paths") == ["/music/b.wav"])
        #expect(try shelf.jobCount() == 0)
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `a problem goes with its file to the new name`() throws {
        let shelf = try Shelf()
        let problem = Problem(.suspect, "lies")
        try shelf.look("a.wav", .bytes(7, .of(inode: 10), problems: [problem]))
        try shelf.look("b.wav", .moved(row: file(shelf, "a.wav"), .of(inode: 10)))
        #expect(try shelf.texts("SELECT name FROM problems") == ["b.wav"])
        try shelf.look("c.wav", .linked(row: file(shelf, "b.wav"), .of(inode: 10)))
        #expect(try shelf.texts("SELECT name FROM problems ORDER BY name") == ["b.wav", "c.wav"])
    }
}

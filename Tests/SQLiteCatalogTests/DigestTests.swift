import AudiowatchCore
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

/// Files longer than two chunks: an equal fingerprint is no proof.
struct DigestTests {
    private static func long(_ inode: Int64, modified: Int64 = 5) -> Stamp {
        .of(inode: inode, size: 9_000, modified: modified)
    }

    private func digestJobs(_ shelf: Shelf) throws -> [String] {
        try shelf.texts("SELECT name FROM jobs WHERE kind = 1 ORDER BY name")
    }

    /// Two long files with one fingerprint, which may or may not be copies.
    private func pair() throws -> Shelf {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, Self.long(10, modified: 5)))
        #expect(try digestJobs(shelf).isEmpty)
        try shelf.look("b.wav", .bytes(7, Self.long(11, modified: 6)))
        return shelf
    }

    @Test func `two long files with one fingerprint are two contents until they are proved one`()
        throws
    {
        let shelf = try pair()
        #expect(try Set(shelf.contents().values).count == 2)
        #expect(try shelf.number("SELECT count(*) FROM duplicate_paths") == 0)
        #expect(try digestJobs(shelf) == ["a.wav", "b.wav"])
        #expect(try shelf.waiting(shelf.place("a.wav"), .digest).priority == .digest)
        let hashes = try shelf.texts("SELECT file_hash FROM audio_files ORDER BY id")
        #expect(hashes == ["0000000000000007", "0000000000000007-2"])
    }

    @Test func `equal digests make them one content with the older number`() throws {
        let shelf = try pair()
        let first = try shelf.contents()["a.wav"] ?? 0
        let second = try shelf.contents()["b.wav"] ?? 0
        try shelf.catalog.write {
            try $0.execute(
                sql: "INSERT INTO annotations VALUES (?, 'label', 1, 'keep', 0)",
                arguments: [second])
        }
        try shelf.digest("b.wav", 99, stamp: Self.long(11, modified: 6))
        let events = try shelf.digest("a.wav", 99, stamp: Self.long(10))
        #expect(events.map(\.kind) == [.verified])
        #expect(events.first?.content == Content.ID(rawValue: first))
        #expect(try shelf.contents() == ["a.wav": first, "b.wav": first])
        #expect(try shelf.texts("SELECT duplicate_path FROM duplicate_paths") == ["/music/b.wav"])
        #expect(try shelf.number("SELECT content_id FROM annotations") == first)
        #expect(try shelf.number("SELECT count(*) FROM contents") == 1)
        #expect(try shelf.jobCount() == 0)
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `different digests keep the trap pair apart for good`() throws {
        let shelf = try pair()
        try shelf.digest("a.wav", 98, stamp: Self.long(10))
        try shelf.digest("b.wav", 99, stamp: Self.long(11, modified: 6))
        #expect(try Set(shelf.contents().values).count == 2)
        #expect(try shelf.number("SELECT count(*) FROM duplicate_paths") == 0)
        #expect(try shelf.jobCount() == 0)
        // One going away does not make the other its heir, nor does a third one ask for all again.
        try shelf.look("a.wav", .missing)
        #expect(try Set(shelf.contents().values).count == 1)
        #expect(try shelf.number("SELECT count(*) FROM contents") == 2)
        try shelf.look("c.wav", .bytes(7, Self.long(12, modified: 7)))
        #expect(try digestJobs(shelf) == ["c.wav"])
    }

    @Test func `one that comes back is compared with what came meanwhile`() throws {
        let shelf = try pair()
        try shelf.digest("a.wav", 98, stamp: Self.long(10))
        try shelf.digest("b.wav", 99, stamp: Self.long(11, modified: 6))
        try shelf.look("a.wav", .missing)
        try shelf.look("b.wav", .missing)
        try shelf.look("c.wav", .bytes(7, Self.long(12, modified: 7)))
        #expect(try digestJobs(shelf) == [])
        let row = try shelf.number("SELECT id FROM files WHERE name = 'a.wav'") ?? 0
        try shelf.look("moved.wav", .moved(row: File.ID(rawValue: row), Self.long(10)))
        #expect(try digestJobs(shelf) == ["c.wav"])
    }

    @Test func `one that comes back where it was is compared with what came meanwhile`() throws {
        let shelf = try pair()
        try shelf.digest("a.wav", 98, stamp: Self.long(10))
        try shelf.digest("b.wav", 99, stamp: Self.long(11, modified: 6))
        try shelf.look("a.wav", .missing)
        try shelf.look("b.wav", .missing)
        try shelf.look("c.wav", .bytes(7, Self.long(12, modified: 7)))
        try shelf.look("a.wav", .bytes(7, Self.long(10)))
        #expect(try digestJobs(shelf) == ["c.wav"])
        try shelf.digest("c.wav", 98, stamp: Self.long(12, modified: 7))
        #expect(try Set(shelf.contents().values).count == 1)
    }

    @Test func `one that comes back does not share the content that another took over by sample`()
        throws
    {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, Self.long(10)))
        try shelf.look("trap.wav", .bytes(7, Self.long(11)))
        let number = try shelf.contents()["a.wav"]
        try shelf.look("a.wav", .missing)
        #expect(try shelf.contents()["trap.wav"] == number, "taken for a.wav, moved by copying")
        let row = try shelf.number("SELECT id FROM files WHERE name = 'a.wav'") ?? 0
        try shelf.look("moved.wav", .moved(row: File.ID(rawValue: row), Self.long(10)))
        #expect(try shelf.contents()["moved.wav"] == 0)
        #expect(try shelf.waiting(shelf.place("moved.wav")).kind == .examine)
        try shelf.look("moved.wav", .bytes(7, Self.long(10)))
        #expect(try shelf.contents()["moved.wav"] != number)
        #expect(try Set(digestJobs(shelf)).isSuperset(of: ["moved.wav", "trap.wav"]))
    }

    @Test func `a digest of bytes that the row does not know is not believed`() throws {
        let shelf = try pair()
        try shelf.digest("a.wav", 99, stamp: Self.long(10, modified: 77))
        #expect(try shelf.number("SELECT count(*) FROM contents WHERE digest IS NOT NULL") == 0)
        #expect(try shelf.waiting(shelf.place("a.wav")).kind == .examine)
        #expect(try shelf.waiting(shelf.place("a.wav"), .digest).attempts == 1)
    }

    @Test func `a change in the middle of a proved copy makes it leave its group at once`() throws {
        let shelf = try pair()
        try shelf.digest("a.wav", 99, stamp: Self.long(10))
        try shelf.digest("b.wav", 99, stamp: Self.long(11, modified: 6))
        #expect(try Set(shelf.contents().values).count == 1)
        try shelf.look("a.wav", .bytes(7, Self.long(10, modified: 8)))
        #expect(try Set(shelf.contents().values).count == 2)
        #expect(try shelf.number("SELECT count(*) FROM duplicate_paths") == 0)
        #expect(try digestJobs(shelf) == ["a.wav"])
        // Only touched after all: proved again, one again.
        try shelf.digest("a.wav", 99, stamp: Self.long(10, modified: 8))
        #expect(try Set(shelf.contents().values).count == 1)
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `a move across drives keeps the content by sample, copied first`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, Self.long(10)))
        let content = try shelf.contents()["a.wav"]
        try shelf.look("b.wav", .bytes(7, Self.long(900)))
        #expect(try shelf.contents()["b.wav"] != content)
        try shelf.look("a.wav", .missing)
        #expect(try shelf.contents() == ["b.wav": content].compactMapValues(\.self))
        #expect(try shelf.texts("SELECT path FROM audio_files") == ["/music/b.wav"])
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `a move across drives keeps the content by sample, unlinked first`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, Self.long(10)))
        let content = try shelf.contents()["a.wav"]
        try shelf.look("a.wav", .missing)
        try shelf.look("b.wav", .bytes(7, Self.long(900)))
        #expect(try shelf.contents() == ["b.wav": content].compactMapValues(\.self))
        // Another time is another file.
        try shelf.look("b.wav", .missing)
        try shelf.look("c.wav", .bytes(7, Self.long(901, modified: 1_234)))
        #expect(try shelf.contents()["c.wav"] != content)
    }

    @Test func `a deleted younger copy leaves the older one as it is`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, Self.long(10)))
        try shelf.look("b.wav", .bytes(7, Self.long(11)))
        let before = try shelf.contents()["a.wav"]
        try shelf.look("b.wav", .missing)
        #expect(try shelf.contents() == ["a.wav": before].compactMapValues(\.self))
        #expect(try shelf.number("SELECT count(*) FROM contents") == 2)
    }

    @Test func `bytes that contradict their own digest are read again in a content of their own`()
        throws
    {
        let shelf = try pair()
        try shelf.digest("a.wav", 99, stamp: Self.long(10))
        try shelf.digest("b.wav", 99, stamp: Self.long(11, modified: 6))
        _ = try shelf.job(shelf.place("b.wav"), .digest, .digest)
        try shelf.digest("b.wav", 55, stamp: Self.long(11, modified: 6))
        #expect(try Set(shelf.contents().values).count == 2)
        #expect(try shelf.waiting(shelf.place("b.wav")).kind == .examine)
        try shelf.finish([
            shelf.finished(
                shelf.waiting(shelf.place("b.wav")), .bytes(7, Self.long(11, modified: 6)))
        ])
        #expect(try shelf.number("SELECT count(*) FROM contents WHERE format = 'wav'") == 2)
        #expect(try shelf.jobCount() == 0)
    }

    @Test func `the same stamp read again stays in its proved group`() throws {
        let shelf = try pair()
        try shelf.digest("a.wav", 99, stamp: Self.long(10))
        try shelf.digest("b.wav", 99, stamp: Self.long(11, modified: 6))
        try shelf.look("a.wav", .bytes(7, Self.long(10)))
        #expect(try Set(shelf.contents().values).count == 1)
    }
}

import AudiowatchCore
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

/// New, unchanged, changed, gone, back: one name after the other.
struct FileLifeTests {
    @Test func `a new file gets a row and a content, and its job leaves`() throws {
        let shelf = try Shelf()
        let events = try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        #expect(events.map(\.kind) == [.added])
        #expect(events.map(\.path) == [Array("/music/a.wav".utf8)])
        #expect(try shelf.jobCount() == 0)
        let live = try shelf.catalog.liveFile(at: shelf.place("a.wav"))
        #expect(live?.hasProperties == true && live?.hasProblem == false)
        #expect(live?.stamp == .of(inode: 10))
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `an unchanged file writes no row but its job's`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        let before = try shelf.rows("SELECT * FROM files")
        let events = try shelf.look("a.wav", .unchanged(.of(inode: 10)))
        #expect(events.isEmpty)
        #expect(try shelf.rows("SELECT * FROM files") == before)
        #expect(try shelf.jobCount() == 0)
    }

    @Test func `a new ctime alone is written down`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        var stamp = Stamp.of(inode: 10)
        stamp.changed = 99
        try shelf.look("a.wav", .unchanged(stamp))
        #expect(try shelf.catalog.liveFile(at: shelf.place("a.wav"))?.stamp == stamp)
    }

    @Test func `new bytes under an old name keep both numbers`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        let before = try shelf.contents()
        let events = try shelf.look("a.wav", .bytes(8, .of(inode: 11, size: 600), .wav(3)))
        #expect(events.map(\.kind) == [.changed])
        #expect(try shelf.contents() == before)
        #expect(try shelf.number("SELECT fingerprint FROM contents") == 8)
        #expect(try shelf.number("SELECT count(*) FROM contents") == 1)
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `bytes that another file has are shared, and nobody's content goes`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        try shelf.look("b.wav", .bytes(8, .of(inode: 11)))
        let first = try shelf.contents()["a.wav"]
        try shelf.look("b.wav", .bytes(7, .of(inode: 12), nil))
        #expect(try shelf.contents() == ["a.wav": first, "b.wav": first].compactMapValues(\.self))
        #expect(try shelf.number("SELECT count(*) FROM contents") == 1)
        #expect(try shelf.texts("SELECT duplicate_path FROM duplicate_paths") == ["/music/b.wav"])
    }

    @Test func `a copy whose bytes changed leaves the other copy's content alone`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        try shelf.look("b.wav", .bytes(7, .of(inode: 11), nil))
        try shelf.look("a.wav", .bytes(9, .of(inode: 10, modified: 6)))
        let contents = try shelf.contents()
        #expect(contents["a.wav"] != contents["b.wav"])
        // The copy that stayed is the primary now.
        #expect(
            try shelf.texts("SELECT path FROM audio_files ORDER BY path")
                == ["/music/a.wav", "/music/b.wav"])
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `a content thought to be known that is not is probed after all`() throws {
        let shelf = try Shelf()
        #expect(try shelf.look("a.wav", .bytes(7, .of(inode: 10), nil)).isEmpty)
        #expect(try shelf.contents().isEmpty)
        let job = try shelf.waiting(shelf.place("a.wav"))
        #expect(try shelf.catalog.isKnown(fingerprint: Fingerprint(7), size: 500) == false)
        try shelf.finish([shelf.finished(job, .bytes(7, .of(inode: 10)))])
        #expect(try shelf.contents().count == 1)
        #expect(try shelf.jobCount() == 0)
        #expect(try shelf.catalog.isKnown(fingerprint: Fingerprint(7), size: 500))
    }

    @Test func `deleting needs proof from the current mount and an older examination`() throws {
        let shelf = try Shelf()
        let early = shelf.now()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        let place = shelf.place("a.wav")
        // From before an unmount: the job stays.
        try shelf.finish([shelf.finished(shelf.job(place), .missing, generation: 0)])
        #expect(try shelf.contents().count == 1)
        #expect(try shelf.jobCount() == 1)
        // Looked at before the file was found there: the later look is right, and the disk is asked again.
        try shelf.finish([shelf.finished(shelf.waiting(place), .missing, at: early)])
        #expect(try shelf.contents().count == 1)
        #expect(try shelf.waiting(place).attempts == 1)
        let events = try shelf.look("a.wav", .missing)
        #expect(events.map(\.kind) == [.deleted])
        #expect(try shelf.contents().isEmpty)
        #expect(try shelf.number("SELECT deleted FROM sources") == 1)
        #expect(try shelf.number("SELECT deleted FROM audio_files") == 1)
        #expect(try shelf.texts("SELECT path FROM audio_files") == ["/music/a.wav"])
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `a file that returns to its place is the same row and content`() throws {
        let shelf = try Shelf()
        let id = try shelf.look("a.wav", .bytes(7, .of(inode: 10))).first?.file
        let content = try shelf.contents()
        try shelf.look("a.wav", .missing)
        let events = try shelf.look("a.wav", .bytes(7, .of(inode: 44), nil))
        #expect(events.map(\.kind) == [.revived])
        #expect(events.first?.file == id)
        #expect(try shelf.contents() == content)
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `an excluded file is marked deleted like a missing one`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        #expect(try shelf.look("a.wav", .ignored(.tooSmall)).map(\.kind) == [.deleted])
        #expect(try shelf.jobCount() == 0)
    }

    @Test func `a name that is too small has the other names of its inode looked at`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        try shelf.look("link.wav", .ignored(.tooSmall, of: .of(inode: 10, size: 3, modified: 9)))
        #expect(try shelf.waiting(shelf.place("a.wav")).priority == .again)
    }

    @Test func `when the primary goes the oldest copy stands for the content`() throws {
        let shelf = try Shelf()
        for (inode, name) in [FileName("c.wav"), "b.wav", "a.wav"].enumerated() {
            try shelf.look(name, .bytes(7, .of(inode: Int64(10 + inode))))
        }
        #expect(try shelf.texts("SELECT path FROM audio_files") == ["/music/c.wav"])
        try shelf.look("c.wav", .missing)
        #expect(try shelf.texts("SELECT path FROM audio_files") == ["/music/b.wav"])
        #expect(try shelf.texts("SELECT duplicate_path FROM duplicate_paths") == ["/music/a.wav"])
        try shelf.look("c.wav", .bytes(7, .of(inode: 10), nil))
        #expect(try shelf.texts("SELECT path FROM audio_files") == ["/music/b.wav"])
    }

    @Test func `a result that comes twice counts once`() throws {
        let shelf = try Shelf()
        let result = try shelf.finished(
            shelf.job(shelf.place("a.wav")), .bytes(7, .of(inode: 10)))
        #expect(try shelf.finish([result, result]).count == 1)
        #expect(try shelf.finish([result]).isEmpty)
        #expect(try shelf.number("SELECT count(*) FROM files") == 1)
    }

    @Test func `a job that was asked for again stays, and the older result counts meanwhile`()
        throws
    {
        let shelf = try Shelf()
        let place = shelf.place("a.wav")
        let taken = try shelf.job(place)
        let again = try shelf.job(place)
        #expect(again.id == taken.id && again.generation == taken.generation + 1)
        try shelf.finish([shelf.finished(taken, .bytes(7, .of(inode: 10)))])
        #expect(try shelf.contents().count == 1)
        #expect(try shelf.waiting(place).generation == again.generation)
        // What may have been made since is not deleted by the older look.
        try shelf.finish([shelf.finished(taken, .missing)])
        #expect(try shelf.contents().count == 1)
    }

    @Test func `an older reading never replaces a younger one`() throws {
        let shelf = try Shelf()
        let early = shelf.now()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        let job = try shelf.job(shelf.place("a.wav"))
        try shelf.finish([shelf.finished(job, .bytes(6, .of(inode: 9)), at: early)])
        #expect(try shelf.number("SELECT fingerprint FROM contents") == 7)
    }

    @Test func `a file read by name only has a row without content`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .named(.of(inode: 10)))
        #expect(try shelf.number("SELECT count(*) FROM files WHERE content_id IS NULL") == 1)
        #expect(try shelf.number("SELECT count(*) FROM contents") == 0)
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        #expect(try shelf.contents()["a.wav"] != 0)
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `a content with something the user said outlives its files`() throws {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        let content = try shelf.contents()["a.wav"] ?? 0
        try shelf.catalog.write {
            try $0.execute(
                sql: "INSERT INTO annotations VALUES (?, 'label', 1, 'keep', 0)",
                arguments: [content])
        }
        try shelf.look("a.wav", .bytes(8, .of(inode: 10, modified: 6)))
        #expect(try shelf.contents()["a.wav"] != content)
        #expect(try shelf.number("SELECT count(*) FROM annotations") == 1)
        try shelf.look("b.wav", .bytes(7, .of(inode: 11)))
        #expect(try shelf.contents()["b.wav"] == content)
        #expect(
            try shelf.texts("SELECT path FROM audio_files WHERE id = \(content)") == [
                "/music/b.wav"
            ])
    }
}

import AudiowatchCore
import SystemPackage
import TestSupport
import Testing

@testable import SQLiteCatalog

/// What reconciles report of directories.
struct DirectoryTests {
    private let a = Directory.ID(rawValue: 2)
    private let b = Directory.ID(rawValue: 3)

    /// music/A/one.wav and music/B/two.wav
    private func shelf() throws -> Shelf {
        let shelf = try Shelf()
        try shelf.directory(2, "A")
        try shelf.directory(3, "B")
        try shelf.look("one.wav", in: 2, .bytes(1, .of(inode: 10)))
        try shelf.look("two.wav", in: 3, .bytes(2, .of(inode: 11)))
        return shelf
    }

    private func paths(_ shelf: Shelf) throws -> [String] {
        try shelf.texts("SELECT path FROM audio_files WHERE deleted = 0 ORDER BY path")
    }

    @Test func `the tree comes back with parents first`() throws {
        let shelf = try shelf()
        try shelf.directory(9, "deep", in: 3)
        let tree = try shelf.catalog.tree(of: shelf.source)
        #expect(tree.map(\.id.rawValue) == [1, 2, 3, 9])
        #expect(tree.map(\.name) == ["", "A", "B", "deep"])
        #expect(tree.last?.parent == b)
        #expect(try shelf.catalog.maxDirectoryID() == 9)
        let location = try shelf.catalog.location(of: Directory.ID(rawValue: 9))
        #expect(location?.names == ["B", "deep"])
        #expect(location?.inode == 1_009)
    }

    @Test func `a renamed directory is one changed row`() throws {
        let shelf = try shelf()
        let before = try shelf.rows("SELECT * FROM files")
        try shelf.report([.directoryMoved(a, parent: b, name: "A2")])
        #expect(try shelf.rows("SELECT * FROM files") == before)
        #expect(try paths(shelf) == ["/music/B/A2/one.wav", "/music/B/two.wav"])
    }

    @Test func `two directories exchange their names in one report or in two`() throws {
        for isSplit in [false, true] {
            let shelf = try shelf()
            let changes: [DirectoryReport.Change] = [
                .directoryMoved(a, parent: Shelf.root, name: "B"),
                .directoryMoved(b, parent: Shelf.root, name: "A"),
            ]
            if isSplit {
                try shelf.report([changes[0]])
                #expect(try shelf.catalog.location(of: b) == nil)
                try shelf.report([changes[1]])
            } else {
                try shelf.report(changes)
            }
            #expect(try paths(shelf) == ["/music/A/two.wav", "/music/B/one.wav"])
            #expect(try shelf.catalog.tree(of: shelf.source).count == 3)
            #expect(try shelf.catalog.location(of: b)?.names == ["A"])
        }
    }

    @Test func `a directory that is gone takes along what was examined before, and its jobs`()
        throws
    {
        let shelf = try shelf()
        try shelf.directory(4, "sub", in: 2)
        try shelf.look("old.wav", in: 4, .bytes(4, .of(inode: 14)))
        _ = try shelf.job(shelf.place("waiting.wav", in: 4))
        let listed = shelf.now()
        try shelf.look("young.wav", in: 4, .bytes(5, .of(inode: 15)))
        let events = try shelf.report([.directoryGone(a)], listedAt: listed)
        #expect(events.map(\.kind) == [.deleted, .deleted])
        #expect(
            Set(events.map { String(decoding: $0.path, as: UTF8.self) })
                == ["/music/A/one.wav", "/music/A/sub/old.wav"])
        #expect(try shelf.contents().keys.sorted() == ["two.wav", "young.wav"])
        // What was examined later is looked at once more, last of all.
        #expect(try shelf.texts("SELECT name FROM jobs") == ["young.wav"])
        #expect(try shelf.waiting(shelf.place("young.wav", in: 4)).priority == .vanished)
        #expect(try shelf.catalog.tree(of: shelf.source).map(\.id.rawValue) == [1, 3])
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `a listing from before an unmount deletes nothing`() throws {
        let shelf = try shelf()
        try shelf.report([.directoryGone(a)], generation: 0)
        #expect(try paths(shelf).count == 2)
        #expect(try shelf.catalog.location(of: a) != nil)
    }

    @Test func `a directory that comes back brings its rows back`() throws {
        let shelf = try shelf()
        let before = try shelf.contents()
        try shelf.report([.directoryGone(a)])
        #expect(try shelf.contents().count == 1)
        try shelf.report([.directoryMoved(a, parent: Shelf.root, name: "A")])
        try shelf.look("one.wav", in: 2, .bytes(1, .of(inode: 10), nil))
        #expect(try shelf.contents() == before)
    }

    @Test
    func
        `files of a directory that never found a place again are marked deleted at the next start`()
        throws
    {
        let shelf = try shelf()
        try shelf.report([
            .directoryFound(
                Directory.ID(rawValue: 7), parent: Shelf.root, name: "A", inode: 77, born: 7)
        ])
        // Another directory stands there; where this one is, nobody knows yet.
        #expect(try shelf.contents().count == 2)
        #expect(try shelf.catalog.tree(of: shelf.source).map(\.id.rawValue) == [1, 3, 7])
        let result = try shelf.finished(
            shelf.job(shelf.place("late.wav", in: 2)), .bytes(9, .of(inode: 19)))
        try shelf.finish([result])
        #expect(try shelf.contents().count == 2)
        _ = try shelf.writer.adopt([Source(name: "music", path: "/music")])
        #expect(try shelf.contents().keys.sorted() == ["two.wav"])
        #expect(try shelf.jobCount() == 0)
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `a directory that cannot be listed is one problem until it can`() throws {
        let shelf = try shelf()
        let problem = Problem(.unreadableDirectory, "permission denied")
        try shelf.report([.problem(a, problem)])
        try shelf.report([.problem(a, problem)])
        #expect(try shelf.number("SELECT count(*) FROM problems WHERE name IS NULL") == 1)
        try shelf.report([.healed(a)])
        #expect(try shelf.number("SELECT count(*) FROM problems") == 0)
    }

    @Test func `another inode under the old name is the same row`() throws {
        let shelf = try shelf()
        try shelf.report([.directoryReplaced(a, inode: 555, born: 5)])
        #expect(try shelf.catalog.location(of: a)?.inode == 555)
    }

    @Test func `many directories are read in one go`() throws {
        let shelf = try shelf()
        let folders = try shelf.catalog.folders([a, b, Shelf.root])
        #expect(folders[a]?.files.keys.map(\.display) == ["one.wav"])
        #expect(folders[b]?.files["two.wav"]?.stamp == .of(inode: 11))
        #expect(folders[Shelf.root] == nil)
    }

    @Test func `a file seen by a worker and gone when its folder is listed is looked at again`()
        throws
    {
        let shelf = try shelf()
        let place = shelf.place("brief.wav", in: 2)
        let seen = shelf.finished(try shelf.job(place), .bytes(7, .of(inode: 17)))
        // Deleted, and nobody was told: the listing is all there is, and the result is not written yet.
        let differences = FileDifferences(
            listed: [("one.wav", .of(inode: 10))], known: try shelf.catalog.folder(a),
            on: .local)
        #expect(differences.vanished == ["brief.wav"])
        for name in differences.vanished { _ = try shelf.job(Place(a, name), .vanished) }
        try shelf.finish([seen])
        #expect(try shelf.contents()["brief.wav"] != nil)
        try shelf.finish([shelf.finished(try shelf.waiting(place), .missing)])
        #expect(try shelf.contents().keys.sorted() == ["one.wav", "two.wav"])
    }

    @Test func `a file left in a directory that is gone is given up after some looks`() throws {
        let shelf = try shelf()
        let listed = shelf.now()
        try shelf.look("young.wav", in: 2, .bytes(5, .of(inode: 15)))
        try shelf.report([.directoryGone(a)], listedAt: listed)
        let place = shelf.place("young.wav", in: 2)
        for _ in 0..<5 {
            let job = try shelf.waiting(place)
            try shelf.finish([shelf.finished(job, .unsettled(nil, again: .seconds(1)))])
        }
        #expect(try shelf.contents().keys.sorted() == ["two.wav", "young.wav"])
        let job = try shelf.waiting(place)
        try shelf.finish([shelf.finished(job, .unsettled(nil, again: .seconds(1)))])
        #expect(try shelf.contents().keys.sorted() == ["two.wav"])
        #expect(try shelf.jobCount() == 0)
    }
}

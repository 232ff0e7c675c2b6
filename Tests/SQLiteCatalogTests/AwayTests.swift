import AudiowatchCore
import SystemPackage
import TestSupport
import Testing

@testable import SQLiteCatalog

/// Directories that something else stands in place of.
struct AwayTests {
    private let a = Directory.ID(rawValue: 2)
    private let deep = Directory.ID(rawValue: 4)
    private let drive = FileSystemIdentity(
        type: "vfat", id: "1234-ABCD", rootInode: 0, folder: "/")

    /// music/A (a drive)/deep/one.wav and music/two.wav
    private func shelf() throws -> Shelf {
        let shelf = try Shelf()
        try shelf.directory(2, "A")
        try shelf.directory(4, "deep", in: 2)
        try shelf.report([.directoryMounted(a, drive)])
        try shelf.look("one.wav", in: 4, .bytes(1, .of(inode: 10)))
        try shelf.look("two.wav", .bytes(2, .of(inode: 11)))
        return shelf
    }

    @Test func `the tree knows where a file system begins and what is away`() throws {
        let shelf = try shelf()
        try shelf.report([.directoryAway(a)])
        let tree = try shelf.catalog.tree(of: shelf.source)
        #expect(tree.first { $0.id == a }?.fileSystem == drive)
        #expect(tree.filter(\.isAway).map(\.id) == [a])
        let location = try #require(try shelf.catalog.location(of: deep))
        #expect(location.isAway)
        #expect(location.home?.directory == a)
        #expect(location.home?.traits.hasStableInodes == false)
        #expect(try shelf.catalog.location(of: Shelf.root)?.home == nil)
    }

    @Test func `jobs of a directory that is away rest, and wake with it`() throws {
        let shelf = try shelf()
        _ = try shelf.job(shelf.place("one.wav", in: 4))
        _ = try shelf.job(shelf.place("two.wav"), .scan)
        try shelf.report([.directoryAway(a)])
        let later = CatalogTime(microseconds: .max)
        #expect(
            try shelf.catalog.readyJobs(limit: 9, excluding: [], at: later).map(\.place.name)
                == ["two.wav"])
        #expect(try shelf.catalog.pendingJobs(at: shelf.now()) == 1)
        try shelf.report([.directoryReturned(a)])
        #expect(try shelf.waiting(shelf.place("one.wav", in: 4)).priority == .live)
        #expect(try shelf.catalog.pendingJobs(at: shelf.now()) == 2)
    }

    @Test func `a look that found its drive away leaves the job at rest and the row as it is`()
        throws
    {
        let shelf = try shelf()
        let place = shelf.place("one.wav", in: 4)
        try shelf.report([.directoryAway(a)])
        // Asked for by something that does not know: a hard link, the user's retry.
        let job = try shelf.job(place)
        try shelf.finish([shelf.finished(job, .sourceAway(reason: "its drive is away"))])
        #expect(
            try shelf.catalog.readyJobs(
                limit: 9, excluding: [], at: CatalogTime(microseconds: .max)) == [])
        #expect(try shelf.contents().keys.sorted() == ["one.wav", "two.wav"])
        try shelf.report([.directoryReturned(a)])
        #expect(try shelf.waiting(place).priority == .live)
    }

    @Test func `what was away inside a directory that returns stays away`() throws {
        let shelf = try shelf()
        _ = try shelf.job(shelf.place("one.wav", in: 4))
        try shelf.report([.directoryAway(deep), .directoryAway(a), .directoryReturned(a)])
        #expect(
            try shelf.catalog.readyJobs(
                limit: 9, excluding: [], at: CatalogTime(microseconds: .max)) == [])
    }

    @Test func `files below a directory are known of while any of them is present or to come`()
        throws
    {
        let shelf = try shelf()
        #expect(try shelf.catalog.holdsFiles(below: a))
        try shelf.look("one.wav", in: 4, .missing)
        #expect(try !shelf.catalog.holdsFiles(below: a))
        _ = try shelf.job(shelf.place("new.wav", in: 4))
        #expect(try shelf.catalog.holdsFiles(below: a))
    }

    @Test func `evidence from before a mount deletes nothing, and its source is told`() throws {
        let shelf = try shelf()
        let before = shelf.generation
        let job = try shelf.job(shelf.place("two.wav"))
        shelf.generation += 1
        try shelf.finish([shelf.finished(job, .missing, generation: before)])
        #expect(try shelf.contents().keys.sorted() == ["one.wav", "two.wav"])
        var refused: [Source.ID] = []
        _ = try shelf.writer.apply(
            [
                DirectoryReport(
                    source: shelf.source, listedAt: shelf.now(), mountGeneration: before,
                    changes: [.directoryGone(a)])
            ], generations: [shelf.source: shelf.generation], refused: { refused.append($0) })
        #expect(refused == [shelf.source])
        #expect(try shelf.contents().keys.sorted() == ["one.wav", "two.wav"])
        // The job is still there, and the next look is believed.
        let again = try shelf.waiting(shelf.place("two.wav"))
        try shelf.finish([shelf.finished(again, .missing)])
        #expect(try shelf.contents().keys.sorted() == ["one.wav"])
    }
}

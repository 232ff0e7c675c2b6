import AudiowatchCore
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

/// The file to keep stays the one to keep wherever it goes, and nobody goes unjudged.
struct KeptFileTests {
    /// Two copies, a third file of other bytes, and a second folder, as another drive would be.
    private func pair() throws -> Shelf {
        let shelf = try Shelf()
        try shelf.directory(2, "other drive")
        try shelf.look("a.wav", .bytes(1, .of(inode: 10)))
        try shelf.look("b.wav", .bytes(1, .of(inode: 11)))
        try shelf.look("c.wav", .bytes(2, .of(inode: 12)))
        try keep(shelf, "b.wav")
        #expect(try open(shelf) == 0)
        return shelf
    }

    private func keep(_ shelf: Shelf, _ name: String, in folder: Int64 = 1) throws {
        let content = try shelf.number("SELECT id FROM contents WHERE fingerprint = 1") ?? 0
        let request = VerdictRequest(
            group: .exact(Content.ID(rawValue: content)), verdict: .keep,
            file: try file(shelf, name, in: folder))
        #expect(try shelf.writer.decide(request, at: shelf.now()) == .recorded)
    }

    private func file(_ shelf: Shelf, _ name: String, in folder: Int64 = 1) throws -> File.ID {
        let id = try shelf.number(
            """
            SELECT id FROM files
            WHERE name = '\(name)' AND directory_id = \(folder) AND deleted_at IS NULL
            """)
        return File.ID(rawValue: try #require(id))
    }

    private func open(_ shelf: Shelf) throws -> Int {
        try shelf.catalog.duplicatePage(DuplicateQuestion(decided: .no), size: 9).groups.count
    }

    private func verdict(_ shelf: Shelf) throws -> GroupVerdict? {
        try shelf.catalog.duplicatePage(size: 9).groups.first?.verdict
    }

    private func chosen(_ shelf: Shelf) throws -> Set<File.ID> {
        var files: Set<File.ID> = []
        try shelf.catalog.chosenCopies { copy in
            files.insert(copy.file)
            return true
        }
        return files
    }

    @Test(arguments: [true, false])
    func `it may go to another drive`(isCopiedFirst: Bool) throws {
        let shelf = try pair()
        let arrives = { try shelf.look("b.wav", in: 2, .bytes(1, .of(inode: 77))) }
        if isCopiedFirst { _ = try arrives() }
        try shelf.look("b.wav", .missing)
        if !isCopiedFirst {
            _ = try shelf.look("d.wav", .bytes(1, .of(inode: 13)))
            #expect(try open(shelf) == 1)
            try shelf.look("d.wav", .missing)
            _ = try arrives()
        }
        #expect(try open(shelf) == 0)
        #expect(try verdict(shelf)?.file == file(shelf, "b.wav", in: 2))
        #expect(try chosen(shelf) == [file(shelf, "a.wav")])
        // And on, renamed where it is: the same row.
        let row = try file(shelf, "b.wav", in: 2)
        try shelf.look("new name.wav", in: 2, .moved(row: row, .of(inode: 77)))
        #expect(try open(shelf) == 0)
        #expect(try verdict(shelf)?.file == row)
        // And back, under the name that it has now.
        try shelf.look("new name.wav", .bytes(1, .of(inode: 78)))
        try shelf.look("new name.wav", in: 2, .missing)
        #expect(try open(shelf) == 0)
        #expect(try verdict(shelf)?.file == file(shelf, "new name.wav"))
    }

    @Test func `a judged copy may go to another drive too`() throws {
        let shelf = try pair()
        try shelf.look("a.wav", in: 2, .bytes(1, .of(inode: 77)))
        try shelf.look("a.wav", .missing)
        #expect(try open(shelf) == 0)
        #expect(try chosen(shelf) == [file(shelf, "a.wav", in: 2)])
    }

    @Test func `a copy that comes later is new: the group is open, and nothing of it may go`()
        throws
    {
        let shelf = try pair()
        #expect(try chosen(shelf) == [file(shelf, "a.wav")])
        try shelf.look("d.wav", in: 2, .bytes(1, .of(inode: 13)))
        #expect(try open(shelf) == 1)
        #expect(try verdict(shelf)?.file == file(shelf, "b.wav"))
        #expect(try verdict(shelf)?.unseen == [file(shelf, "d.wav", in: 2)])
        #expect(try chosen(shelf) == [])
        #expect(try shelf.catalog.duplicatePage(size: 1).decided.keep == 0)
        try keep(shelf, "b.wav")
        #expect(try open(shelf) == 0)
        #expect(try verdict(shelf)?.unseen == nil)
        #expect(try chosen(shelf) == [file(shelf, "a.wav"), file(shelf, "d.wav", in: 2)])
        // It goes again: as before.
        try shelf.look("d.wav", in: 2, .missing)
        #expect(try open(shelf) == 0)
        #expect(try chosen(shelf) == [file(shelf, "a.wav")])
    }

    @Test func `a copy that takes a forgotten row's number was not judged`() throws {
        let shelf = try pair()
        try shelf.look("e.wav", .bytes(1, .of(inode: 15)))
        try keep(shelf, "b.wav")
        let judged = try file(shelf, "e.wav")
        try shelf.look("e.wav", .missing)
        shelf.letPass(seconds: 1_000)
        _ = try shelf.writer.prune(deletedBefore: shelf.now(), mayTakeMost: true)
        try shelf.look("f.wav", .bytes(1, .of(inode: 16)))
        #expect(try file(shelf, "f.wav") == judged)
        #expect(try verdict(shelf)?.unseen == [judged])
        #expect(try open(shelf) == 1)
    }

    @Test func `a group that is none, or put off, stays so when a copy comes`() throws {
        let shelf = try pair()
        let content = Content.ID(
            rawValue: try #require(
                try shelf.number("SELECT id FROM contents WHERE fingerprint = 1")))
        for (number, verdict) in [Verdict.notDuplicate, .later].enumerated() {
            let request = VerdictRequest(group: .exact(content), verdict: verdict)
            #expect(try shelf.writer.decide(request, at: shelf.now()) == .recorded)
            let inode = Int64(20 + number)
            try shelf.look(FileName("new \(number).wav"), .bytes(1, .of(inode: inode)))
            #expect(try open(shelf) == 0)
        }
    }

    @Test func `the one to keep of a near group may go to another drive`() throws {
        let shelf = try Shelf()
        for folder: Int64 in 2...4 { try shelf.directory(folder, FileName("folder \(folder)")) }
        for folder: Int64 in 2...3 {
            try shelf.look(
                "take.wav", in: folder,
                .bytes(UInt64(folder), .of(inode: 30 + folder), .wav(1 + Double(folder) / 100)))
        }
        let group = try #require(try shelf.catalog.nearPage(size: 1).groups.first)
        let request = VerdictRequest(
            group: .near(leader: group.leader), verdict: .keep,
            file: try file(shelf, "take.wav", in: 3))
        #expect(try shelf.writer.decide(request, at: shelf.now()) == .recorded)
        let open = { try shelf.catalog.nearPage(size: 9, decided: .no).groups.count }
        // A copy of the other one under the same name takes nothing over.
        try shelf.directory(5, "folder 5")
        try shelf.look("take.wav", in: 5, .bytes(2, .of(inode: 50)))
        #expect(try open() == 0)
        try shelf.look("take.wav", in: 4, .bytes(3, .of(inode: 40)))
        try shelf.look("take.wav", in: 3, .missing)
        #expect(try open() == 0)
        // On again, within its folder and out of it.
        try shelf.look(
            "Take.wav", in: 4, .moved(row: file(shelf, "take.wav", in: 4), .of(inode: 40)))
        try shelf.look("Take.wav", in: 5, .bytes(3, .of(inode: 41)))
        try shelf.look("Take.wav", in: 4, .missing)
        #expect(try open() == 0)
        let kept = try shelf.catalog.nearPage(size: 9, decided: .keep).groups.first?.verdict?.file
        #expect(try kept == file(shelf, "Take.wav", in: 5))
    }
}

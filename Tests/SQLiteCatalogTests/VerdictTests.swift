import AudiowatchCore
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

/// What the user decided of groups of duplicates, and what it lives through.
struct VerdictTests {
    /// Two copies and a third file, in a catalogue of its own.
    private func pair(size: Int64 = 500) throws -> Shelf {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(1, .of(inode: 10, size: size)))
        try shelf.look("b.wav", .bytes(1, .of(inode: 11, size: size)))
        try shelf.look("c.wav", .bytes(2, .of(inode: 12, size: size)))
        return shelf
    }

    private func decide(
        _ shelf: Shelf, _ verdict: Verdict?, keeping file: String? = nil
    ) throws -> VerdictOutcome {
        try shelf.writer.decide(
            VerdictRequest(
                group: .exact(content(shelf)), verdict: verdict,
                file: try file.map { try self.file(shelf, $0) }), at: shelf.now())
    }

    private func content(_ shelf: Shelf) throws -> Content.ID {
        Content.ID(
            rawValue: try shelf.number("SELECT min(id) FROM contents WHERE fingerprint = 1") ?? 0)
    }

    private func file(_ shelf: Shelf, _ name: String) throws -> File.ID {
        let id = try shelf.number(
            "SELECT id FROM files WHERE name = '\(name)' AND deleted_at IS NULL")
        return File.ID(rawValue: try #require(id))
    }

    private func open(_ shelf: Shelf) throws -> [Content.ID] {
        try shelf.catalog.duplicatePage(DuplicateQuestion(decided: .no), size: 10).groups
            .map(\.content)
    }

    @Test func `a decided group is hidden, counted, and found by its verdict`() throws {
        let shelf = try pair()
        let content = try content(shelf)
        #expect(try open(shelf) == [content])
        for (verdict, words) in [
            (Verdict.keep, [DuplicateQuestion.Decided.keep, .yes, .all]),
            (.notDuplicate, [.notDuplicate, .yes, .all]), (.later, [.later, .yes, .all]),
        ] {
            #expect(
                try decide(shelf, verdict, keeping: verdict == .keep ? "b.wav" : nil) == .recorded)
            for word in DuplicateQuestion.Decided.allCases {
                let page = try shelf.catalog.duplicatePage(
                    DuplicateQuestion(decided: word), size: 10)
                #expect(page.groups.count == (words.contains(word) ? 1 : 0), "\(verdict) \(word)")
                let counts = page.decided
                #expect(
                    [counts.keep, counts.notDuplicate, counts.later]
                        == Verdict.allCases.map { $0 == verdict ? 1 : 0 })
            }
        }
        #expect(try decide(shelf, nil) == .recorded)
        #expect(try open(shelf) == [content])
        #expect(try shelf.number("SELECT count(*) FROM annotations") == 0)
    }

    @Test func `what is no group, or not in it, is refused`() throws {
        let shelf = try pair()
        #expect(try decide(shelf, .keep, keeping: "c.wav") == .notInGroup)
        #expect(try decide(shelf, .keep) == .notInGroup)
        try shelf.look("b.wav", .missing)
        #expect(try decide(shelf, .later) == .noSuchGroup)
        let nobody = VerdictRequest(group: .exact(Content.ID(rawValue: 99)), verdict: .later)
        #expect(try shelf.writer.decide(nobody, at: shelf.now()) == .noSuchGroup)
        #expect(try shelf.number("SELECT count(*) FROM annotations") == 0)
    }

    @Test func `a verdict waits for the disk, and nothing else does`() throws {
        let shelf = try pair()
        let during = try shelf.catalog.writeForGood {
            try Int.fetchOne($0, sql: "PRAGMA synchronous")
        }
        let after = try shelf.catalog.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(during == 2)
        #expect(after == 1)
        struct Failure: Error {}
        _ = try? shelf.catalog.writeForGood { _ in throw Failure() }
        let later = try shelf.catalog.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(later == 1)
    }

    @Test func `a verdict survives a rescan, a move, a restart, and the kept file's absence`()
        throws
    {
        let shelf = try pair()
        _ = try decide(shelf, .keep, keeping: "b.wav")
        let kept = try file(shelf, "b.wav")
        try shelf.look("a.wav", .bytes(1, .of(inode: 10)))
        #expect(try open(shelf) == [])
        // Renamed: the same inode under another name.
        try shelf.look("moved.wav", .moved(row: kept, .of(inode: 11)))
        try shelf.look("b.wav", .missing)
        #expect(try file(shelf, "moved.wav") == kept)
        #expect(try open(shelf) == [])
        let again = try Catalog.openForReading(at: shelf.path)
        #expect(
            try again.duplicatePage(DuplicateQuestion(decided: .keep), size: 9).groups.count == 1)
        let name = try shelf.texts("SELECT name FROM files WHERE id = \(kept.rawValue)")
        try shelf.look(FileName(name[0]), .missing)
        try shelf.look("third.wav", .bytes(1, .of(inode: 20)))
        // The one to keep is gone: what is left is to be decided again.
        #expect(try open(shelf).count == 1)
        let group = try shelf.catalog.duplicatePage(size: 1).groups.first
        #expect(group?.verdict?.verdict == .keep)
        #expect(group?.verdict?.file == nil)
    }

    @Test func `the kept file may take another's name, or change names with it`() throws {
        let shelf = try pair()
        _ = try decide(shelf, .keep, keeping: "b.wav")
        let kept = { try shelf.catalog.duplicatePage(size: 1).groups.first?.verdict?.file }
        try shelf.look("c.wav", .moved(row: file(shelf, "b.wav"), .of(inode: 11)))
        #expect(try kept() == file(shelf, "c.wav"))
        #expect(try open(shelf) == [])
        // Exchanged with a file of other bytes.
        try shelf.look("d.wav", .bytes(4, .of(inode: 13)))
        let (c, d) = (try file(shelf, "c.wav"), try file(shelf, "d.wav"))
        try shelf.finish([
            shelf.finished(shelf.job(shelf.place("c.wav")), .moved(row: d, .of(inode: 13))),
            shelf.finished(shelf.job(shelf.place("d.wav")), .moved(row: c, .of(inode: 11))),
        ])
        #expect(try kept() == file(shelf, "d.wav"))
        #expect(try open(shelf) == [])
    }

    @Test(arguments: [500, 50_000])
    func `a content that was forgotten gets its verdict back`(size: Int64) throws {
        let shelf = try pair(size: size)
        if size > 2 * Shelf.chunk {
            try shelf.digest("a.wav", 7, stamp: .of(inode: 10, size: size))
            try shelf.digest("b.wav", 7, stamp: .of(inode: 11, size: size))
        }
        #expect(try open(shelf).count == 1)
        #expect(try decide(shelf, .keep, keeping: "b.wav") == .recorded)
        for name: FileName in ["a.wav", "b.wav"] { try shelf.look(name, .missing) }
        shelf.letPass(seconds: 1_000)
        _ = try shelf.writer.prune(deletedBefore: shelf.now(), mayTakeMost: true)
        #expect(try shelf.number("SELECT count(*) FROM files") == 1)
        // Rows of others take the numbers that are free now.
        try shelf.look("other.wav", .bytes(3, .of(inode: 30, size: size)))
        let modified: Int64 = 99
        for (name, inode) in [("a.wav", 40), ("b.wav", 41)] as [(FileName, Int64)] {
            try shelf.look(name, .bytes(1, .of(inode: inode, size: size, modified: modified)))
        }
        if size > 2 * Shelf.chunk {
            for (name, inode) in [("a.wav", 40), ("b.wav", 41)] as [(FileName, Int64)] {
                try shelf.digest(
                    name, 7, stamp: .of(inode: inode, size: size, modified: modified))
            }
        }
        #expect(try open(shelf) == [])
        let group = try shelf.catalog.duplicatePage(
            DuplicateQuestion(decided: .keep), size: 9
        ).groups.first
        #expect(try group?.verdict?.file == file(shelf, "b.wav"))
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    @Test func `bytes that change take no verdict along`() throws {
        let shelf = try pair()
        _ = try decide(shelf, .keep, keeping: "b.wav")
        try shelf.look("b.wav", .bytes(9, .of(inode: 11, modified: 6)))
        try shelf.look("d.wav", .bytes(1, .of(inode: 50)))
        #expect(try open(shelf) == [content(shelf)])
        #expect(try chosen(shelf) == [])
    }

    private func chosen(_ shelf: Shelf) throws -> [String] {
        var paths: [String] = []
        try shelf.catalog.chosenCopies { copy in
            paths.append(copy.path.text)
            return true
        }
        return paths
    }

    @Test func `a near group stays decided when one leaves, and opens when one joins`() throws {
        let shelf = try Shelf()
        let take = { (folder: Int64, fingerprint: UInt64, length: Double) in
            _ = try shelf.look(
                "take.wav", in: folder,
                .bytes(fingerprint, .of(inode: Int64(fingerprint)), .wav(length)))
        }
        for folder: Int64 in 2...5 { try shelf.directory(folder, FileName("folder \(folder)")) }
        try take(2, 21, 1.0)
        try take(3, 22, 1.01)
        try take(4, 23, 1.015)
        let open = { try shelf.catalog.nearPage(size: 9, decided: .no).groups }
        let group = try #require(try open().first)
        #expect(group.count == 3)
        let request = VerdictRequest(
            group: .near(leader: group.leader), verdict: .notDuplicate,
            members: Set(group.members.map(\.id)))
        #expect(try shelf.writer.decide(request, at: shelf.now()) == .recorded)
        #expect(try open().isEmpty)
        #expect(try shelf.catalog.nearPage(size: 9).decided.notDuplicate == 1)
        // Its leader goes: another one leads.
        try shelf.look("take.wav", in: 2, .missing)
        #expect(try open().isEmpty)
        #expect(
            try shelf.catalog.nearPage(size: 9, decided: .yes).groups.first?.verdict?.verdict
                == .notDuplicate)
        try take(5, 24, 1.02)
        #expect(try open().map(\.count) == [3])
    }

    @Test func `whoever was not seen is not judged`() throws {
        let shelf = try Shelf()
        try shelf.directory(2, "other")
        try shelf.directory(3, "third")
        for (folder, length) in [(1, 1.0), (2, 1.01), (3, 1.02)] as [(Int64, Double)] {
            try shelf.look(
                "take.wav", in: folder,
                .bytes(UInt64(30 + folder), .of(inode: 30 + folder), .wav(length)))
        }
        let group = try #require(try shelf.catalog.nearPage(size: 1).groups.first)
        let seen = Set(group.members.prefix(2).map(\.id))
        _ = try shelf.writer.decide(
            VerdictRequest(group: .near(leader: group.leader), verdict: .later, members: seen),
            at: shelf.now())
        #expect(try shelf.catalog.nearPage(size: 9, decided: .no).groups.count == 1)
    }
}

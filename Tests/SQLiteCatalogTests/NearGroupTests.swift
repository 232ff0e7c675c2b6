import AudiowatchCore
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

/// Near duplicates stay grouped with every change.
struct NearGroupTests {
    private func groups(_ shelf: Shelf) throws -> [[Int64]] {
        let pairs = try shelf.rows("SELECT leader_id, content_id FROM near ORDER BY content_id")
        var groups: [Int64: [Int64]] = [:]
        for pair in pairs {
            groups[Int64.fromDatabaseValue(pair[0]) ?? 0, default: []].append(
                Int64.fromDatabaseValue(pair[1]) ?? 0)
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }

    @Test func `one name in two formats is a group as long as both are there`() throws {
        let shelf = try Shelf()
        try shelf.look("Kick.WAV", .bytes(1, .of(inode: 10), .wav(2)))
        #expect(try groups(shelf).isEmpty)
        try shelf.look("kick.aif", .bytes(2, .of(inode: 11), .wav(2.3)))
        try shelf.look("snare.wav", .bytes(3, .of(inode: 12), .wav(2)))
        #expect(try groups(shelf) == [[1, 2]])
        #expect(try shelf.rows("SELECT close FROM near ORDER BY content_id").count == 2)
        // Renamed away, and back.
        let row = File.ID(rawValue: 2)
        try shelf.look("other.aif", .moved(row: row, .of(inode: 11)))
        #expect(try groups(shelf).isEmpty)
        try shelf.look("KICK.aif", .moved(row: row, .of(inode: 11)))
        #expect(try groups(shelf) == [[1, 2]])
        // Gone, and back.
        try shelf.look("Kick.WAV", .missing)
        #expect(try groups(shelf).isEmpty)
        try shelf.look("Kick.WAV", .bytes(1, .of(inode: 10), nil))
        #expect(try groups(shelf) == [[1, 2]])
        // Much longer now.
        try shelf.look("KICK.aif", .bytes(5, .of(inode: 11, modified: 9), .wav(9)))
        #expect(try groups(shelf).isEmpty)
    }

    @Test func `five thousand files of one name are grouped later and in one go`() throws {
        let shelf = try Shelf()
        let count = 5_000
        for id in 2..<(2 + 50) { try shelf.directory(Int64(id), FileName("d\(id)")) }
        let places = (0..<count).map {
            shelf.place(FileName("kick 01.\($0 / 50)"), in: Int64(2 + $0 % 50))
        }
        try shelf.writer.enqueue(
            places.map {
                JobRequest(.examine, source: shelf.source, place: $0, priority: .scan)
            })
        let jobs = try shelf.catalog.readyJobs(
            limit: count, excluding: [], at: CatalogTime(microseconds: 1))
        let start = ContinuousClock.now
        for first in stride(from: 0, to: count, by: 500) {
            try shelf.finish(
                jobs[first..<first + 500].enumerated().map { offset, job in
                    let number = Int64(first + offset)
                    return shelf.finished(
                        job,
                        .bytes(
                            UInt64(number), .of(inode: 100 + number), .wav(Double(number) * 0.001)))
                })
        }
        #expect(
            try shelf.number("SELECT count(*) FROM contents WHERE base_name = 'kick 01'") == 5_000)
        #expect(try shelf.writer.regroupCommonNames() == 1)
        #expect(try shelf.writer.regroupCommonNames() == 0)
        #expect(try shelf.number("SELECT count(*) FROM near") == 5_000)
        #expect(try shelf.number("SELECT count(DISTINCT leader_id) FROM near") == 10)
        // Quadratic work would take minutes; the bound is loose for slow machines.
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func `a page goes on where the last one ended, whatever went meanwhile`() throws {
        let shelf = try Shelf()
        try shelf.directory(2, "other")
        // Close ones, loose ones, and a name that says nothing.
        for (number, name) in ["d", "a", "ü", "b", "c-_ +"].enumerated() {
            let inode = Int64(100 + number * 2)
            try shelf.look(
                FileName("\(name).wav"), .bytes(UInt64(inode), .of(inode: inode), .wav(2)))
            try shelf.look(
                FileName("\(name).aif"),
                .bytes(UInt64(inode + 1), .of(inode: inode + 1), .wav(number < 2 ? 2.3 : 2)))
        }
        for number in 0...NearGroup.commonSize {
            let inode = Int64(300 + number)
            try shelf.look(
                FileName("audio 1.\(number)"), in: 2,
                .bytes(UInt64(inode), .of(inode: inode), .wav(2)))
        }
        let all = try shelf.catalog.nearPage(size: 99)
        #expect(all.next == nil)
        #expect(all.groups.map(\.baseName) == ["b", "c-_ +", "ü", "a", "d", "audio 1"])
        #expect(all.groups.map(\.kind) == [.close, .close, .close, .loose, .loose, .commonName])
        var walked: [NearGroup] = []
        var after: NearCursor?
        repeat {
            let page = try shelf.catalog.nearPage(size: 2, after: after)
            walked += page.groups
            after = try page.next.map { try #require(NearCursor($0.description)) }
            if walked.count == 2 { try shelf.look("b.aif", .missing) }
        } while after != nil
        #expect(walked.map(\.leader) == all.groups.map(\.leader))
    }
}

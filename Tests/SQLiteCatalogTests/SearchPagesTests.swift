import AudiowatchCore
import GRDB
import Testing

@testable import SQLiteCatalog

/// A search of any length, handed over in parts of which each is one state of the catalogue.
struct SearchPagesTests {
    private let moment = SearchMoment(now: 0, offset: 0)

    private func pages(_ shelf: Shelf, _ request: SearchRequest, size: Int) throws -> [SearchHit] {
        var hits: [SearchHit] = []
        try shelf.catalog.searchInPages(request, at: moment, size: size) { hits.append($0) }
        return hits
    }

    private func shelf() throws -> Shelf {
        let shelf = try Shelf()
        for number in 1...11 {
            try shelf.look(
                FileName("take \(number).wav"),
                .bytes(UInt64(number), .of(inode: Int64(number), size: 600)))
        }
        // Files that were never read come after the contents.
        try shelf.catalog.write { db in
            try db.execute(sql: "UPDATE files SET content_id = NULL WHERE id % 3 = 0")
        }
        return shelf
    }

    @Test func `parts of any size make the whole, each row once`() throws {
        let shelf = try shelf()
        let request = SearchRequest(SearchQuery(), tellsFingerprints: true)
        var whole: [SearchHit] = []
        try shelf.catalog.search(request, at: moment) {
            whole.append($0)
            return true
        }
        #expect(whole.contains { $0.id == nil } && whole.contains { $0.fingerprint?.count == 16 })
        for size in 1...13 {
            #expect(try pages(shelf, request, size: size) == whole, "\(size)")
            for limit in [1, 5, 100] {
                var some = request
                some.limit = limit
                #expect(
                    try pages(shelf, some, size: size) == Array(whole.prefix(limit)),
                    "\(limit) of \(size)")
            }
        }
    }

    @Test func `rows that come and go between two parts are told once or not at all`() throws {
        let shelf = try shelf()
        var seen: [Int64] = []
        try shelf.catalog.searchInPages(SearchRequest(), at: moment, size: 2) { hit in
            seen.append(hit.file.rawValue)
            if seen.count == 2 {
                try shelf.look("take 4.wav", .missing)
                try shelf.look("new.wav", .bytes(99, .of(inode: 99, size: 600)))
            }
        }
        #expect(Set(seen).count == seen.count)
        #expect(seen.count >= 10)
    }
}

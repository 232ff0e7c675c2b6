import AudiowatchCore
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

struct ActivityTests {
    @Test func `what the disk told of is remembered, what a scan found is not`() throws {
        let shelf = try Shelf()
        try shelf.look("live.wav", .bytes(1, .of(inode: 10)))
        let scanned = try shelf.job(shelf.place("scanned.wav"), .scan)
        try shelf.finish([shelf.finished(scanned, .bytes(2, .of(inode: 11)))])
        #expect(try shelf.texts("SELECT path FROM activity") == ["/music/live.wav"])
        #expect(try shelf.texts("SELECT kind FROM activity") == ["added"])
    }

    @Test func `the list is cut and never grows without end`() throws {
        let shelf = try Shelf()
        try shelf.catalog.write {
            try $0.execute(
                sql: """
                    WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
                    INSERT INTO activity (at, kind) SELECT 0, 'added' FROM n
                    """)
        }
        for number in 0..<300 {
            try shelf.look(
                FileName("\(number).wav"), .bytes(UInt64(number), .of(inode: Int64(10 + number))))
        }
        let count = try shelf.number("SELECT count(*) FROM activity") ?? 0
        #expect(count >= 10_000 && count < 10_300)
        #expect(try shelf.number("SELECT max(id) FROM activity") == 12_300)
    }
}

import AudiowatchCore
import GRDB
import Testing

@testable import SQLiteCatalog

@Suite struct QueryPruneTests {
    private func library(_ test: (QueryFixture) throws -> Void) throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            try rows.source(2, "away", "/a", state: "offline")
            for id in 1...6 as ClosedRange<Int64> {
                try rows.content(id)
                try rows.file(id, in: 100, FileName("\(id).wav"), content: id)
            }
            try rows.directory(101, in: 100, "gone", goneAt: 10)
            try rows.content(7)
            try rows.file(7, in: 101, "old.wav", content: 7, deletedAt: 10)
            try rows.file(8, in: 100, "young.wav", content: 1, deletedAt: 100)
            try rows.content(9)
            try rows.file(9, in: 200, "away.wav", content: 9, deletedAt: 10)
            try rows.file(10, in: 200, "away too.wav", content: 9)
            try test(rows)
        }
    }

    private func ids(_ rows: QueryFixture, _ table: String) throws -> [Int64] {
        try Int64.fetchAll(rows.db, sql: "SELECT id FROM \(table) ORDER BY id")
    }

    @Test func `counting changes nothing and says what is kept and why`() throws {
        try library { rows throws in
            let before = try ids(rows, "files")
            let report = try Prune(rows.db, deletedBefore: CatalogTime(microseconds: 50)).count()
            #expect(report.verdict == .counted)
            #expect(report.sources.map(\.source) == ["away", "work"])
            #expect(report.sources.map(\.rows) == [0, 1])
            #expect(report.sources.map(\.kept) == [1, 0])
            #expect(report.sources.first?.reason?.contains("the drive is away") == true)
            #expect(try ids(rows, "files") == before)
        }
    }

    @Test func `old deleted rows go with their contents and directories, others stay`() throws {
        try library { rows throws in
            let prune = Prune(rows.db, deletedBefore: CatalogTime(microseconds: 50))
            let report = try prune.run(mayTakeMost: false)
            #expect(report.verdict == .pruned)
            #expect(report.rows == 1)
            #expect(report.contents == 1)
            #expect(try ids(rows, "files") == [1, 2, 3, 4, 5, 6, 8, 9, 10])
            #expect(try ids(rows, "contents") == [1, 2, 3, 4, 5, 6, 9])
            #expect(try ids(rows, "directories") == [100, 200])
        }
    }

    @Test func `more than half of a source is refused unless asked for in so many words`() throws {
        try library { rows throws in
            try rows.db.execute(
                sql: "UPDATE files SET deleted_at = 10 WHERE source_id = 1 AND id < 6")
            let prune = Prune(rows.db, deletedBefore: CatalogTime(microseconds: 50))
            let before = try ids(rows, "files")
            #expect(try prune.run(mayTakeMost: false).verdict == .refused)
            #expect(try ids(rows, "files") == before)
            #expect(try prune.run(mayTakeMost: true).verdict == .pruned)
            #expect(try ids(rows, "files") == [6, 8, 9, 10])
            let primary = try Int64.fetchOne(
                rows.db, sql: "SELECT primary_file_id FROM contents WHERE id = 1")
            #expect(primary == 8)
        }
    }

    @Test func `a source that the configuration no longer names goes whole`() throws {
        try library { rows throws in
            try rows.db.execute(sql: "UPDATE sources SET configured = 0 WHERE id = 2")
            let prune = Prune(rows.db, deletedBefore: CatalogTime(microseconds: 0))
            let report = try prune.run(mayTakeMost: false)
            #expect(report.sources.map(\.isForgotten) == [true])
            #expect(report.rows == 2)
            #expect(try ids(rows, "sources") == [1])
            #expect(try !ids(rows, "files").contains(10))
            #expect(try !ids(rows, "contents").contains(9))
        }
    }
}

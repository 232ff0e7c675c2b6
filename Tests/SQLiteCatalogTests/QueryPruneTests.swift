import AudiowatchCore
import GRDB
import TestSupport
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

    private func run(
        _ rows: QueryFixture, before cutoff: Int64, mayTakeMost: Bool = false
    ) throws -> PruneReport {
        let plan = try plan(rows, before: cutoff, mayTakeMost: mayTakeMost)
        guard plan.report.verdict != .refused else { return plan.report }
        var progress = plan.progress
        while !progress.isDone { try step(rows, &progress) }
        return progress.report(of: plan)
    }

    private func plan(
        _ rows: QueryFixture, before cutoff: Int64, mayTakeMost: Bool = true
    ) throws -> PrunePlan {
        try Prune(rows.db, deletedBefore: CatalogTime(microseconds: cutoff))
            .plan(mayTakeMost: mayTakeMost)
    }

    private func step(_ rows: QueryFixture, _ progress: inout PruneProgress) throws {
        let edit = Edit(
            rows.db, at: CatalogTime(microseconds: 1_000), generations: nil, chunk: 65_536)
        try PruneStep(edit).take(&progress)
        try edit.complete()
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
            let report = try run(rows, before: 50)
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
            let before = try ids(rows, "files")
            #expect(try run(rows, before: 50).verdict == .refused)
            #expect(try ids(rows, "files") == before)
            #expect(try run(rows, before: 50, mayTakeMost: true).verdict == .pruned)
            #expect(try ids(rows, "files") == [6, 8, 9, 10])
            let primary = try Int64.fetchOne(
                rows.db, sql: "SELECT primary_file_id FROM contents WHERE id = 1")
            #expect(primary == 8)
        }
    }

    @Test func `a source that the configuration no longer names goes whole`() throws {
        try library { rows throws in
            try rows.db.execute(sql: "UPDATE sources SET configured = 0 WHERE id = 2")
            let report = try run(rows, before: 0)
            #expect(report.sources.map(\.isForgotten) == [true])
            #expect(report.rows == 2)
            #expect(try ids(rows, "sources") == [1])
            #expect(try !ids(rows, "files").contains(10))
            #expect(try !ids(rows, "contents").contains(9))
        }
    }

    @Test func `many rows take many steps, and what is left between two of them is true`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            let count = 2 * PruneStep.size + 10
            for id in 1...Int64(count) {
                try rows.content(id)
                try rows.file(id, in: 100, FileName("\(id).wav"), content: id, deletedAt: 10)
            }
            var progress = try plan(rows, before: 50).progress
            var left: [Int] = []
            while !progress.isDone {
                try step(rows, &progress)
                left.append(try ids(rows, "files").count)
                #expect(try ids(rows, "files") == ids(rows, "contents"))
            }
            #expect(Array(left.prefix(3)) == [PruneStep.size + 10, 10, 0])
            #expect(progress.contents == count)
        }
    }

    @Test func `a source that goes away meanwhile keeps what is left`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            let count = PruneStep.size + 10
            for id in 1...Int64(count) {
                try rows.file(id, in: 100, FileName("\(id).wav"), content: nil, deletedAt: 10)
            }
            let plan = try plan(rows, before: 50)
            var progress = plan.progress
            try step(rows, &progress)
            try rows.db.execute(sql: "UPDATE sources SET state = 'offline', reason = 'away'")
            while !progress.isDone { try step(rows, &progress) }
            #expect(try ids(rows, "files").count == 10)
            #expect(progress.report(of: plan).rows == PruneStep.size)
        }
    }

    @Test func `what is deleted, or can be seen, only after the plan stays`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            try rows.source(2, "usb", "/u", state: "offline")
            try rows.file(1, in: 100, "old.wav", content: nil, deletedAt: 10)
            try rows.file(2, in: 100, "late.wav", content: nil)
            try rows.file(3, in: 200, "away.wav", content: nil, deletedAt: 10)
            try Meta.advance(.clock, to: 20, in: rows.db)
            let plan = try plan(rows, before: .max)
            var progress = plan.progress
            try rows.db.execute(
                sql: """
                    UPDATE files SET deleted_at = 30 WHERE id = 2;
                    UPDATE sources SET state = 'online'
                    """)
            while !progress.isDone { try step(rows, &progress) }
            #expect(try ids(rows, "files") == [2, 3])
        }
    }

    @Test func `near duplicates that a forgotten content led find together anew`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            try rows.source(2, "old", "/o", configured: false)
            for id in 1...3 as ClosedRange<Int64> {
                try rows.content(id, duration: 2, baseName: "kick")
                try rows.file(id, in: id == 1 ? 200 : 100, FileName("\(id).wav"), content: id)
            }
            try NearRows.regroup(["kick"], in: rows.db)
            let leaders = "SELECT DISTINCT leader_id FROM near ORDER BY 1"
            #expect(try Int64.fetchAll(rows.db, sql: leaders) == [1])
            try #expect(run(rows, before: 0).contents == 1)
            #expect(try Int64.fetchAll(rows.db, sql: leaders) == [2])
            let members = try Int64.fetchAll(
                rows.db, sql: "SELECT content_id FROM near ORDER BY content_id")
            #expect(members == [2, 3])
        }
    }

    @Test func `pages that are empty afterwards go back to the file system`() throws {
        let folder = try TemporaryFolder("prune")
        let file = folder.appending("catalog.db")
        let catalog = try Catalog.open(at: file, chunk: 65_536)
        try catalog.write { db in
            let rows = QueryFixture(db: db)
            try rows.source(1, "work", "/w")
            for id in 1...3_000 as ClosedRange<Int64> {
                try rows.content(id)
                try rows.file(
                    id, in: 100, FileName("a long name of a file \(id).wav"), content: id,
                    deletedAt: 10)
            }
        }
        let before = try catalog.doctorFigures()
        let report = try catalog.writer.prune(
            deletedBefore: CatalogTime(microseconds: 50), mayTakeMost: true)
        #expect(report.rows == 3_000)
        let after = try catalog.doctorFigures()
        #expect(after.databaseBytes < before.databaseBytes / 2)
        #expect(after.freeBytes == 0)
    }
}

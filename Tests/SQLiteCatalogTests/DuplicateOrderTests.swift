import AudiowatchCore
import GRDB
import SystemPackage
import TestSupport
import Testing

@testable import SQLiteCatalog

/// The order of groups, its pages, its filters, and the totals it goes by.
struct DuplicateOrderTests {
    private func found(_ rows: QueryFixture, _ question: DuplicateQuestion) throws -> [Int64] {
        var groups: [Int64] = []
        try Duplicates(rows.db).run(question) {
            groups.append($0.content.rawValue)
            return true
        }
        return groups
    }

    /// Sources work, more and a backup; contents of which the waste is not the order of their sizes.
    private func fill(_ rows: QueryFixture) throws {
        try rows.source(1, "work", "/w")
        try rows.source(2, "safe", "/b", role: "backup")
        try rows.source(3, "more", "/m")
        try rows.directory(110, in: 100, "Drums")
        try rows.directory(111, in: 110, "Kicks")
        var file: Int64 = 1
        func group(_ id: Int64, size: Int64, in directories: [Int64]) throws {
            try rows.content(id, size: size)
            for directory in directories {
                try rows.file(file, in: directory, FileName("\(id) \(file)"), content: id)
                file += 1
            }
        }
        try group(1, size: 9_000, in: [100, 200])  // only a backup: 0
        try group(2, size: 100, in: [100, 111, 300, 200])  // 200
        try group(3, size: 500, in: [110, 300])  // 500
        try group(4, size: 250, in: [100, 100, 100])  // 500
        try group(5, size: 1, in: [300, 300])  // 1
    }

    @Test func `waste leaves backups out, and the orders are kept`() throws {
        try QueryFixture.with { rows throws in
            try fill(rows)
            #expect(try found(rows, DuplicateQuestion()) == [4, 3, 2, 5, 1])
            #expect(try found(rows, DuplicateQuestion(order: .size)) == [1, 3, 4, 2, 5])
            #expect(try found(rows, DuplicateQuestion(order: .copies)) == [2, 4, 5, 3, 1])
            var wasted: [Int64] = []
            try Duplicates(rows.db).run(DuplicateQuestion()) {
                wasted.append($0.wasted)
                #expect($0.wasted == $0.place.amount)
                return true
            }
            #expect(wasted == [500, 500, 200, 1, 0])
        }
    }

    @Test(arguments: DuplicateQuestion.Order.allCases)
    func `every page goes on where the last one ended`(order: DuplicateQuestion.Order) throws {
        try QueryFixture.with { rows throws in
            try fill(rows)
            let all = try found(rows, DuplicateQuestion(order: order))
            var seen: [Int64] = []
            var question = DuplicateQuestion(order: order)
            while seen.count < 9 {
                var group: DuplicateGroup?
                try Duplicates(rows.db).run(question) {
                    group = $0
                    return false
                }
                guard let group else { break }
                seen.append(group.content.rawValue)
                question.after = DuplicateCursor(group.place.description)
            }
            #expect(seen == all)
        }
    }

    @Test func `sources and folders leave groups that each of them holds`() throws {
        try QueryFixture.with { rows throws in
            try fill(rows)
            let ask = { (sources: [String], folders: [FilePath]) in
                try found(rows, DuplicateQuestion(sources: sources, folders: folders))
            }
            #expect(try ask(["work", "safe"], []) == [2, 1])
            #expect(try ask(["work", "more"], []) == [3, 2])
            #expect(try ask(["nobody"], []) == [])
            #expect(try ask([], ["/w/Drums"]) == [3, 2])
            #expect(try ask([], ["/w/Drums/Kicks"]) == [2])
            #expect(try ask([], ["/w/Drums", "/b"]) == [2])
            #expect(try ask([], ["/m"]) == [3, 2, 5])
            #expect(try ask([], ["/w/none"]) == [])
            #expect(try ask([], ["/elsewhere"]) == [])
        }
    }

    @Test(arguments: DuplicateQuestion.Order.allCases)
    func `no order is made by sorting`(order: DuplicateQuestion.Order) throws {
        try QueryFixture.with { rows throws in
            try fill(rows)
            for decided in DuplicateQuestion.Decided.allCases {
                let statement = try #require(
                    try DuplicateOrder(
                        DuplicateQuestion(
                            order: order, sources: ["work", "safe"], decided: decided), rows.db,
                        SourceTable(rows.db)))
                let plan = try Row.fetchAll(
                    rows.db, sql: "EXPLAIN QUERY PLAN " + statement.sql,
                    arguments: statement.arguments)
                let steps = plan.compactMap { $0["detail"] as String? }
                let index =
                    switch order {
                    case .waste: "contents_wasted"
                    case .size: "contents_large"
                    case .copies: "contents_copied"
                    }
                #expect(steps.first?.contains(index) == true, "\(steps)")
                #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(steps)")
                // The files that a verdict lists stand in its own value, no table.
                #expect(
                    !steps.contains { $0.hasPrefix("SCAN ") && !$0.hasPrefix("SCAN seen VIRTUAL") },
                    "\(steps)")
            }
        }
    }

    @Test func `a source that becomes a backup, or goes, changes what is wasted`() throws {
        try QueryFixture.with { rows throws in
            try fill(rows)
            let wasted = {
                try Int64.fetchAll(rows.db, sql: "SELECT wasted FROM contents ORDER BY id")
            }
            #expect(try wasted() == [0, 200, 500, 500, 1])
            try rows.db.execute(sql: "UPDATE sources SET role = 'working' WHERE id = 2")
            #expect(try wasted() == [9_000, 300, 500, 500, 1])
            try rows.db.execute(sql: "UPDATE sources SET configured = 0 WHERE id = 3")
            #expect(try wasted() == [9_000, 200, 0, 500, 0])
            try rows.db.execute(
                sql: "UPDATE sources SET role = 'backup', configured = 1 WHERE id > 1")
            #expect(try wasted() == [0, 100, 0, 500, 0])
            try rows.db.execute(sql: "UPDATE contents SET size = 7 WHERE id = 4")
            #expect(try wasted() == [0, 100, 0, 14, 0])
            try rows.db.execute(sql: "DELETE FROM files WHERE directory_id = 111")
            #expect(try wasted() == [0, 0, 0, 14, 0])
        }
    }

    @Test(arguments: 0..<4)
    func `the kept total is what the files say, whatever happens`(seed: UInt64) throws {
        try QueryFixture.with { rows throws in
            var life = OverlapLife(rows: rows, chance: SeededRandom(seed: seed))
            try life.begin()
            for _ in 0..<300 { try life.change() }
            #expect(try life.wrongCounters() == [])
            try rows.db.execute(sql: "UPDATE contents SET wasted = wasted + 1")
            #expect(try !life.wrongCounters().isEmpty)
            try rows.db.execute(sql: "UPDATE contents SET wasted = 0; \(SchemaV7.recount)")
            #expect(try life.wrongCounters() == [])
        }
    }

    @Test func `a catalogue from before is counted when it is opened`() throws {
        let queue = try DatabaseQueue()
        try Migrations.all.migrate(queue, upTo: "6 every number is kept")
        try queue.write { try fill(QueryFixture(db: $0)) }
        try Migrations.all.migrate(queue)
        try queue.write { db throws in
            #expect(try found(QueryFixture(db: db), DuplicateQuestion()) == [4, 3, 2, 5, 1])
        }
    }

    @Test func `copies that may go are neither links, nor in backups, nor away`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            try rows.source(2, "safe", "/b", role: "backup")
            try rows.source(3, "gone", "/g", state: "offline")
            try rows.directory(110, in: 100, "away")
            try rows.directory(111, in: 110, "below")
            try rows.content(1, size: 500)
            try rows.file(1, in: 100, "kept", content: 1, inode: 11)
            try rows.file(2, in: 100, "link", content: 1, inode: 11)
            try rows.file(3, in: 100, "copy", content: 1, inode: 12)
            try rows.file(4, in: 200, "backup", content: 1, inode: 13)
            try rows.file(5, in: 300, "offline", content: 1, inode: 14)
            try rows.file(6, in: 111, "mounted over", content: 1, inode: 15)
            try rows.file(7, in: 100, "deleted", content: 1, inode: 16, deletedAt: 5)
            try rows.db.execute(sql: "UPDATE directories SET away = 1 WHERE id = 110")
            let chosen = {
                var paths: [String] = []
                try ChosenCopies(rows.db).run {
                    #expect($0.kept.text == "/w/kept")
                    paths.append($0.path.text)
                    return true
                }
                return paths
            }
            #expect(try chosen() == [])
            try rows.db.execute(
                sql: "INSERT INTO annotations VALUES (1, ?, 1, ?, 0)",
                arguments: [SchemaV7.exact, try StoredVerdict(.keep, file: 1).text])
            #expect(try chosen() == ["/w/copy"])
            try rows.db.execute(sql: "UPDATE sources SET state = 'offline' WHERE id = 1")
            #expect(try chosen() == [])
            try rows.db.execute(sql: "UPDATE sources SET state = 'online'")
            #expect(try chosen() == ["/w/copy", "/g/offline"])
            try rows.db.execute(
                sql: "UPDATE annotations SET value = ?",
                arguments: [try StoredVerdict(.notDuplicate).text])
            #expect(try chosen() == [])
        }
    }

    @Test func `links of one file are told from copies, and what may be equal is counted`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            try rows.content(1, fingerprint: 5, size: 500)
            try rows.file(1, in: 100, "a", content: 1, inode: 11)
            try rows.file(2, in: 100, "b", content: 1, inode: 11)
            try rows.content(2, fingerprint: 5, size: 500)
            try rows.file(3, in: 100, "c", content: 2, inode: 12)
            var groups: [DuplicateGroup] = []
            try Duplicates(rows.db).run(DuplicateQuestion()) {
                groups.append($0)
                return true
            }
            #expect(groups.map(\.state) == [.hardLinked])
            #expect(groups.map(\.unverified) == [1])
            try rows.file(4, in: 100, "d", content: 1, inode: 13)
            groups = []
            try Duplicates(rows.db).run(DuplicateQuestion()) {
                groups.append($0)
                return true
            }
            #expect(groups.map(\.state) == [.proved])
            #expect(try found(rows, DuplicateQuestion(state: .proved)) == [1])
            #expect(try found(rows, DuplicateQuestion(state: .hardLinked)) == [])
        }
    }

    @Test func `what waits to be compared comes by size, page by page`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            for (id, sample, size) in [
                (1, 5, 500), (2, 5, 500), (3, -6, 900), (4, -6, 900), (5, 7, 900), (6, 7, 900),
                (7, 8, 100),
            ] as [(Int64, Int64, Int64)] {
                try rows.content(id, fingerprint: sample, size: size)
                try rows.file(id, in: 100, FileName("\(id)"), content: id)
                try rows.db.execute(sql: "UPDATE contents SET digest = digest WHERE id = \(id)")
            }
            var groups: [DuplicateGroup] = []
            var question = DuplicateQuestion(state: .unverified)
            for _ in 0..<9 {
                var group: DuplicateGroup?
                try Duplicates(rows.db).run(question) {
                    group = $0
                    return false
                }
                guard let group else { break }
                groups.append(group)
                question.after = DuplicateCursor(group.place.description)
            }
            #expect(groups.map(\.content.rawValue) == [5, 3, 1])
            #expect(groups.map(\.members.count) == [2, 2, 2])
            #expect(groups.allSatisfy { $0.state == .unverified && $0.unverified == 1 })
            #expect(groups.map(\.wasted) == [900, 900, 500])
            #expect(try found(rows, DuplicateQuestion()) == [])
        }
    }
}

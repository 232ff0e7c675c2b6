import AudiowatchCore
import Foundation
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

/// What sources share, held against a plain calculation over all rows.
@Suite struct OverlapTests {
    @Test(arguments: 1...10)
    func `what sources share is what a calculation over all rows gives`(seed: UInt64) throws {
        try QueryFixture.with { rows throws in
            var life = OverlapLife(rows: rows, chance: SeededRandom(seed: seed))
            try life.begin()
            for step in 0..<120 {
                try life.change()
                guard step % 20 == 19 else { continue }
                let told = try Overlap(rows.db).read()
                let counted = try OverlapOracle(rows.db).overlap()
                #expect(told == counted, "seed \(seed), step \(step)")
                let stats = try CatalogStats(rows.db)
                #expect(stats.duplicateGroups == counted.groups, "seed \(seed), step \(step)")
                #expect(stats.wastedBytes == counted.wasted, "seed \(seed), step \(step)")
                let formats = try StatsOracle(rows.db)
                #expect(
                    formats.agrees(with: stats), "seed \(seed), step \(step): \(stats), \(formats)")
                #expect(try life.wrongCounters() == [], "seed \(seed), step \(step)")
            }
        }
    }

    @Test func `copies in a backup, hard links and deleted files are told apart`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            try rows.source(2, "usb", "/u", state: "offline")
            try rows.source(3, "safe", "/s", role: "backup")
            try rows.source(4, "old", "/o", configured: false)
            // In all of them, twice in the first; one of those is a hard link.
            try rows.content(1, size: 1_000)
            try rows.file(1, in: 100, "a.wav", content: 1, inode: 11)
            try rows.file(2, in: 100, "b.wav", content: 1, inode: 11)
            try rows.file(3, in: 100, "c.wav", content: 1, inode: 12)
            try rows.file(4, in: 200, "a.wav", content: 1, inode: 13)
            try rows.file(5, in: 300, "a.wav", content: 1, inode: 14)
            try rows.file(6, in: 400, "a.wav", content: 1, inode: 15)
            // Once backed up, once only there; its copy elsewhere is deleted.
            try rows.content(2, size: 500)
            try rows.file(7, in: 100, "d.wav", content: 2)
            try rows.file(8, in: 300, "d.wav", content: 2)
            try rows.content(3, size: 500)
            try rows.file(9, in: 100, "e.wav", content: 3)
            try rows.file(10, in: 200, "e.wav", content: 3, deletedAt: 9)

            let overlap = try Overlap(rows.db).read()
            #expect(overlap.groups == 2)
            #expect(overlap.copies == 4)
            #expect(overlap.hardLinks == 1)
            #expect(overlap.wasted == 2_000, "two working copies too many of the first")
            #expect(overlap.sources.map(\.source) == ["safe", "usb", "work"])
            #expect(overlap.sources.map(\.share) == [100, 100, 75])
            #expect(overlap.sources.map(\.state) == ["online", "offline", "online"])
            #expect(
                overlap.pairs.map { "\($0.first) \($0.second)" } == [
                    "safe work", "safe usb", "usb work",
                ])
            #expect(overlap.pairs.map(\.shared.bytes) == [1_500, 1_000, 1_000])
            #expect(overlap.pairs.first?.shareOfFirst == 100)
            #expect(overlap.pairs.first?.shareOfSecond == 75)
            #expect(overlap.sources.allSatisfy { $0.unverified == ContentAmount() })
        }
    }

    @Test func `what is not compared yet stands apart until it is`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "a", "/a")
            try rows.source(2, "b", "/b")
            try rows.content(1, fingerprint: 7, size: 1_000_000)
            try rows.file(1, in: 100, "one.wav", content: 1, size: 1_000_000)
            try rows.content(2, fingerprint: 7, size: 1_000_000)
            try rows.file(2, in: 200, "two.wav", content: 2, size: 1_000_000)
            var overlap = try Overlap(rows.db).read()
            #expect(overlap.pairs.map(\.unverified.contents) == [1])
            #expect(overlap.pairs.map(\.shared.contents) == [0])
            #expect(overlap.sources.map(\.unverified.bytes) == [1_000_000, 1_000_000])
            #expect(overlap.groups == 0)

            // Both read whole: two contents.
            try rows.db.execute(sql: "UPDATE contents SET digest = zeroblob(16) WHERE id = 1")
            #expect(try Overlap(rows.db).read().pairs.count == 1)
            try rows.db.execute(
                sql: "UPDATE contents SET digest = randomblob(16) WHERE id = 2")
            overlap = try Overlap(rows.db).read()
            #expect(overlap.pairs == [])
            #expect(overlap.sources.map(\.elsewhere.contents) == [0, 0])
        }
    }

    @Test func `a catalogue from before is counted when it is opened`() throws {
        let queue = try DatabaseQueue()
        try Migrations.all.migrate(queue, upTo: "2 mounts inside sources")
        try queue.write { db in
            var life = OverlapLife(rows: QueryFixture(db: db), chance: SeededRandom(seed: 5))
            try life.begin()
            for _ in 0..<200 { try life.change() }
        }
        try Migrations.all.migrate(queue)
        try queue.write { db in
            var life = OverlapLife(rows: QueryFixture(db: db), chance: SeededRandom(seed: 6))
            #expect(try Overlap(db).read() == OverlapOracle(db).overlap())
            #expect(try life.wrongCounters() == [])
            life.next = 10_000
            for _ in 0..<100 { try life.change() }
            #expect(try Overlap(db).read() == OverlapOracle(db).overlap())
            #expect(try life.wrongCounters() == [])
            // A counter that is wrong is seen, and recounted.
            try db.execute(sql: "UPDATE spreads SET contents = contents + 1")
            #expect(try !life.wrongCounters().isEmpty)
            try db.execute(sql: SchemaV6.recount)
            #expect(try life.wrongCounters() == [])
        }
    }
}

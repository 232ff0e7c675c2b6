import AudiowatchCore
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

/// Whatever happens on the disk, in whatever order results come in: once the queue is empty, the catalogue
/// equals the disk, and every total equals a count.
struct RandomLifeTests {
    @Test(arguments: (1...40) as ClosedRange<UInt64>)
    func `after any life of the disk the catalogue equals it`(_ seed: UInt64) throws {
        let life = try RandomLife(seed: seed)
        for step in 0..<250 {
            try life.step()
            if step % 50 == 49 { #expect(try life.shelf.catalog.verifyCounters() == []) }
        }
        try life.settle()
        let wrong = try life.differences()
        #expect(wrong.isEmpty, "seed \(seed): \(wrong)")
        #expect(try life.shelf.catalog.verifyCounters() == [])
        try life.shelf.writer.recount()
        #expect(try life.shelf.catalog.verifyCounters() == [])
    }

    @Test func `a recount mends totals that went wrong`() throws {
        let life = try RandomLife(seed: 99)
        for _ in 0..<100 { try life.step() }
        try life.settle()
        try life.shelf.catalog.write {
            try $0.execute(
                sql: """
                    UPDATE sources SET files = 77, bytes = 1;
                    UPDATE contents SET present = present + 3;
                    UPDATE spreads SET bytes = 5, contents = contents + 1;
                    UPDATE tallies SET number = number + 2;
                    """)
        }
        #expect(try life.shelf.catalog.verifyCounters().isEmpty == false)
        let mended = try life.shelf.writer.mendCounters().mended
        #expect(mended.contains { $0.hasPrefix("files, bytes, deleted of 1: 77, 1") }, "\(mended)")
        #expect(try life.shelf.catalog.verifyCounters() == [])
        #expect(try life.shelf.writer.mendCounters().mended == [])
    }
}

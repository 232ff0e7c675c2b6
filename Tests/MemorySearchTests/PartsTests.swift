import Synchronization
import Testing

@testable import MemorySearch

@Suite struct PartsTests {
    @Test(arguments: [0, 1, 99_999, 250_001, 1_000_000])
    func `every row is looked at in one part, and what parts find comes together`(rows: Int) {
        let looked = Mutex(0)
        let found = Parts.marked(rows: rows) { part in
            looked.withLock { $0 += part.count }
            var bits = Bits(count: rows)
            for row in part where row % 3 == 0 { bits[row] = true }
            return bits
        }
        var expected = Bits(count: rows)
        for row in stride(from: 0, to: rows, by: 3) { expected[row] = true }
        #expect(found == expected)
        #expect(looked.withLock { $0 } == rows)
    }
}

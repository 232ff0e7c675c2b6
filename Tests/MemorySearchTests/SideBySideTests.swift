import Testing

@testable import MemorySearch

@Suite struct SideBySideTests {
    @Test(arguments: [0, 1, 99_999, 250_001, 1_000_000])
    func `every row is in one part, and what is found in any comes together`(rows: Int) {
        let parts = SideBySide.parts(of: rows)
        #expect(parts.flatMap(\.self).elementsEqual(0..<rows))
        let found = SideBySide.union(
            parts.map { part in
                {
                    var bits = Bits(count: rows)
                    for row in part where row % 3 == 0 { bits[row] = true }
                    return bits
                }
            }, count: rows)
        var expected = Bits(count: rows)
        for row in stride(from: 0, to: rows, by: 3) { expected[row] = true }
        #expect(found == expected)
    }
}

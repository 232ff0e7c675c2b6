import Testing
@testable import HTTPDashboard

@Suite struct ByteRangeTests {
    @Test(
        arguments: [
            (nil, .whole), ("", .whole), ("items=0-5", .whole), ("bytes", .whole),
            ("bytes=0-", .part(0..<1_000)), ("bytes=0-0", .part(0..<1)),
            ("bytes=999-", .part(999..<1_000)), ("bytes=-1", .part(999..<1_000)),
            ("bytes=-500", .part(500..<1_000)), ("bytes=-5000", .part(0..<1_000)),
            ("bytes=10-19", .part(10..<20)), ("bytes=10-99999", .part(10..<1_000)),
            ("Bytes = 10-19", .part(10..<20)),
            ("bytes=0-99999999999999999999999", .part(0..<1_000)),
            ("bytes=-99999999999999999999999", .part(0..<1_000)),
            ("bytes=0-9223372036854775807", .part(0..<1_000)),
            ("bytes=1000-", .unsatisfiable), ("bytes=1000-2000", .unsatisfiable),
            ("bytes=9223372036854775807-", .unsatisfiable),
            ("bytes=99999999999999999999-", .unsatisfiable),
            ("bytes=20-10", .unsatisfiable), ("bytes=-0", .unsatisfiable),
            ("bytes=-", .unsatisfiable), ("bytes=", .unsatisfiable),
            ("bytes=a-b", .unsatisfiable), ("bytes=--5", .unsatisfiable),
            ("bytes=-5-", .unsatisfiable), ("bytes=+1-2", .unsatisfiable),
            ("bytes=0x1-2", .unsatisfiable), ("bytes=0-1,5-6", .unsatisfiable),
            ("bytes=0-1, -1", .unsatisfiable),
        ] as [(String?, ByteRange)])
    func `a range of a thousand bytes`(header: String?, expected: ByteRange) {
        #expect(ByteRange(header, size: 1_000) == expected)
    }

    @Test(arguments: ["bytes=0-", "bytes=0-0", "bytes=-1", "bytes=-500", "bytes=5-"])
    func `an empty file has no range`(header: String) {
        #expect(ByteRange(header, size: 0) == .unsatisfiable)
        #expect(ByteRange(nil, size: 0) == .whole)
    }
}

import AudiowatchCore
import Testing

@Suite struct LogLimitTests {
    private let start = ContinuousClock.now

    @Test func `what is said again and again falls silent once, and is counted`() {
        var limit = LogLimit()
        for _ in 0..<LogLimit.most {
            #expect(limit.note(at: start) == .write(left: 0))
        }
        #expect(limit.note(at: start) == .fallSilent)
        for _ in 0..<1_000 { #expect(limit.note(at: start + .seconds(1)) == .skip) }
        #expect(limit.note(at: start + LogLimit.stretch) == .write(left: 1_001))
        #expect(limit.note(at: start + LogLimit.stretch) == .write(left: 0))
    }

    @Test func `what is said now and then is always written`() {
        var limit = LogLimit()
        for second in 0..<100 {
            #expect(limit.note(at: start + .seconds(second * 2)) == .write(left: 0))
        }
    }
}

import AudiowatchCore
import Testing

@Suite struct ChangeTrailTests {
    private let source = Source.ID(rawValue: 1)
    private let folder = Directory.ID(rawValue: 7)

    private func change(_ number: Int) -> Change {
        .entry(
            source: source, directory: folder, name: FileName("\(number).wav"), kind: .written,
            isDirectory: false, cookie: 0)
    }

    @Test func `the last thousand are kept, the oldest first`() {
        var trail = ChangeTrail()
        #expect(trail.entries.isEmpty)
        for number in 0..<2_500 {
            trail.note(change(number), .lookedAt, at: Double(number))
            if number == 10 { #expect(trail.entries.map(\.at) == (0...10).map(Double.init)) }
        }
        #expect(trail.entries.map(\.at) == (1_500..<2_500).map(Double.init))
        #expect(trail.entries.last?.change == change(2_499))
    }

    @Test func `what was decided of a name`() {
        var coalescer = Coalescer()
        let now = ContinuousClock.now
        // What is told of a file or a folder, and what is decided of it.
        let cases: [(kind: EntryChange, isDirectory: Bool, decision: ChangeDecision)] = [
            (.created, false, .waits(.seconds(1))),
            (.written, false, .lookedAt),
            (.written, false, .waits(.seconds(1))),
            (.created, true, .lookedAt),
        ]
        for one in cases {
            #expect(
                decision("a", one.kind, isDirectory: one.isDirectory, &coalescer, now)
                    == one.decision, "\(one)")
        }
        #expect(decision("gone", .deleted, &coalescer, now) == .waits(.seconds(1)))
        #expect(ChangeDecision.waits(.milliseconds(1_500)).text == "waits 1.5 s")
    }

    @Test func `the decisions of a storm`() {
        var coalescer = Coalescer()
        let now = ContinuousClock.now
        var decisions: [ChangeDecision: Int] = [:]
        // 512 names may wait in one directory.
        for number in 0..<600 {
            decisions[decision("\(number)", .created, &coalescer, now), default: 0] += 1
        }
        #expect(decisions == [.waits(.seconds(1)): 512, .folder: 88])
    }

    private func decision(
        _ name: String, _ kind: EntryChange, isDirectory: Bool = false,
        _ coalescer: inout Coalescer,
        _ now: ContinuousClock.Instant
    ) -> ChangeDecision {
        let looks = coalescer.note(
            .entry(
                source: source, directory: folder, name: FileName(name), kind: kind,
                isDirectory: isDirectory, cookie: 0), at: now)
        return coalescer.decision(
            on: Place(folder, FileName(name)), of: source, looks: looks.map(\.1), at: now)
    }
}

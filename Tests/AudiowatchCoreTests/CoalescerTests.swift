import AudiowatchCore
import Testing

@Suite struct CoalescerTests {
    private let source = Source.ID(rawValue: 1)
    private let folder = Directory.ID(rawValue: 7)
    private let start = ContinuousClock.now

    private func entry(_ name: FileName, _ kind: EntryChange, isDirectory: Bool = false) -> Change {
        .entry(
            source: source, directory: folder, name: name, kind: kind, isDirectory: isDirectory,
            cookie: 0)
    }

    private func names(_ looks: [(Source.ID, Look)]) -> [Look] { looks.map(\.1) }

    private func name(_ name: FileName) -> Look { .name(Place(folder, name)) }

    @Test func `rescans are free three times and then wait longer and longer`() {
        var backoff = RescanBackoff()
        let pauses = (0..<6).map { _ in backoff.start(askedAt: start) - start }
        #expect(
            pauses == [
                .zero, .zero, .zero, .milliseconds(100), .milliseconds(200), .milliseconds(400),
            ])
        #expect(backoff.start(askedAt: start + .seconds(700)) == start + .seconds(700))
    }
}

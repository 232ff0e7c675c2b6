import AudiowatchCore
import Testing

/// When it is said that most files of a source went at once.
@Suite struct DeletionWatchTests {
    private let start = ContinuousClock.now

    private func events(
        _ kind: CatalogEvent.Kind, _ count: Int, source: String = "music"
    ) -> [CatalogEvent] {
        (0..<count).map {
            CatalogEvent(
                kind: kind, source: source, file: File.ID(rawValue: Int64($0)), content: nil,
                path: [], at: CatalogTime(microseconds: 1))
        }
    }

    @Test func `more than half of a source and more than a hundred is told once`() {
        var watch = DeletionWatch()
        #expect(watch.note(events(.deleted, 100), at: start) { _ in 0 } == [])
        let told = watch.note(events(.deleted, 101), at: start + .seconds(60)) { _ in 150 }
        #expect(told == [MassDeletion(source: "music", gone: 201, left: 150)])
        #expect(told.first?.text.hasPrefix("201 of 351 files went at once") == true)
        #expect(watch.note(events(.deleted, 50), at: start + .seconds(61)) { _ in 100 } == [])
    }

    @Test func `less than half, moves, and what comes back are nothing to tell`() {
        var watch = DeletionWatch()
        #expect(watch.note(events(.deleted, 500), at: start) { _ in 600 } == [])
        #expect(watch.note(events(.moved, 5_000), at: start) { _ in 0 } == [])
        #expect(watch.note(events(.revived, 450), at: start) { _ in 1_050 } == [])
        #expect(watch.note(events(.deleted, 40), at: start) { _ in 10 } == [])
    }

    @Test func `deletions of another day are counted anew, and sources apart`() {
        var watch = DeletionWatch()
        #expect(watch.note(events(.deleted, 90), at: start) { _ in 0 } == [])
        #expect(watch.note(events(.deleted, 90), at: start + .seconds(3_600)) { _ in 0 } == [])
        #expect(
            watch.note(events(.deleted, 90, source: "other"), at: start + .seconds(3_600)) { _ in 0
            }
                == [])
    }
}

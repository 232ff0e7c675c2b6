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

    @Test func `a first close and a rename into place are looked at at once`() {
        var coalescer = Coalescer()
        #expect(names(coalescer.note(entry("a.wav", .written), at: start)) == [name("a.wav")])
        #expect(names(coalescer.note(entry("b.wav", .movedTo), at: start)) == [name("b.wav")])
    }

    @Test func `a created name waits for its close, which then counts at once`() {
        var coalescer = Coalescer()
        #expect(coalescer.note(entry("a.wav", .created), at: start).isEmpty)
        let closed = start + .milliseconds(300)
        #expect(names(coalescer.note(entry("a.wav", .written), at: closed)) == [name("a.wav")])
        #expect(coalescer.ready(at: start + .seconds(1.1)).isEmpty)
    }

    @Test func `a created name without a close is looked at after a second`() {
        var coalescer = Coalescer()
        _ = coalescer.note(entry("linked.wav", .created), at: start)
        #expect(coalescer.nextTime == start + .seconds(1))
        #expect(names(coalescer.ready(at: start + .seconds(1))) == [name("linked.wav")])
    }

    @Test func `a created directory is looked at at once`() {
        var coalescer = Coalescer()
        #expect(
            names(coalescer.note(entry("new", .created, isDirectory: true), at: start))
                == [name("new")])
    }

    @Test func `a vanished name is held for the other half of its rename`() {
        var coalescer = Coalescer()
        #expect(coalescer.note(entry("old.wav", .movedFrom), at: start).isEmpty)
        #expect(coalescer.ready(at: start + .milliseconds(900)).isEmpty)
        #expect(names(coalescer.ready(at: start + .seconds(1))) == [name("old.wav")])
    }

    @Test func `a second change soon after the first settles, however often it changes`() {
        var coalescer = Coalescer()
        _ = coalescer.note(entry("a.wav", .written), at: start)
        var looks: [Look] = []
        for tick in 1...100 {
            let now = start + .milliseconds(100 * tick)
            looks += names(coalescer.note(entry("a.wav", .written), at: now))
            looks += names(coalescer.ready(at: now))
        }
        #expect(looks.isEmpty)
        #expect(names(coalescer.ready(at: start + .seconds(14))) == [name("a.wav")])
    }

    @Test func `a file that never rests is looked at once a minute`() {
        var coalescer = Coalescer()
        _ = coalescer.note(entry("a.wav", .written), at: start)
        var looks = 0
        for tick in 1...1_300 {
            let now = start + .milliseconds(100 * tick)
            _ = coalescer.note(entry("a.wav", .written), at: now)
            looks += coalescer.ready(at: now).count
        }
        #expect(looks == 2)
    }

    @Test
    func `a change long after the first is a first again, and nothing is remembered for ever`() {
        var coalescer = Coalescer()
        _ = coalescer.note(entry("a.wav", .written), at: start)
        #expect(coalescer.ready(at: start + .seconds(3)).isEmpty)
        #expect(coalescer.nextTime == nil)
        #expect(
            names(coalescer.note(entry("a.wav", .written), at: start + .seconds(4)))
                == [name("a.wav")])
    }

    @Test func `too many waiting names in one directory become one look at it`() {
        var coalescer = Coalescer()
        var looks: [Look] = []
        for number in 0...Coalescer.namesPerDirectory {
            looks += names(
                coalescer.note(entry(FileName("\(number).wav"), .deleted), at: start))
        }
        #expect(looks == [.directory(folder)])
        #expect(coalescer.waiting == 0)
        #expect(coalescer.ready(at: start + .seconds(2)).isEmpty)
    }

    @Test func `the sync point takes everything that waits`() {
        var coalescer = Coalescer()
        _ = coalescer.note(entry("a.wav", .created), at: start)
        _ = coalescer.note(entry("b.wav", .deleted), at: start)
        #expect(Set(names(coalescer.flush(at: start))) == [name("a.wav"), name("b.wav")])
        #expect(coalescer.ready(at: start + .seconds(5)).isEmpty)
    }

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

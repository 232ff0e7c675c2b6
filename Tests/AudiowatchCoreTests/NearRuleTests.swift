import AudiowatchCore
import Testing

struct NearRuleTests {
    private func groups(_ durations: [Double]) -> [[Int64]] {
        NearRule.groups(
            durations.enumerated().map {
                NearRule.Member(id: Content.ID(rawValue: Int64($0.offset)), duration: $0.element)
            }
        ).map { $0.members.map(\.id.rawValue) }
    }

    @Test(
        arguments: [
            ([], []), ([1.0], []), ([1.0, 1.5], [[0, 1]]), ([1.0, 1.51], []),
            // No chaining: each is half a second from the next, only the first two from the leader.
            ([1.0, 1.4, 1.8, 2.2], [[0, 1], [2, 3]]),
            ([5.0, 1.0, 5.2, 1.1], [[1, 3], [0, 2]]), ([2.0, 2.0], [[0, 1]]),
            ([1.1, 1.6], [[0, 1]]),
        ] as [([Double], [[Int64]])])
    func `a group starts at its shortest and takes what is half a second longer`(
        _ durations: [Double], _ wanted: [[Int64]]
    ) {
        #expect(groups(durations) == wanted)
    }

    @Test func `close is twenty milliseconds or one percent of the shortest`() {
        let group = NearRule.groups([
            .init(id: Content.ID(rawValue: 1), duration: 1.0),
            .init(id: Content.ID(rawValue: 2), duration: 1.02),
            .init(id: Content.ID(rawValue: 3), duration: 1.03),
        ]).first
        #expect(group?.members.map(\.isClose) == [true, true, false])
        let long = NearRule.groups([
            .init(id: Content.ID(rawValue: 1), duration: 30),
            .init(id: Content.ID(rawValue: 2), duration: 30.3),
        ]).first
        #expect(long?.members.map(\.isClose) == [true, true])
    }

    @Test(arguments: [
        ("Kick 01.WAV", "kick 01"), ("kick 01.aif", "kick 01"), ("a.b.wav", "a.b"),
        (".hidden", ".hidden"), ("none", "none"), ("GRÜN.wav", "grün"),
        ("gru\u{308}n.flac", "gr\u{fc}n"), ("STRASSE.wav", "strasse"), ("straße.wav", "strasse"),
    ])
    func `a base name forgets extension, case and how accents are spelt`(
        _ name: String, _ base: String
    ) {
        #expect(Array(BaseName.of(FileName(name)).utf8) == Array(base.utf8))
    }

    @Test func `a base name of bytes that are no text is some text`() {
        #expect(BaseName.of(FileName(bytes: [0xff, 0x41, 0x2e, 0x77])) == "\u{fffd}a")
    }
}

import AudiowatchCore
import Testing

/// Who holds a sound card, from what the kernel writes.
@Suite struct SoundCardTests {
    private struct Case: Decodable {
        var says: String
        /// By their paths below `/proc`.
        var files: [String: String]
        var held: [SoundCardHolder]
    }

    @Test(arguments: CaseFiles.names(of: "SoundCards"))
    func `a card is held when none of its streams is free`(_ file: String) throws {
        let cases: [Case] = try CaseFiles.read(file, of: "SoundCards")
        for wanted in cases {
            let held = SoundCardHolder.all { wanted.files[$0] }
            #expect(held == wanted.held, "\(wanted.says)")
        }
    }
}

import Settings
import SystemPackage
import TestSupport
import Testing

/// The configuration is the user's to damage: whatever it holds, the answer is a configuration or an error.
@Suite struct DamagedTextTests {
    private static let sample =
        ConfigurationTemplate.text + """

            [sources.a] # one
            path = "/a"
            exclude = [ 'x', "y\\"z", '''long''', [ ], ]
            [sources]
            b = { path = '/b', role = "backup", } # two
            "c d".path = '/c'
            e."f".path = 2020-01-01 10:00:00

            """

    @Test func `a damaged text is read or refused`() {
        for seed in 0..<400 {
            var random = SeededNumbers(UInt64(seed))
            let text = Self.damaged(&random)
            do {
                _ = try Configuration.parse(text, file: testFile, paths: testPaths)
            } catch {
                #expect(!error.findings.isEmpty, "seed \(seed)")
                #expect(error.findings.allSatisfy { !$0.message.isEmpty }, "seed \(seed)")
            }
        }
    }

    @Test func `a damaged file is edited rightly or not at all`() throws {
        let folder = try TemporaryFolder("settings")
        let file = folder.appending("config.toml")
        for seed in 0..<60 {
            var random = SeededNumbers(UInt64(seed))
            let text = Self.damaged(&random)
            try folder.file("config.toml", Array(text.utf8))
            let editor = ConfigurationEditor(file: file, paths: testPaths)
            guard let before = try? editor.listSources() else {
                #expect(throws: SettingsError.self, "seed \(seed)") { try editor.addSource("/new") }
                continue
            }
            guard let addition = try? editor.addSource("/new") else {
                #expect(try editor.listSources() == before, "seed \(seed)")
                continue
            }
            let after = try editor.listSources()
            #expect(after.count == before.count + 1, "seed \(seed)")
            try editor.removeSource(addition.name)
            #expect(try editor.listSources() == before, "seed \(seed)")
        }
    }

    /// The sample with up to four bytes replaced, removed or put in.
    private static func damaged(_ random: inout SeededNumbers) -> String {
        var bytes = Array(sample.utf8)
        // Mostly near the end, where the hard syntax stands.
        let start = Bool.random(using: &random) ? 0 : bytes.count - 220
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: start..<bytes.count - 4, using: &random)
            let byte = Array("[]{}=.,#'\"\\\n ax1".utf8).randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = byte
            case 1: bytes.remove(at: place)
            default: bytes.insert(byte, at: place)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// SplitMix64: the same numbers for the same seed.
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// The names of a run: few, so that they are used again and again, and some of them odd.
enum OddNames {
    static func file(_ chance: inout Chance) -> [UInt8] {
        switch Int.random(in: 0..<100, using: &chance) {
        case ..<80: Array("s\(Int.random(in: 0..<24, using: &chance)).wav".utf8)
        case ..<94: oddFiles[Int.random(in: 0..<oddFiles.count, using: &chance)]
        default: otherFiles[Int.random(in: 0..<otherFiles.count, using: &chance)]
        }
    }

    static func folder(_ chance: inout Chance) -> [UInt8] {
        switch Int.random(in: 0..<100, using: &chance) {
        case ..<85: Array("f\(Int.random(in: 0..<12, using: &chance))".utf8)
        case ..<96: oddFolders[Int.random(in: 0..<oddFolders.count, using: &chance)]
        default: Array("node_modules".utf8)
        }
    }

    private static let wav = Array(".wav".utf8)

    /// Audio by name.
    private static let oddFiles: [[UInt8]] = [
        Array("Caf\u{E9}.wav".utf8), Array("Cafe\u{301}.wav".utf8),
        [0x63, 0x61, 0x66, 0xE9] + wav, [0xFF, 0xFE, 0x01] + wav,
        Array("new\nline.wav".utf8), Array("escape \u{1B}[31m.WAV".utf8),
        Array(" space .wav".utf8), Array("-dash.wav".utf8), Array("back\\slash.wav".utf8),
        Array("100% 'hit' \"a&b\".Wav".utf8), Array("🔥 ヴォーカル.wav".utf8),
        Array(String(repeating: "x", count: 251).utf8) + wav, Array("..wav".utf8),
    ]

    /// Not audio by name, or a temporary name: files come into the catalogue and leave it by a rename.
    private static let otherFiles = [
        "notes.txt", "s1.wav.part", ".s2.wav.Xa41Bc", "._s3.wav", "s4",
    ]
    .map { Array($0.utf8) }

    private static let oddFolders: [[UInt8]] = [
        Array("folder.wav".utf8), [0xE9, 0x0A], Array("F\u{FC}nf".utf8), Array("Fu\u{308}nf".utf8),
        Array(" ".utf8), Array("s1.wav".utf8),
    ]
}

import AudiowatchCore
import Testing

@Suite struct NamedSoundTests {
    private struct NameCase: Decodable {
        var name: String
        /// From the source's own on.
        var folders: [String]?
        var tempo: Double?
        var key: String?
    }

    @Test(arguments: CaseFiles.names(of: "NamedSound"))
    func `names of loops and one-shots say tempo and key, and nothing else does`(
        _ file: String
    ) throws {
        let cases: [NameCase] = try CaseFiles.read(file, of: "NamedSound")
        for wanted in cases {
            let found = NamedSound(
                file: FileName(wanted.name), in: (wanted.folders ?? []).map { FileName($0) })
            #expect(
                found.tempo == wanted.tempo && found.key?.text == wanted.key,
                "\(wanted.name): \(found.tempo.map { "\($0)" } ?? "-") \(found.key?.text ?? "-")")
        }
    }

    @Test func `the table of names is large, and a third of it says nothing`() throws {
        let cases: [NameCase] = try CaseFiles.names(of: "NamedSound").flatMap { file in
            let cases: [NameCase] = try CaseFiles.read(file, of: "NamedSound")
            return cases
        }
        #expect(Set(cases.map { ($0.folders ?? []).joined(separator: "/") + $0.name }).count >= 200)
        #expect(cases.count { $0.tempo == nil && $0.key == nil } >= 70)
    }

    @Test func `any bytes are a name`() {
        let alphabet =
            Array("AabBcm#m_- .0128bpmin()\u{266F}\u{266D}xLoop".utf8) + [0xFF, 0xE2, 0x99]
        // Knuth's generator: the same names every time.
        var state: UInt64 = 1
        func below(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        for _ in 0..<20_000 {
            let bytes = (0..<below(25)).map { _ in alphabet[below(alphabet.count)] }
            let name = FileName(bytes: bytes)
            let found = NamedSound(file: name)
            if let tempo = found.tempo { #expect((20...401).contains(tempo), "\(bytes)") }
            _ = NamedSound(folder: name)
        }
    }

    @Test func `a name of two keys or two tempos says neither`() {
        #expect(NamedSound(file: "Am_to_Em.wav").key == nil)
        #expect(NamedSound(file: "F#min - Gmin.wav").key == nil)
        #expect(NamedSound(file: "128bpm 140bpm.wav").tempo == nil)
        // The surer one counts, and the same one twice is one.
        #expect(NamedSound(file: "Am_F#min.wav").key?.text == "F#m")
        #expect(NamedSound(file: "Am_Lead_Am.wav").key?.text == "Am")
        #expect(NamedSound(file: "128bpm_Loop_128.wav").tempo == 128)
    }
}

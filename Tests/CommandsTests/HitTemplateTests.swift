import AudiowatchCore
import Testing

@testable import Commands
@testable import SQLiteCatalog

@Suite struct HitTemplateTests {
    private func hit(_ path: [UInt8]) -> SearchHit {
        let text = PathText(bytes: path)
        return SearchHit(
            id: nil, file: File.ID(rawValue: 12), path: text.text, pathBase64: text.base64,
            source: "samples", sourceState: "online", size: 41_000, modifiedAt: 0, copies: 2,
            properties: Properties(duration: 1.5, sampleRate: 44_100))
    }

    private func text(_ template: String, _ path: String = "/a/b/k.wav") throws -> String {
        String(decoding: try HitTemplate(template).bytes(hit(Array(path.utf8))), as: UTF8.self)
    }

    @Test func `fields and escapes stand for what they say`() throws {
        #expect(try text(#"{path}\t{duration}"#) == "/a/b/k.wav\t1.5")
        #expect(try text(#"{folder}|{name}\n\0\\"#) == "/a/b|k.wav\n\0\\")
        #expect(try text("{{{size}}}") == "{41000}")
        #expect(try text("{folder}", "/k.wav") == "/")
        #expect(try text("{title}{id}x{bpm}") == "x")
    }

    @Test func `every field can be written`() throws {
        for field in HitField.allCases {
            #expect(!field.meaning.isEmpty)
            #expect(throws: Never.self) { try HitTemplate("{\(field.rawValue)}") }
        }
    }

    @Test func `a name that is no text keeps its bytes, unless a terminal reads it`() throws {
        let bytes = Array("/m/caf".utf8) + [0xE9, 0x1B] + Array(".wav".utf8)
        let template = try HitTemplate("{path}")
        #expect(template.bytes(hit(bytes)) == bytes)
        #expect(
            String(decoding: template.bytes(hit(bytes), isForEyes: true), as: UTF8.self)
                == "/m/caf\u{FFFD}\\u{1B}.wav")
    }

    @Test(arguments: ["{pat}", "{path", "path}", "{}", #"{path}\q"#, #"{path}\"#, "no field", ""])
    func `a mistake is said with what is known`(template: String) {
        let mistake = #expect(throws: HitTemplate.Mistake.self) { try HitTemplate(template) }
        #expect(mistake?.description.isEmpty == false)
    }

    @Test func `an unknown field is named, and the known ones`() {
        let mistake = #expect(throws: HitTemplate.Mistake.self) { try HitTemplate("{pat}") }
        #expect(mistake?.description.contains("{pat}") == true)
        for field in HitField.allCases {
            #expect(mistake?.description.contains("{\(field.rawValue)}") == true)
        }
    }
}

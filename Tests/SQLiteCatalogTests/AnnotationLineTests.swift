import AudiowatchCore
import Foundation
import SQLiteCatalog
import Testing

/// Lines in which outside tools say what sounds are.
@Suite struct AnnotationLineTests {
    private func read(
        _ text: String, _ kind: AnnotationKind? = AnnotationKind("class")
    ) throws -> [AnnotationLine.Read] {
        AnnotationLine.read(AnnotationBatch(try #require(kind), text: Array(text.utf8)))
    }

    private func one(_ text: String, _ kind: AnnotationKind? = AnnotationKind("class")) throws
        -> AnnotationWish
    {
        try #require(try read(text, kind).first).wish.get()
    }

    private func reason(_ text: String, _ kind: AnnotationKind? = AnnotationKind("class")) throws
        -> String
    {
        let line = try #require(try read(text, kind).first)
        guard case .failure(let reason) = line.wish else { return "taken: \(text)" }
        return reason.text
    }

    @Test func `a line names a content and says something of it`() throws {
        let wish = try one(
            #"{"id": 17, "fingerprint": "00ff00ff00ff00ff", "version": 3, "value": {"b": 1, "a": [0.1, 12345678901234567, "x/y", true, null]}}"#
        )
        #expect(wish.content.id == Content.ID(rawValue: 17))
        #expect(wish.content.fingerprint == Fingerprint(0x00ff_00ff_00ff_00ff))
        #expect(wish.version == 3)
        #expect(wish.value == .json(#"{"a":[0.1,12345678901234567,"x/y",true,null],"b":1}"#))
        let bytes = try one(
            #"{"fingerprint": "FFFFFFFFFFFFFFFF", "size": 5, "base64": "AAEC/w=="}"#)
        #expect(bytes.value == .blob([0, 1, 2, 255]))
        #expect(bytes.content.id == nil && bytes.content.size == 5 && bytes.version == 1)
        #expect(try one(#"{"id": 1, "value": null}"#).value == nil)
        #expect(try one(#"{"id": 1, "value": false}"#).value == .json("false"))
    }

    @Test(arguments: [
        ("{", "not JSON"), ("[]", "no object"), (#"{"value": 1}"#, "no content"),
        (#"{"fingerprint": "00ff00ff00ff00ff", "value": 1}"#, "no content"),
        (#"{"id": 0, "value": 1}"#, "from 1"), (#"{"id": "1", "value": 1}"#, "\"id\""),
        (#"{"id": 1.5, "value": 1}"#, "\"id\""), (#"{"id": 1}"#, "neither"),
        (#"{"id": 1, "value": 1, "base64": ""}"#, "both"), (#"{"id": 1, "base64": "*"}"#, "base64"),
        (#"{"id": 1, "fingerprint": "+0ff00ff00ff00ff", "value": 1}"#, "sixteen"),
        (#"{"id": 1, "kind": "label", "value": 1}"#, "another kind"),
        (#"{"id": 1, "value": "\ud800"}"#, "no JSON"), (#"{"id": 1, "value": 1e999}"#, "JSON"),
    ]) func `what makes no sense is refused with the reason`(line: String, reason: String) throws {
        let told = try self.reason(line)
        #expect(told.contains(reason) && !told.hasPrefix("taken"), "\(told)")
    }

    @Test func `values are limited, and lines`() throws {
        let most = AnnotationValue.longest
        let text = String(repeating: "x", count: most - 2)
        #expect(try one("{\"id\": 1, \"value\": \"\(text)\"}").value == .json("\"\(text)\""))
        #expect(try reason("{\"id\": 1, \"value\": \"\(text)x\"}").contains("\(most + 1) bytes"))
        let escaped = String(repeating: "\\u00e9", count: most)
        #expect(try reason("{\"id\": 1, \"value\": \"\(escaped)\"}").contains("longer than"))
    }

    @Test func `blank lines count and are passed over`() throws {
        let lines = try read("\n{\"id\": 1, \"value\": 1}\r\n \t\n{\n")
        #expect(lines.map(\.line) == [2, 4])
    }

    @Test func `labels are one text or several, each once, by name`() throws {
        func labels(_ value: String) throws -> AnnotationValue? {
            try one("{\"id\": 1, \"value\": \(value)}", .label).value
        }
        #expect(try labels("\"Kick\"") == .json("[\"Kick\"]"))
        #expect(try labels("[\"snare\", \"Kick\", \"KÍCK\"]") == .json("[\"Kick\",\"snare\"]"))
        #expect(try labels("\" hi hat\"") == .json("[\"hi hat\"]"))
        #expect(try labels("[]") == .json("[]"))
        let long = String(repeating: "x", count: Label.longest + 1)
        for wrong in [
            "1", "[1]", "\"\"", "[\" \"]", "{}", "\"a\\nb\"", "\"\(long)\"", "\"\\u202e\"",
        ] {
            #expect(
                try reason("{\"id\": 1, \"value\": \(wrong)}", .label).contains("a label is"),
                "\(wrong)")
        }
        #expect(try reason(#"{"id": 1, "base64": "AAAA"}"#, .label).contains("a label is"))
    }

    @Test func `kinds are short names, and audiowatch keeps its own`() {
        for name in ["label", "class.instrument", "vector.clap_2", "7"] {
            #expect(throws: Never.self) { try AnnotationKind(writing: name) }
        }
        for name in ["", "Label", "a b", "a/b", ".a", "é", String(repeating: "a", count: 65)] {
            #expect(AnnotationKind(name) == nil, "\(name)")
        }
        for name in AnnotationKind.own {
            let error = #expect(throws: ControlError.self) { try AnnotationKind(writing: name) }
            #expect(error?.code == .conflict)
            #expect(AnnotationKind(name) != nil)
        }
    }

    @Test func `what was refused keeps its line in the whole`() {
        var all = AnnotationReport(stored: 1, refused: [AnnotationRefusal(line: 2, reason: "a")])
        all.add(
            AnnotationReport(
                stored: 2, removed: 1, refused: [AnnotationRefusal(line: 1, reason: "b")]),
            after: 2)
        #expect(all.stored == 3 && all.removed == 1)
        #expect(all.refused.map(\.line) == [2, 3])
    }

    @Test func `JSON values are what they were`() throws {
        let text = #"{"a":[1,-2.5,"é",null,true],"b":{}}"#
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
    }
}

import AudiowatchCore
import Testing

@Suite struct SearchQueryTests {
    private func words(_ query: SearchQuery) -> [String] {
        query.clauses.flatMap(\.terms).compactMap { term in
            guard case .text(let text, .anywhere) = term.test else { return nil }
            return (term.isExcluded ? "-" : "") + text.text
        }
    }

    @Test func `words are folded, phrases keep their spaces, and a minus excludes`() throws {
        let query = try SearchQuery(parsing: "Kick \"Hard Snare\"  -loop -\"wet mix\"")
        #expect(words(query) == ["kick", "hard snare", "-loop", "-wet mix"])
    }

    @Test func `a text without words asks for everything`() throws {
        for text in ["", "   ", "\"\"", "-", "\"", "OR", "\u{301}"] {
            #expect(try SearchQuery(parsing: text) == SearchQuery(), "\(text)")
        }
    }

    @Test func `what is unfinished at the end is read as far as it goes`() throws {
        #expect(try words(SearchQuery(parsing: "a \"b c")) == ["a", "b c"])
        #expect(try SearchQuery(parsing: "a OR") == SearchQuery(parsing: "a"))
    }

    @Test func `OR joins its neighbours and binds tighter than AND`() throws {
        let query = try SearchQuery(parsing: "kick OR snare OR -hat loop format:wav OR format:aiff")
        #expect(query.clauses.map(\.terms.count) == [3, 1, 2])
        #expect(query.clauses[0].terms[2].isExcluded)
        #expect(try SearchQuery(parsing: "a or b").clauses.count == 3)
        #expect(try SearchQuery(parsing: "a \"OR\" b").clauses.count == 3)
    }

    @Test func `a minus inside a word, and digits before a colon, are text`() throws {
        #expect(
            try words(SearchQuery(parsing: "hi-hat 12:30 \"note:c\"")) == [
                "hi-hat", "12:30", "note:c",
            ])
    }

    @Test(arguments: [
        ("dur:5..60", NumberField.duration, NumberRange(5, 60)),
        ("dur:1:30..2m", .duration, NumberRange(90, 120)),
        ("DUR:>=5", .duration, NumberRange(lower: .init(5), upper: nil)),
        ("dur:..250ms", .duration, NumberRange(lower: nil, upper: .init(0.25))),
        ("dur:2", .duration, NumberRange(1.5, 2.5)),
        ("dur:<1s", .duration, NumberRange(lower: nil, upper: .init(1, isIncluded: false))),
        ("rate:44.1k", .sampleRate, NumberRange(44_100, 44_100)),
        (
            "rate:>48khz", .sampleRate,
            NumberRange(lower: .init(48_000, isIncluded: false), upper: nil)
        ),
        ("channels:stereo", .channels, NumberRange(2, 2)),
        ("bits:24bit", .bitDepth, NumberRange(24, 24)),
        ("size:>10MB", .size, NumberRange(lower: .init(10e6, isIncluded: false), upper: nil)),
        ("size:1MiB..1GiB", .size, NumberRange(1_048_576, 1_073_741_824)),
        ("bpm:120..130", .tempo, NumberRange(120, 130)),
        ("copies:>2", .copies, NumberRange(lower: .init(2, isIncluded: false), upper: nil)),
    ]) func `numbers are read as people write them`(
        text: String, field: NumberField, range: NumberRange
    ) throws {
        #expect(try SearchQuery(parsing: text).clauses == [.init([.init(.number(field, range))])])
    }

    @Test func `less than a second leaves out the second itself`() {
        let range = NumberRange(lower: nil, upper: .init(1, isIncluded: false))
        #expect(!range.contains(1))
        #expect(range.contains(0.999))
    }

    @Test(arguments: [
        "foo:bar", "dur:loud", "dur:", "format:", "dur:..", "dur:1:2:3:4", "size:many", "rate:",
        "is:nice", "key:H", "modified:soon", "modified:2024-13", "modified:2023-02-29", "bits:-1",
        "copies:1e5", "dir:\"\"",
    ]) func `an operator that makes no sense is an error at its place`(text: String) throws {
        let error = #expect(throws: SearchTextError.self) {
            try SearchQuery(parsing: "käse 🎹 \(text) kick")
        }
        #expect(error?.range == 8..<8 + text.utf16.count)
    }

    @Test func `an unknown operator lists the known ones, an unknown state the known states`() {
        let unknown = #expect(throws: SearchTextError.self) { try SearchQuery(parsing: "foo:bar") }
        for known in SearchOperator.all {
            #expect(unknown?.description.contains(known.name + ":") == true)
        }
        let state = #expect(throws: SearchTextError.self) { try SearchQuery(parsing: "is:nice") }
        for word in FileStateWord.allCases {
            #expect(state?.description.contains("is:\(word.rawValue)") == true)
        }
    }

    @Test func `every example of every operator is understood`() throws {
        for known in SearchOperator.all {
            for example in known.examples {
                let query = try SearchQuery(parsing: example)
                #expect(query.clauses.count == 1, "\(example)")
            }
        }
    }

    @Test func `a query survives its text`() throws {
        let texts =
            SearchOperator.all.flatMap(\.examples) + [
                "kick -loop \"a b\" OR \"-c\" \"x:y\" \"OR\" \"\u{a0}\"", "-format:wav OR -is:near",
                "modified:>=2024-02-29", "modified:<1970", "modified:>9999-12-31", "dur:0.1..",
                "size:123456789012345678", "source:\"a: b\" dir:\"-x\"", "STRASSE ﬁne ＫＩＣＫ",
            ]
        for text in texts {
            let query = try SearchQuery(parsing: text)
            #expect(
                try SearchQuery(parsing: query.description) == query,
                "\(text) ⇒ \(query.description)")
        }
    }

    @Test func `random texts never trap and what parses survives its text`() throws {
        var chance = SystemRandomNumberGenerator()
        let pieces = [
            "kick", "\"", "-", ":", "..", "<", ">", "=", "dur", "size", "is", "key", "modified",
            "label",
            " ",
            " OR ", "9", "1e9", "2024", "é", "\u{301}", "🎹", "a", "＂", "\u{a0}", "M", ".",
            "99999999999999999999",
        ]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 1..<9, using: &chance)).map { _ in
                pieces.randomElement(using: &chance) ?? ""
            }.joined()
            guard let query = try? SearchQuery(parsing: text) else { continue }
            #expect(
                try SearchQuery(parsing: query.description) == query,
                "\(text) ⇒ \(query.description)")
        }
    }

    @Test func `a cursor survives its text`() {
        for place in [
            SearchCursor.Place.content(Content.ID(rawValue: 12)), .file(File.ID(rawValue: .max)),
        ] {
            #expect(SearchCursor(SearchCursor(place).description)?.place == place)
            let counted = SearchCursor(place, passed: 3_400)
            #expect(SearchCursor(counted.description) == counted)
        }
        for text in ["", "c", "x1", "c-1", "1", "c1.", "c1.-1", "c1.2.3", "c1.x"] {
            #expect(SearchCursor(text) == nil)
        }
    }

    @Test(arguments: [
        (1e20, "dur:..1000000000000000000"), (1.9999999, "dur:..2"), (2.5, "dur:..2.500000"),
        (-1, "dur:..0"),
    ]) func `bounds that nobody wrote are written as can be read`(maximum: Double, text: String)
        throws
    {
        var query = SearchQuery()
        query.require(minimum: nil, maximum: maximum)
        #expect(query.description == text)
        #expect(try SearchQuery(parsing: query.description).description == text)
    }
}

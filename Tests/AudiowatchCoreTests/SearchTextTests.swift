import AudiowatchCore
import Testing

@Suite struct SearchTextTests {
    @Test func `words are folded, phrases keep their spaces, and a minus excludes`() throws {
        let request = try SearchRequest(parsing: "Kick \"Hard Snare\"  -loop -\"wet mix\"")
        #expect(request.words == [FoldedText("kick"), FoldedText("hard snare")])
        #expect(request.excludedWords == [FoldedText("LOOP"), FoldedText("wet mix")])
    }

    @Test func `a text without words asks for everything`() throws {
        for text in ["", "   ", "\"\"", "-", "\""] {
            #expect(try SearchRequest(parsing: text) == SearchRequest())
        }
    }

    @Test func `quotes left open end with the text`() throws {
        #expect(try SearchRequest(parsing: "a \"b c").words.map(\.text) == ["a", "b c"])
    }

    @Test func `a minus inside a word, and digits before a colon, are text`() throws {
        let request = try SearchRequest(parsing: "hi-hat 12:30 \"note:c\"")
        #expect(request.words.map(\.text) == ["hi-hat", "12:30", "note:c"])
    }

    @Test func `operators narrow the request`() throws {
        let request = try SearchRequest(parsing: "format:WAV Format:flac source:\"my drive\" kick")
        #expect(request.formats == ["wav", "flac"])
        #expect(request.sources == ["my drive"])
        #expect(request.words.map(\.text) == ["kick"])
    }

    @Test(arguments: [
        ("dur:5..60", 5.0...60.0), ("dur:1:30..2m", 90...120), ("dur:>=5", 5...(.infinity)),
        ("dur:..250ms", 0...0.25), ("dur:2", 1.5...2.5), ("dur:<=1h", 0...3600),
    ]) func `lengths are read as people write them`(text: String, expected: ClosedRange<Double>)
        throws
    {
        #expect(try SearchRequest(parsing: text).duration == expected)
    }

    @Test func `less than a second leaves out the second itself`() throws {
        let range = try #require(try SearchRequest(parsing: "dur:<1s").duration)
        #expect(!range.contains(1))
        #expect(range.contains(0.999))
    }

    @Test func `two lengths that contradict each other find nothing`() throws {
        let range = try #require(try SearchRequest(parsing: "dur:<1 dur:>2").duration)
        #expect(range.lowerBound == .infinity)
    }

    @Test func `an unknown operator is an error that lists the known ones`() {
        let error = #expect(throws: SearchTextError.self) {
            try SearchRequest(parsing: "foo:bar")
        }
        for known in SearchRequest.operators {
            #expect(error?.description.contains(known) == true)
        }
    }

    @Test(arguments: ["dur:loud", "dur:", "format:", "-format:wav", "dur:..", "dur:1:2:3:4"])
    func `an operator without a sensible value is an error`(text: String) {
        #expect(throws: SearchTextError.self) { try SearchRequest(parsing: text) }
    }

    @Test func `a cursor survives its text`() {
        for place in [
            SearchCursor.Place.content(Content.ID(rawValue: 12)), .file(File.ID(rawValue: .max)),
        ] {
            #expect(SearchCursor(SearchCursor(place).description)?.place == place)
        }
        for text in ["", "c", "x1", "c-1", "1"] { #expect(SearchCursor(text) == nil) }
    }
}

@Suite struct FoldedTextTests {
    @Test(arguments: [
        ("KICK", "kick"), ("Ä", "ä"), ("caf\u{e9}", "CAFE\u{301}"), ("STRASSE", "straße"),
        ("ΟΔΟΣ", "οδος"), ("ДРАМ", "драм"),
    ]) func `case and normalisation do not count`(left: String, right: String) {
        #expect(FoldedText(left) == FoldedText(right))
    }

    @Test func `a part is found anywhere, at the ends too`() {
        let text = FoldedText("Kick 01.wav")
        for part in ["", "k", "kick", "01", "WAV", "kick 01.wav"] {
            #expect(text.contains(FoldedText(part)))
        }
        for part in ["kick 02", "wavx", "kick 01.wav ", "zz"] {
            #expect(!text.contains(FoldedText(part)))
        }
    }

    @Test func `accents are letters of their own`() {
        #expect(!FoldedText("café").contains(FoldedText("cafe")))
    }

    @Test func `bytes that are no text are compared by what is legible`() {
        let name = FileName(bytes: Array("KICK".utf8) + [0xff] + Array(".wav".utf8))
        #expect(FoldedText(name).contains(FoldedText("kick")))
        #expect(FoldedText(name).contains(FoldedText(".WAV")))
    }
}

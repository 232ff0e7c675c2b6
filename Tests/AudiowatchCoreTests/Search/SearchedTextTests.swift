import AudiowatchCore
import Testing

@Suite struct SearchedTextTests {
    @Test(arguments: [
        ("KICK", "kick"), ("Ä", "a"), ("caf\u{e9}", "CAFE\u{301}"), ("café", "cafe"),
        ("STRASSE", "straße"), ("ΟΔΟΣ", "οδος"), ("ДРАМ", "драм"), ("ＫＩＣＫ", "kick"),
        ("ﬁll", "FILL"), ("Ørsted", "orsted"), ("ｶﾞ", "ガ"), ("İstanbul", "istanbul"),
    ]) func `case, accents and width do not count`(left: String, right: String) {
        #expect(SearchedText(left) == SearchedText(right))
    }

    @Test func `a part is found anywhere, at the ends too`() {
        let text = SearchedText("Kick 01.wav")
        for part in ["", "k", "kick", "01", "WAV", "kick 01.wav"] {
            #expect(text.contains(SearchedText(part)))
        }
        for part in ["kick 02", "wavx", "kick 01.wav ", "zz"] {
            #expect(!text.contains(SearchedText(part)))
        }
    }

    @Test func `bytes that are no text are compared by what is legible`() {
        let name = FileName(bytes: Array("KICK".utf8) + [0xff] + Array(".wav".utf8))
        #expect(SearchedText(name).contains(SearchedText("kick")))
        #expect(SearchedText(name).contains(SearchedText(".WAV")))
    }
}

@Suite struct FoldedTextTests {
    @Test(arguments: [
        ("KICK", "kick"), ("Ä", "ä"), ("caf\u{e9}", "CAFE\u{301}"), ("STRASSE", "straße"),
    ]) func `case and normalisation do not count`(left: String, right: String) {
        #expect(FoldedText(left) == FoldedText(right))
    }

    @Test func `accents are letters of their own`() {
        #expect(FoldedText("café") != FoldedText("cafe"))
    }
}

@Suite struct MusicalKeyTests {
    @Test(arguments: [
        ("Am", "Am"), ("A min", "Am"), ("a minor", "Am"), ("F#min", "F#m"), ("Gb", "F#"),
        ("Bb major", "A#"), ("C♯m", "C#m"), ("E♭", "D#"), ("8A", "Am"), ("8B", "C"), ("12A", "C#m"),
        ("1m", "Am"), ("1d", "C"), ("Cmaj", "C"), ("DM", "D"), ("Dm", "Dm"), ("Cb", "B"),
        ("A_min", "Am"), ("F sharp minor", "F#m"), ("b flat", "A#"),
    ]) func `keys are read as tags and names write them`(text: String, key: String) throws {
        #expect(try #require(MusicalKey(text)).text == key)
        #expect(MusicalKey(key)?.text == key)
    }

    @Test(arguments: ["", "H", "Amb", "13A", "0A", "8C", "Ammm", "kick", "A7", "128"])
    func `anything else is no key`(text: String) {
        #expect(MusicalKey(text) == nil)
    }
}

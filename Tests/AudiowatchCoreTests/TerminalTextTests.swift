import AudiowatchCore
import Testing

@Suite struct TerminalTextTests {
    @Test(
        arguments: [
            ("kick 01.wav", "kick 01.wav"), ("Bögen/日本.wav", "Bögen/日本.wav"), ("", ""),
            ("a\nb", "a\\nb"), ("\u{1B}[2J", "\\u{1B}[2J"), ("\u{0}\t\r", "\\u{0}\\u{9}\\u{D}"),
            ("\u{7F}\u{80}\u{9F}", "\\u{7F}\\u{80}\\u{9F}"), ("\r\n", "\\u{D}\\n"),
            ("a\u{202E}vaw.exe", "a\\u{202E}vaw.exe"), ("\u{2066}\u{2069}", "\\u{2066}\\u{2069}"),
            ("\u{61C}\u{200E}\u{200F}", "\\u{61C}\\u{200E}\\u{200F}"),
            ("\u{2028}", "\\u{2028}"), ("e\u{301}\u{1B}", "e\u{301}\\u{1B}"), ("\u{A0}", "\u{A0}"),
        ])
    func `nothing that a terminal obeys is left`(text: String, shown: String) {
        #expect(TerminalText.escaped(text) == shown)
        #expect(!TerminalText.escaped(text).unicodeScalars.contains(where: TerminalText.isHarmful))
    }

    @Test func `bytes that are no text are shown as such`() {
        #expect(TerminalText.escaped(bytes: [0x61, 0xE9, 0x0A]) == "a\u{FFFD}\\n")
        // A lone C1 byte is no UTF-8, so it never reaches the terminal as a control.
        #expect(TerminalText.escaped(bytes: [0x9B]) == "\u{FFFD}")
    }

    @Test(
        arguments: [
            ("kick", 4), ("日本", 4), ("é", 1), ("e\u{301}", 1), ("ｋ", 2), ("한글", 4), ("🥁", 2),
            ("👩‍🎤", 2), ("♥\u{FE0F}", 2), ("…", 1), ("\u{200B}", 0), ("", 0),
        ])
    func `columns are counted as a terminal does`(text: String, columns: Int) {
        #expect(TerminalText.columns(of: text) == columns)
    }

    @Test(
        arguments: [
            ("/music/drums/kick.wav", 40, "/music/drums/kick.wav"),
            ("/music/drums/kick.wav", 21, "/music/drums/kick.wav"),
            ("/music/drums/kick.wav", 15, "…drums/kick.wav"), ("/日本/音.wav", 8, "…/音.wav"),
            ("/日本/音.wav", 7, "…音.wav"), ("/日本/音.wav", 6, "….wav"), ("abc", 1, "…"),
            ("abc", 0, ""), ("abc", -1, ""),
        ])
    func `a path keeps its end`(path: String, columns: Int, shown: String) {
        #expect(TerminalText.keepingEnd(of: path, columns: columns) == shown)
    }

    @Test func `a sentence keeps its start`() {
        #expect(TerminalText.keepingStart(of: "permission denied", columns: 8) == "permiss…")
        #expect(TerminalText.keepingStart(of: "日本語", columns: 4) == "日…")
    }
}

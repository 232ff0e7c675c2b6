/// Text from outside on its way to a terminal or a log: no name can move the cursor, colour the screen, reverse
/// the reading direction or forge a line.
public enum TerminalText {
    /// `text` with every control visible: `\n` for a newline, `\u{1B}` and its like for the others.
    /// Source: Unicode Standard Annex #9 §2 for the directional ones.
    public static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                result += "\\n"
            } else if isHarmful(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Bytes as text for reading, escaped; invalid ones become U+FFFD.
    public static func escaped(bytes: [UInt8]) -> String {
        escaped(String(decoding: bytes, as: UTF8.self))
    }

    /// True for controls (C0, DEL, C1), directional marks, overrides and isolates, and the two separators that
    /// end a line.
    public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F: true
        case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        case 0x2028, 0x2029: true
        default: false
        }
    }

    /// Columns that `text` takes on a terminal; what ``escaped(_:)`` would change is not counted rightly.
    public static func columns(of text: String) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    /// `text` cut at its start to fit `columns`, `…` before what is left: of a path the end says most.
    public static func keepingEnd(of text: String, columns limit: Int) -> String {
        guard columns(of: text) > limit else { return text }
        guard limit > 0 else { return "" }
        let kept = fitting(text.reversed(), columns: limit - 1)
        return "…" + String(kept.reversed())
    }

    /// `text` cut at its end to fit `columns`, `…` after what is left.
    public static func keepingStart(of text: String, columns limit: Int) -> String {
        guard columns(of: text) > limit else { return text }
        guard limit > 0 else { return "" }
        return String(fitting(text, columns: limit - 1)) + "…"
    }

    private static func fitting(_ text: some Sequence<Character>, columns limit: Int) -> [Character]
    {
        var result: [Character] = []
        var used = 0
        for character in text {
            used += columns(of: character)
            if used > limit { break }
            result.append(character)
        }
        return result
    }
}

import AudiowatchCore

/// What a word means, shown as a colour where the terminal has colours. Nothing is said by colour alone.
enum Tint: String {
    /// As it should be.
    case good = "32"
    /// Not as it should be, and the work goes on.
    case warning = "33"
    /// Something is lost, broken or away.
    case bad = "31"
    /// Of less weight: headings, hints.
    case quiet = "2"

    /// What ends a colour. Source: ECMA-48 §8.3.117 (SGR).
    fileprivate static let end = "\u{1B}[0m"
}

extension Terminal {
    /// `text`, which is escaped already, in a colour; as it is where there are none.
    func painted(_ text: String, _ tint: Tint?) -> String {
        guard hasColour, let tint, !text.isEmpty else { return text }
        return "\u{1B}[\(tint.rawValue)m\(text)\(Tint.end)"
    }

    /// A line that may hold colours, cut at its end to the terminal's width. Colours take no columns, and one that
    /// was cut into ends.
    func fitted(_ line: String) -> String {
        guard let width else { return line }
        var result = ""
        var used = 0
        var isCode = false
        var hasCodes = false
        for character in line {
            if isCode || character == "\u{1B}" {
                isCode = character != "m"
                hasCodes = true
                result.append(character)
                continue
            }
            used += TerminalText.columns(of: character)
            // The last column is for the mark of what is cut off.
            guard used <= width else {
                return cut(result, to: width - 1) + "…" + (hasCodes ? Tint.end : "")
            }
            result.append(character)
        }
        return result
    }

    private func cut(_ line: String, to columns: Int) -> String {
        var result = ""
        var used = 0
        var isCode = false
        for character in line {
            if isCode || character == "\u{1B}" {
                isCode = character != "m"
            } else {
                used += TerminalText.columns(of: character)
                guard used <= columns else { break }
            }
            result.append(character)
        }
        return result
    }
}

import AudiowatchCore

/// Blocks of the manual as lines of a terminal.
struct TerminalPage {
    let terminal: Terminal

    /// Longer lines are hard to read.
    private static let widest = 92
    private static let indent = "  "

    private var width: Int { max(20, min(terminal.width ?? 80, TerminalPage.widest)) }

    /// Every line; an empty one between two blocks.
    func lines(_ blocks: [Block]) -> [String] {
        var result: [String] = []
        for block in blocks {
            if !result.isEmpty { result.append("") }
            result += lines(of: block)
        }
        return result
    }

    private func lines(of block: Block) -> [String] {
        switch block {
        case .heading(let text), .subheading(let text): [terminal.painted(text, .good)]
        case .text(let text): TerminalPage.wrapped(text, to: width)
        case .code(let lines): lines.map { TerminalPage.indent + $0 }
        case .terms(let terms): terms.flatMap { lines(of: $0, beside: column(of: terms)) }
        }
    }

    /// Where meanings begin: behind the longest of the shorter names.
    private func column(of terms: [Block.Term]) -> Int {
        let longest = width / 3
        let widths = terms.map { TerminalText.columns(of: $0.name) }.filter { $0 <= longest }
        return TerminalPage.indent.count + (widths.max() ?? 8) + 2
    }

    private func lines(of term: Block.Term, beside column: Int) -> [String] {
        let name = TerminalPage.indent + term.name
        let blanks = String(repeating: " ", count: column)
        let meaning = TerminalPage.wrapped(term.meaning, to: max(20, width - column))
        let used = TerminalText.columns(of: name)
        // A long name has a line of its own.
        guard used + 2 <= column, let first = meaning.first else {
            return [name] + meaning.map { blanks + $0 }
        }
        let gap = String(repeating: " ", count: column - used)
        return [name + gap + first] + meaning.dropFirst().map { blanks + $0 }
    }

    /// Words in lines of at most so many columns; a longer word stands alone.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(separator: " ") {
            let columns = TerminalText.columns(of: String(word))
            if !line.isEmpty, used + 1 + columns > width {
                lines.append(line)
                (line, used) = ("", 0)
            }
            line += (line.isEmpty ? "" : " ") + word
            used += (used == 0 ? 0 : 1) + columns
        }
        return line.isEmpty ? lines : lines + [line]
    }
}

/// A piece of the manual, written once for the terminal and for man(1).
enum Block: Hashable {
    case heading(String)
    /// A heading below a heading, as it is written.
    case subheading(String)
    case text(String)
    /// Lines as they are typed.
    case code([String])
    /// Words, each with what it means.
    case terms([Term])

    /// A word with what it means.
    struct Term: Hashable {
        var name: String
        var meaning: String

        init(_ name: String, _ meaning: String) {
            self.name = name
            self.meaning = meaning
        }
    }

    /// Takes a text apart: `# ` begins a heading, two blanks a line of code, an empty line ends a paragraph.
    static func blocks(_ text: String) -> [Block] {
        var result: [Block] = []
        var paragraph: [Substring] = []
        func end() {
            if !paragraph.isEmpty { result.append(.text(paragraph.joined(separator: " "))) }
            paragraph = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("# ") {
                end()
                result.append(.heading(String(line.dropFirst(2))))
            } else if line.hasPrefix("  ") {
                end()
                let code = String(line.dropFirst(2))
                if case .code(let before) = result.last {
                    result[result.count - 1] = .code(before + [code])
                } else {
                    result.append(.code([code]))
                }
            } else if line.isEmpty {
                end()
            } else {
                paragraph.append(line)
            }
        }
        end()
        return result
    }

    /// All its words, for whoever looks for one.
    var plain: String {
        switch self {
        case .heading(let text), .subheading(let text), .text(let text): text
        case .code(let lines): lines.joined(separator: "\n")
        case .terms(let terms): terms.map { "\($0.name)\n\($0.meaning)" }.joined(separator: "\n")
        }
    }
}

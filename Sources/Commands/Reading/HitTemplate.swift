import AudiowatchCore
import SQLiteCatalog

/// How `search --template` writes a file that was found: `{path}\t{duration}`.
///
/// Fields stand in braces, `{{` and `}}` are braces; `\t`, `\n`, `\0` and `\\` are what they are in C.
struct HitTemplate: Equatable {
    enum Piece: Equatable {
        case bytes([UInt8])
        case field(HitField)
    }

    /// Why a template makes no sense, and what would.
    struct Mistake: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    private(set) var pieces: [Piece] = []

    init(_ text: String) throws(Mistake) {
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "\\": try append(escape: rest.popFirst())
            case "{" where rest.first == "{", "}" where rest.first == "}":
                append(String(rest.removeFirst()))
            case "{":
                guard let end = rest.firstIndex(of: "}") else {
                    throw Mistake(
                        description: "a { is not closed; a brace of its own is written {{")
                }
                try append(field: rest[..<end])
                rest = rest[rest.index(after: end)...]
            case "}":
                throw Mistake(description: "a } closes nothing; a brace of its own is written }}")
            default: append(String(character))
            }
        }
        guard pieces.contains(where: { if case .field = $0 { true } else { false } }) else {
            throw Mistake(
                description: "it names no field; the fields are \(HitTemplate.known)")
        }
    }

    /// The bytes for one file. With `isForEyes` what the disk named cannot move a terminal's cursor.
    func bytes(_ hit: SearchHit, isForEyes: Bool = false) -> [UInt8] {
        pieces.flatMap { piece in
            switch piece {
            case .bytes(let bytes): bytes
            case .field(let field) where isForEyes:
                Array(TerminalText.escaped(bytes: field.bytes(hit)).utf8)
            case .field(let field): field.bytes(hit)
            }
        }
    }

    /// Every field, as it is written.
    static var known: String { HitField.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ") }

    private mutating func append(_ text: String) {
        guard case .bytes(let before) = pieces.last else {
            return pieces.append(.bytes(Array(text.utf8)))
        }
        pieces[pieces.count - 1] = .bytes(before + text.utf8)
    }

    private mutating func append(field name: Substring) throws(Mistake) {
        guard let field = HitField(rawValue: name.lowercased()) else {
            throw Mistake(
                description: "there is no field {\(name)}; the fields are \(HitTemplate.known)")
        }
        pieces.append(.field(field))
    }

    private mutating func append(escape character: Character?) throws(Mistake) {
        switch character {
        case "t": append("\t")
        case "n": append("\n")
        case "0": append("\0")
        case "\\": append("\\")
        default:
            throw Mistake(
                description: "\\\(character.map(String.init) ?? "") means nothing; known are"
                    + " \\t, \\n, \\0 and \\\\")
        }
    }
}

/// The text of a search could not be understood: what, and what would be.
public struct SearchTextError: Error, Hashable, CustomStringConvertible {
    /// The sentence to show.
    public let description: String
}

extension SearchRequest {
    /// Operators that the text of a search knows, as they are shown.
    public static let operators = ["format:", "source:", "dur:"]

    /// Reads what a user types: `kick "hard snare" -loop format:wav source:samples dur:<1s`.
    ///
    /// Words are AND, quotes keep spaces and colons, `-` excludes. Quotes left open end with the text,
    /// so that a search may run while it is typed.
    /// - Throws: ``SearchTextError`` for an operator that is not known or has no sensible value.
    public init(parsing text: String) throws(SearchTextError) {
        self.init()
        for token in SearchToken.split(text) {
            if let (name, value) = token.operation {
                try apply(name, value, isExcluded: token.isExcluded)
            } else if !token.text.isEmpty {
                let word = FoldedText(token.text)
                if token.isExcluded { excludedWords.append(word) } else { words.append(word) }
            }
        }
    }

    private mutating func apply(
        _ name: String, _ value: String, isExcluded: Bool
    ) throws(SearchTextError) {
        guard SearchRequest.operators.contains(name + ":") else {
            throw SearchTextError(
                description: "unknown operator \(name): (known: "
                    + SearchRequest.operators.joined(separator: " ")
                    + "); to find the text itself, quote it: \"\(name):\(value)\"")
        }
        guard !isExcluded else {
            throw SearchTextError(
                description: "\(name): cannot be excluded; only words and \"phrases\" can")
        }
        guard !value.isEmpty else {
            throw SearchTextError(description: "\(name): needs a value, such as \(example(name))")
        }
        switch name {
        case "format": formats.insert(value.lowercased())
        case "source": sources.insert(value)
        default:
            guard let (minimum, maximum) = LengthText.range(value) else {
                throw SearchTextError(
                    description: "dur:\(value) is no length: write dur:<1s, dur:5..60 or dur:>1:30")
            }
            narrow(minimum: minimum, maximum: maximum)
        }
    }

    private func example(_ name: String) -> String {
        switch name {
        case "format": "format:wav"
        case "source": "source:samples"
        default: "dur:<1s"
        }
    }
}

/// One word of a search as it was typed.
struct SearchToken: Hashable {
    /// The text without quotes and sign.
    var text = ""
    /// A `-` stood before it.
    var isExcluded = false
    /// Name and value, where a name and a colon stood before any quote.
    var operation: (name: String, value: String)? {
        guard let colon, colon > 0 else { return nil }
        return (
            String(text.prefix(colon)).lowercased(), String(text.dropFirst(colon + 1))
        )
    }
    /// Where the colon of an operator stands: only letters before it, none of them quoted.
    private var colon: Int?

    /// Splits at white space outside of quotes.
    static func split(_ text: String) -> [SearchToken] {
        var tokens: [SearchToken] = []
        var token = SearchToken()
        var isQuoted = false
        var hasStarted = false
        var isPlain = true
        func finish() {
            // A lone `-`, as in `kick - snare`, is no word.
            if hasStarted, !token.text.isEmpty { tokens.append(token) }
            token = SearchToken()
            hasStarted = false
            isPlain = true
        }
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
                hasStarted = true
                isPlain = false
            } else if !isQuoted, character.isWhitespace {
                finish()
            } else if !hasStarted, character == "-" {
                token.isExcluded = true
                hasStarted = true
            } else {
                if character == ":", isPlain, token.colon == nil, !token.text.isEmpty,
                    token.text.allSatisfy({ $0.isASCII && $0.isLetter })
                {
                    token.colon = token.text.count
                }
                token.text.append(character)
                hasStarted = true
            }
        }
        finish()
        return tokens
    }
}

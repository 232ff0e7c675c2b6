/// One piece of a search as it was typed: a word, a phrase, an operator with its value, or `OR`.
struct SearchToken: Hashable {
    /// The text without quotes and sign.
    var text = ""
    /// A `-` stood before it.
    var isExcluded = false
    /// Where it stands in the whole text, in UTF-16 units as browsers count.
    var range: Range<Int>
    /// Some of it stood in quotes.
    var isQuoted = false
    /// Scalars before the colon of an operator: only letters, none of them quoted.
    private var colon: Int?

    /// Name and value, where a name and a colon stood before any quote.
    var operation: (name: String, value: Substring)? {
        guard let colon, colon > 0 else { return nil }
        let scalars = text.unicodeScalars
        return (
            String(scalars.prefix(colon)).lowercased(), Substring(scalars.dropFirst(colon + 1))
        )
    }

    /// True for the word that joins alternatives.
    var isOr: Bool { text == "OR" && !isQuoted && !isExcluded }

    /// Splits at white space outside of quotes. Quotes left open end with the text.
    static func split(_ text: String) -> [SearchToken] {
        var reader = Reader()
        // Scalars, not characters: a quote with an accent typed after it is still a quote.
        for scalar in text.unicodeScalars { reader.take(scalar) }
        reader.finish()
        return reader.tokens
    }

    private struct Reader {
        var tokens: [SearchToken] = []
        private var token = SearchToken(range: 0..<0)
        private var place = 0
        private var start = 0
        private var isInQuotes = false
        private var hasStarted = false

        mutating func take(_ scalar: Unicode.Scalar) {
            defer { place += scalar.utf16.count }
            if scalar.properties.isWhitespace, !isInQuotes { return finish() }
            if !hasStarted {
                start = place
                hasStarted = true
                if scalar == "-" {
                    token.isExcluded = true
                    return
                }
            }
            if scalar == "\"" {
                isInQuotes.toggle()
                token.isQuoted = true
                return
            }
            if scalar == ":", !token.isQuoted, token.colon == nil, !token.text.isEmpty,
                token.text.unicodeScalars.allSatisfy({ $0.isASCII && $0.properties.isAlphabetic })
            {
                token.colon = token.text.unicodeScalars.count
            }
            token.text.unicodeScalars.append(scalar)
        }

        mutating func finish() {
            token.range = start..<place
            // A lone `-`, as in `kick - snare`, is no word; nor are empty quotes.
            if hasStarted, !token.text.isEmpty { tokens.append(token) }
            token = SearchToken(range: 0..<0)
            hasStarted = false
        }
    }
}

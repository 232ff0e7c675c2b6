/// The text of a search could not be understood: what, where, and what would be.
public struct SearchTextError: Error, Hashable, CustomStringConvertible {
    /// The sentence to show.
    public let description: String
    /// The part of the text that is meant, in UTF-16 units as browsers count.
    public let range: Range<Int>
}

extension SearchQuery {
    /// Reads what a user types: `kick "hard snare" -loop format:wav OR format:aiff dur:<1s`.
    ///
    /// Words are AND, `OR` joins its two neighbours and binds tighter, quotes keep spaces and colons, `-`
    /// excludes. Whatever is unfinished at the end (quotes, `OR`) is read as far as it goes, so that a
    /// search may run while it is typed.
    /// - Throws: ``SearchTextError`` for an operator that is not known or has no sensible value.
    public init(parsing text: String) throws(SearchTextError) {
        var clauses: [Clause] = []
        var joinsNext = false
        for token in SearchToken.split(text) {
            if token.isOr {
                joinsNext = !clauses.isEmpty
                continue
            }
            guard let term = try Term(token) else { continue }
            if joinsNext, !clauses.isEmpty {
                clauses[clauses.count - 1].terms.append(term)
            } else {
                clauses.append(Clause([term]))
            }
            joinsNext = false
        }
        self.init(clauses)
    }
}

extension SearchQuery.Term {
    /// Nil for a word that folds to nothing, such as an accent alone.
    fileprivate init?(_ token: SearchToken) throws(SearchTextError) {
        guard let (name, value) = token.operation else {
            let word = SearchedText(token.text)
            guard !word.isEmpty else { return nil }
            self.init(.text(word, in: .anywhere), isExcluded: token.isExcluded)
            return
        }
        guard let known = SearchOperator(named: name) else {
            throw SearchTextError(
                description: "unknown operator \(name): (known: "
                    + SearchOperator.all.map { $0.name + ":" }.joined(separator: " ")
                    + "); to find the text itself, quote it: \"\(name):\(value)\"",
                range: token.range)
        }
        guard !value.isEmpty else {
            throw SearchTextError(
                description: "\(name): needs a value, such as \(known.examples[0])",
                range: token.range)
        }
        guard let test = known.test(value) else {
            throw SearchTextError(
                description: "\(name):\(value) is not understood; write "
                    + known.examples.joined(separator: " or "), range: token.range)
        }
        self.init(test, isExcluded: token.isExcluded)
    }
}

extension SearchQuery: CustomStringConvertible {
    /// The query as ``init(parsing:)`` reads it.
    public var description: String {
        clauses.map { $0.terms.map(\.description).joined(separator: " OR ") }
            .joined(separator: " ")
    }
}

extension SearchQuery.Term: CustomStringConvertible {
    /// One term with its sign.
    public var description: String {
        let text =
            switch test {
            case .text(let text, .anywhere): SearchQuery.quoted(text.text, isWord: true)
            case .text(let text, let field): "\(field.rawValue):" + SearchQuery.quoted(text.text)
            case .format(let name): "format:" + SearchQuery.quoted(name)
            case .source(let name): "source:" + SearchQuery.quoted(name)
            case .number(let field, let range): "\(field.rawValue):" + field.text(range)
            case .modified(let range): "modified:" + range.text
            case .key(let key): "key:" + key.text
            case .label(let label): "label:" + SearchQuery.quoted(label.text)
            case .state(let word): "is:" + word.rawValue
            }
        return (isExcluded ? "-" : "") + text
    }
}

extension SearchQuery {
    /// In quotes where it would be read as something else without.
    fileprivate static func quoted(_ text: String, isWord: Bool = false) -> String {
        let isPlain =
            !text.contains(where: \.isWhitespace)
            && !(isWord && (text.contains(":") || text.hasPrefix("-") || text == "OR"))
        // A quote itself cannot be typed; its wide form folds to it.
        let typed = String(text.map { $0 == "\"" ? "\u{ff02}" : $0 })
        return isPlain ? typed : "\"\(typed)\""
    }
}

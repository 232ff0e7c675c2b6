/// A word or two that somebody gave to a content: `kick`, `hi hat`. Neither case nor accents tell labels apart.
public struct Label: Hashable, Sendable {
    /// As it is shown.
    public let text: String
    /// As it is compared.
    public let searched: SearchedText

    /// Longest label, in bytes of UTF-8.
    public static let longest = 128
    /// Labels of one content.
    public static let most = 64

    /// Takes a text without the blanks at its ends; nil for one that is empty, too long, or holds what a terminal
    /// would obey.
    public init?(_ text: String) {
        let text = Label.trimmed(text)
        let searched = SearchedText(text)
        guard !searched.isEmpty, text.utf8.count <= Label.longest,
            !text.unicodeScalars.contains(where: TerminalText.isHarmful)
        else { return nil }
        self.text = text
        self.searched = searched
    }

    /// The labels that a value says, each once, by name; nil when it is neither one label nor a list of them.
    public static func list(_ value: JSONValue) -> [Label]? {
        switch value {
        case .text(let text): Label(text).map { [$0] }
        case .list(let values) where values.count <= most:
            distinct(
                values.map { if case .text(let text) = $0 { Label(text) } else { nil } })
        default: nil
        }
    }

    /// Those of both, each once, by name.
    public static func joined(_ one: [Label], _ other: [Label]) -> [Label] {
        Array((distinct(one + other) ?? []).prefix(most))
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        let scalars = text.unicodeScalars.drop(while: isBlank).reversed().drop(while: isBlank)
        return String(String.UnicodeScalarView(scalars.reversed()))
    }

    private static func distinct(_ labels: [Label?]) -> [Label]? {
        var known: [SearchedText: Label] = [:]
        for label in labels {
            guard let label else { return nil }
            if known[label.searched] == nil { known[label.searched] = label }
        }
        return known.values.sorted {
            $0.searched.bytes.lexicographicallyPrecedes($1.searched.bytes)
        }
    }

    /// Why a value is no label.
    public static let refusal = AnnotationRefusal.Reason(
        "a label is a text of 1 to \(longest) bytes, or a list of up to \(most) of them")
}

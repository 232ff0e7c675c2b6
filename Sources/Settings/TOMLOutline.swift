/// Where each key of a TOML text stands. TOMLKit reads values but forgets their lines, and writing a
/// document back through it would lose the user's comments; this knows nothing but places.
///
/// Only what stands before the first error of a text has meaning; all places stay inside the text.
struct TOMLOutline {
    /// One table header or key.
    struct Entry: Hashable {
        /// How it is written.
        enum Form: Hashable {
            /// `[a.b]` or `[[a.b]]`
            case header
            /// `key = value` on lines of its own.
            case line
            /// `key = value` inside `{ … }`
            case inline
        }

        var form: Form
        /// The whole key, the header's included.
        var path: [String]
        /// The header that it stands under.
        var header: [String]
        /// Line of the key, from 1.
        var line: Int
        /// Bytes of the value; of a header, its brackets.
        var value: Range<Int>
        /// Bytes of the whole lines that it takes, the last newline included.
        var lines: Range<Int>
    }

    /// Every header and key, in the order of the text.
    let entries: [Entry]
    /// Where something should stand and does not; the parser must not come past it, see ``TOMLDocument``.
    let gap: Gap?

    /// A place where something should stand and does not.
    struct Gap: Hashable {
        /// The byte.
        let position: Int
        /// What should stand there, in words.
        let wanted: String
    }

    init(_ text: String) {
        var scanner = TOMLScanner(bytes: Array(text.utf8))
        entries = scanner.document()
        gap = scanner.gap
    }

    /// The entry of exactly this key, or nil.
    func entry(_ path: [String]) -> Entry? { entries.first { $0.path == path } }

    /// The line of this key, else of the nearest table around it that is written down.
    func line(_ path: [String]) -> Int? {
        var path = path
        while !path.isEmpty {
            let line = entry(path)?.line ?? entries.first { $0.path.starts(with: path) }?.line
            if let line { return line }
            path.removeLast()
        }
        return nil
    }
}

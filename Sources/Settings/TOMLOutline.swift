/// Where each key of a TOML text stands. TOMLKit reads values but forgets their lines, and writing a
/// document back through it would lose the user's comments; this knows nothing but places.
///
/// Only for text that TOMLKit has parsed: on anything else the places mean nothing, though they stay
/// inside the text.
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

    init(_ text: String) {
        var scanner = TOMLScanner(bytes: Array(text.utf8))
        entries = scanner.document()
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

/// Walks over TOML. Source: toml.io/en/v1.0.0.
private struct TOMLScanner {
    let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var entries: [TOMLOutline.Entry] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() -> [TOMLOutline.Entry] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        var header: [String] = []
        while position < bytes.count {
            let lineStart = position
            skipBlanks()
            let startLine = line
            switch peek() {
            case nil: break
            case UInt8(ascii: "["):
                let start = position
                while peek() == UInt8(ascii: "[") { advance() }
                header = key()
                while peek() == UInt8(ascii: "]") { advance() }
                let value = start..<position
                skipLine()
                append(.header, header, header, startLine, value, lineStart..<position)
            case UInt8(ascii: "#"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): skipLine()
            default:
                let index = entries.count
                let path = header + key()
                let value = assignment(path, header)
                skipLine()
                let entry = TOMLOutline.Entry(
                    form: .line, path: path, header: header, line: startLine, value: value,
                    lines: lineStart..<position)
                // Before the keys that its inline tables hold.
                entries.insert(entry, at: index)
            }
            // A text that is not TOML must not hold the loop.
            if position == lineStart { skipLine() }
        }
        return entries
    }

    private mutating func append(
        _ form: TOMLOutline.Entry.Form, _ path: [String], _ header: [String], _ line: Int,
        _ value: Range<Int>, _ lines: Range<Int>
    ) {
        entries.append(
            TOMLOutline.Entry(
                form: form, path: path, header: header, line: line, value: value, lines: lines))
    }

    /// `= value`; gives the bytes of the value.
    private mutating func assignment(_ path: [String], _ header: [String]) -> Range<Int> {
        skipBlanks()
        if peek() == UInt8(ascii: "=") { advance() }
        skipBlanks()
        let start = position
        let end = value(path, header)
        return start..<max(start, end)
    }

    /// Walks over a value; gives where it ends.
    private mutating func value(_ path: [String], _ header: [String]) -> Int {
        switch peek() {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            _ = string()
            return position
        case UInt8(ascii: "["):
            advance()
            while skipSpace(), let next = peek(), next != UInt8(ascii: "]") {
                let before = position
                if next == UInt8(ascii: ",") { advance() } else { _ = value(path, header) }
                if position == before { advance() }
            }
            advance()
            return position
        case UInt8(ascii: "{"):
            advance()
            while skipSpace(), let next = peek(), next != UInt8(ascii: "}") {
                let before = position
                if next == UInt8(ascii: ",") {
                    advance()
                } else {
                    let startLine = line
                    let index = entries.count
                    let inner = path + key()
                    let range = assignment(inner, header)
                    entries.insert(
                        TOMLOutline.Entry(
                            form: .inline, path: inner, header: header, line: startLine,
                            value: range, lines: range), at: index)
                }
                if position == before { advance() }
            }
            advance()
            return position
        default:
            return scalar()
        }
    }

    /// A number, date or boolean: up to what must follow it, blanks before that left out.
    private mutating func scalar() -> Int {
        var end = position
        while let byte = peek(), !",]}#\n\r".utf8.contains(byte) {
            advance()
            if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") { end = position }
        }
        return end
    }

    /// A key, its dots taken apart.
    private mutating func key() -> [String] {
        var path: [String] = []
        while true {
            skipBlanks()
            switch peek() {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                path.append(string())
            default:
                let start = position
                while let byte = peek(), !" \t.=]#\n\r".utf8.contains(byte) { advance() }
                path.append(String(decoding: bytes[start..<position], as: UTF8.self))
            }
            skipBlanks()
            guard peek() == UInt8(ascii: ".") else { return path }
            advance()
        }
    }

    /// A string of any of the four kinds; gives its text, which only matters for keys.
    private mutating func string() -> String {
        guard let quote = peek() else { return "" }
        let isLong = bytes[position...].starts(with: [quote, quote, quote])
        let isBasic = quote == UInt8(ascii: "\"")
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        let start = position
        while let byte = peek() {
            if isBasic, byte == UInt8(ascii: "\\") {
                advance()
                advance()
            } else if byte != quote
                || isLong && !bytes[position...].starts(with: [quote, quote, quote])
            {
                advance()
            } else {
                break
            }
        }
        let raw = String(decoding: bytes[start..<position], as: UTF8.self)
        // A long string may end with up to two quotes of its own.
        if isLong {
            while peek() == quote { advance() }
        } else {
            advance()
        }
        return isBasic ? TOMLText.unescaped(raw) : raw
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        guard let byte = peek() else { return }
        if byte == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private mutating func skipBlanks() {
        while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
            advance()
        }
    }

    /// Blanks, newlines and comments; always true, so that it can stand in a condition.
    private mutating func skipSpace() -> Bool {
        while let byte = peek() {
            if byte == UInt8(ascii: "#") {
                skipLine()
            } else if " \t\n\r".utf8.contains(byte) {
                advance()
            } else {
                break
            }
        }
        return true
    }

    /// Past the next newline.
    private mutating func skipLine() {
        while let byte = peek() {
            advance()
            if byte == UInt8(ascii: "\n") { return }
        }
    }
}

/// Walks over TOML. Source: toml.io/en/v1.0.0.
struct TOMLScanner {
    let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var entries: [TOMLOutline.Entry] = []
    private var depth = 0
    /// See ``TOMLOutline/gap``.
    private(set) var gap: TOMLOutline.Gap?

    /// Values in values; TOMLKit's parser stops at 256 by itself.
    private static let deepest = 250

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() -> [TOMLOutline.Entry] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        var header: [String] = []
        while position < bytes.count, gap == nil {
            let lineStart = position
            skipBlanks()
            let startLine = line
            switch peek() {
            case nil: break
            case UInt8(ascii: "["):
                let start = position
                header = self.header()
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

    /// The key of a header, its brackets still to be closed.
    private mutating func header() -> [String] {
        advance()
        if peek() == UInt8(ascii: "[") { advance() }
        skipBlanks()
        guard let first = peek(), TOMLText.isBare(first) || "\"']".utf8.contains(first) else {
            stop("the name of a table")
            return []
        }
        return key()
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
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { return stop("a shallower value") }
        guard let first = peek(), first < 0x80, !"]},#\n\r".utf8.contains(first) else {
            return stop("a value")
        }
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

    /// Notes what is missing here, and ends the walk.
    @discardableResult
    private mutating func stop(_ wanted: String) -> Int {
        gap = gap ?? TOMLOutline.Gap(position: position, wanted: wanted)
        position = bytes.count
        return position
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

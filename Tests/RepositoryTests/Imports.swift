/// The modules that Swift text imports, whatever stands before and after the word.
enum Imports {
    static func modules(in text: String) -> [String] {
        code(in: text).split(whereSeparator: { $0.isNewline || $0 == ";" }).compactMap(module)
    }

    private static func module(of statement: Substring) -> String? {
        guard statement.contains("import") else { return nil }
        let kinds: Set = [
            "struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor",
        ]
        let access: Set = ["public", "package", "internal", "fileprivate", "private"]
        var words = statement.split(whereSeparator: \.isWhitespace)[...]
        while let word = words.first, word.hasPrefix("@") || access.contains(String(word)) {
            words.removeFirst()
        }
        guard words.popFirst() == "import" else { return nil }
        if let word = words.first, kinds.contains(String(word)) { words.removeFirst() }
        return words.first?.split(separator: ".").first.map(String.init)
    }

    /// The text without comments and without what stands inside strings. Raw strings are taken for plain
    /// ones, which can only end one too early or too late within its line or block.
    private static func code(in text: String) -> String {
        var scanner = CodeScanner(rest: Array(text.utf8)[...])
        return scanner.code()
    }
}

/// Walks over bytes: characters would take seconds for the whole repository.
private struct CodeScanner {
    var rest: ArraySlice<UInt8>

    mutating func code() -> String {
        var result: [UInt8] = []
        while let byte = rest.first {
            if byte == UInt8(ascii: "/"), starts("//") {
                rest = rest.drop { $0 != UInt8(ascii: "\n") }
            } else if byte == UInt8(ascii: "/"), starts("/*") {
                skipComment()
                result.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "\"") {
                skipString(starts("\"\"\"") ? "\"\"\"" : "\"")
            } else {
                result.append(byte)
                rest.removeFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func starts(_ text: StaticString) -> Bool {
        rest.starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Comments nest in Swift.
    private mutating func skipComment() {
        rest = rest.dropFirst(2)
        var depth = 1
        while depth > 0, !rest.isEmpty {
            if starts("*/") {
                depth -= 1
                rest = rest.dropFirst(2)
            } else if starts("/*") {
                depth += 1
                rest = rest.dropFirst(2)
            } else {
                rest.removeFirst()
            }
        }
    }

    private mutating func skipString(_ quote: StaticString) {
        rest = rest.dropFirst(quote.utf8CodeUnitCount)
        while let byte = rest.first, !starts(quote) {
            // A string of one line ends with its line, whatever this scanner made of it.
            if quote.utf8CodeUnitCount == 1, byte == UInt8(ascii: "\n") { return }
            rest = rest.dropFirst(byte == UInt8(ascii: "\\") ? 2 : 1)
        }
        rest = rest.dropFirst(quote.utf8CodeUnitCount)
    }
}

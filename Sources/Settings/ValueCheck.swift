import AudiowatchCore
import SystemPackage
import TOMLKit

/// Holds one value against what its key wants.
struct ValueCheck {
    /// How paths are read.
    let paths: PathText

    /// The value, or what is wrong with it: a sentence that goes on after the key's name.
    enum Result {
        case value(SettingValue)
        case wrong(SettingsError.Finding.Kind, String)
    }

    /// Checks a TOML value: its type first, then what it says.
    func check(_ value: any TOMLValueConvertible, for key: KnownKey) -> Result {
        guard let typed = typed(value, for: key.kind) else {
            return .wrong(
                .wrongType, "is \(Self.name(of: value.type)); write \(Self.wanted(key.kind))")
        }
        return check(typed, for: key)
    }

    /// Checks the words of a command line.
    func check(words: [String], for key: KnownKey) -> Result {
        switch key.kind {
        case .globs, .extensions, .hosts:
            return check(.texts(words), for: key)
        case .boolean, .integer, .path, .duration, .choice, .address:
            guard let word = words.first, words.count == 1 else {
                return .wrong(.wrongType, "takes one value; write \(Self.wanted(key.kind))")
            }
            switch key.kind {
            case .boolean:
                guard let value = Bool(word) else { return bad(word, key) }
                return check(.boolean(value), for: key)
            case .integer:
                guard let value = Int(word) else { return bad(word, key) }
                return check(.integer(value), for: key)
            case .path
            where !word.hasPrefix("/") && !word.hasPrefix("~") && !PathText.isWindows(word):
                return .wrong(.badValue, "is \"\(word)\"; write the whole path, from / or ~/")
            default:
                return check(.text(word), for: key)
            }
        }
    }

    /// Checks what a value of the right type says.
    func check(_ value: SettingValue, for key: KnownKey) -> Result {
        switch (key.kind, value) {
        case (.boolean, .boolean):
            return .value(value)
        case (.integer(let range), .integer(let number)):
            return range.contains(number) ? .value(value) : bad("\(number)", key)
        case (.path, .text(let text)):
            return switch paths.read(text) {
            case .path: .value(value)
            case .wrong(let kind, let message): .wrong(kind, message)
            }
        case (.duration, .text(let text)):
            guard let duration = DurationText.parse(text), duration >= .seconds(10) else {
                return bad(text, key)
            }
            return .value(value)
        case (.choice(let words), .text(let word)):
            return words.contains(word) ? .value(value) : badWord(word, words, key)
        case (.address, .text(let text)):
            return NetworkAddress.isValid(text) ? .value(value) : bad(text, key)
        case (.globs, .texts(let globs)):
            guard globs.allSatisfy({ !$0.isEmpty }) else {
                return .wrong(.badValue, "holds an empty pattern; remove it")
            }
            return .value(value)
        case (.extensions, .texts(let texts)):
            let plain = texts.map { String($0.drop { $0 == "." }).lowercased() }
            guard let wrong = plain.firstIndex(where: { $0.isEmpty || $0.contains("/") }) else {
                return .value(.texts(plain))
            }
            return .wrong(.badValue, "holds \"\(texts[wrong])\", which is no extension")
        case (.hosts, .texts(let hosts)):
            guard let wrong = hosts.first(where: { !Self.isHost($0) }) else {
                return .value(.texts(hosts.map { $0.lowercased() }))
            }
            return .wrong(
                .badValue,
                "holds \"\(wrong)\"; write the bare name, without http:// and port: \"studio.local\""
            )
        default:
            return .wrong(.wrongType, "has the wrong type; write \(Self.wanted(key.kind))")
        }
    }

    private func bad(_ text: String, _ key: KnownKey) -> Result {
        .wrong(.badValue, "is \"\(text)\"; write \(Self.wanted(key.kind))")
    }

    private func badWord(_ word: String, _ words: [String], _ key: KnownKey) -> Result {
        let near = Suggestion.nearest(to: word, in: words).map { "did you mean \"\($0)\"? " } ?? ""
        return .wrong(.badValue, "is \"\(word)\"; \(near)Write \(Self.wanted(key.kind))")
    }

    private func typed(_ value: any TOMLValueConvertible, for kind: KnownKey.Kind) -> SettingValue?
    {
        switch kind {
        case .boolean: return value.bool.map { .boolean($0) }
        case .integer: return value.int.map { .integer($0) }
        case .path, .duration, .choice, .address: return value.string.map { .text($0) }
        case .globs, .extensions, .hosts:
            guard let array = value.array else { return nil }
            var texts: [String] = []
            for index in 0..<array.count {
                guard let text = array[index].string else { return nil }
                texts.append(text)
            }
            return .texts(texts)
        }
    }

    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 253
            && !text.contains { "/: @?#[]".contains($0) || $0.isWhitespace }
    }

    /// What to write for a kind, in words.
    static func wanted(_ kind: KnownKey.Kind) -> String {
        switch kind {
        case .boolean: "true or false"
        case .integer(let range):
            range.upperBound == .max
                ? "a whole number, \(range.lowerBound) or more"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .path: "a path in quotes, like \"~/Samples\""
        case .duration: "a time of 10 s or more in quotes, like \"24h\", \"15m\" or \"90s\""
        case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .address: "a numeric address in quotes, like \"127.0.0.1\" or \"::1\""
        case .globs: "a list of patterns, like [\"*.bak\", \"**/tmp/**\"]"
        case .extensions: "a list of extensions, like [\"wav\", \"flac\"]"
        case .hosts: "a list of host names, like [\"studio.local\"]"
        }
    }

    private static func name(of type: TOMLType) -> String {
        switch type {
        case .table: "a table"
        case .array: "a list that does not fit"
        case .string: "text"
        case .int: "a number"
        case .double: "a number with a point"
        case .bool: "true or false"
        case .date, .time, .dateTime: "a date or time"
        }
    }
}

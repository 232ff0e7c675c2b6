/// A value of the configuration, as TOML types it. Durations and paths are text there.
public enum SettingValue: Hashable, Sendable {
    /// `true` or `false`.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// Text.
    case text(String)
    /// A list of texts.
    case texts([String])

    /// The value as TOML.
    public var toml: String {
        switch self {
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .text(let value): TOMLText.quoted(value)
        case .texts(let values): "[" + values.map(TOMLText.quoted).joined(separator: ", ") + "]"
        }
    }
}

/// Writing TOML's keys and strings. Source: toml.io/en/v1.0.0.
enum TOMLText {
    /// A basic string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let hex = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// True for a byte that a key may hold without quotes.
    static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// A key, bare where TOML allows it.
    static func key(_ text: String) -> String {
        let isBare = text.utf8.allSatisfy(isBare)
        return isBare && !text.isEmpty ? text : quoted(text)
    }

    /// What the inside of a basic string means.
    static func unescaped(_ raw: String) -> String {
        var result = ""
        var rest = Array(raw.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let escape = rest.popFirst() else {
                result.unicodeScalars.append(scalar)
                continue
            }
            switch escape {
            case "b": result += "\u{8}"
            case "t": result += "\t"
            case "n": result += "\n"
            case "f": result += "\u{C}"
            case "r": result += "\r"
            case "u", "U":
                let digits = rest.prefix(escape == "u" ? 4 : 8)
                rest = rest.dropFirst(digits.count)
                let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
                if let scalar = value.flatMap(Unicode.Scalar.init) {
                    result.unicodeScalars.append(scalar)
                }
            default: result.unicodeScalars.append(escape)
            }
        }
        return result
    }

    /// A dotted key.
    static func key(_ path: some Sequence<String>) -> String {
        path.map { key($0) }.joined(separator: ".")
    }
}

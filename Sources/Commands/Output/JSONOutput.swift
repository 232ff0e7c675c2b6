import AudiowatchCore
import Foundation

/// Values for programs: exact, with keys in a fixed order, and nothing in them that a terminal would obey.
///
/// Paths are written by ``PathText``: `path` for reading, `path_base64` only where reading changed it.
enum JSONOutput {
    /// One document, indented.
    static func document(_ value: some Encodable) throws -> String {
        try text(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// One line of a stream of values (NDJSON).
    static func line(_ value: some Encodable) throws -> String {
        try text(value, [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func text(
        _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        // A number that JSON cannot hold would lose the whole answer.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return escaped(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Writes DEL, C1 and directional characters as `\u…`. They can only stand inside strings, and all of them
    /// fit four digits, so the value stays the same. JSON itself escapes C0; the line ends that are left are
    /// its own.
    static func escaped(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: isEscaped) else { return json }
        var result = ""
        for scalar in json.unicodeScalars {
            if isEscaped(scalar) {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x7F && TerminalText.isHarmful(scalar)
    }
}

import TestSupport

/// Texts, numbers and bytes that programs trip over, from a seed.
struct OddText {
    var random: SeededRandom

    static let numbers = [
        "0", "1", "-1", "+1", "00", "-0", "1e3", "1e999", "-1e999", "0x10", "1.5", ".5", "5.",
        "NaN",
        "inf", "255", "256", "65536", "2147483647", "2147483648", "4294967296",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551615", "18446744073709551616",
        "99999999999999999999999999", "1.7976931348623157e308", "4.9e-324", "٣", "½", "1_000",
        "1,000", " 1", "1 ",
    ]

    static let fragments = [
        "", "kick", "-loop", "--", "\"", "\"\"", "\"a b\"", "(", ")", "|", "OR", "AND", "NOT", "*",
        "a*", "^a", "a^", "?", "[a-z]", "\\", "'", ";", "--", "/*", "{", "}", "\u{0}", "\u{7f}",
        "\u{202e}", "\u{1F3B5}", "e\u{301}", "\r\n", ":", "::", "a:b", "format:", "format:wav,flac",
        "-format:wav", "source:music", "dir:\"", "dir:/", "path:..", "name:*", "ext:wav",
        "dur:", "dur:<1s", "dur:1..2", "dur:2..1", "dur:..", "dur:1s..", "dur:>1h30m", "dur:1:2:3",
        "size:>1MB", "size:1..1e30TB", "rate:44100", "rate:44.1k", "bits:24", "channels:stereo",
        "bpm:120", "bpm:120..130", "bpm:-1", "key:Am", "key:8A", "key:H#b", "modified:<1d",
        "modified:2024", "modified:2024-13-45", "modified:99999999-01-01", "modified:>999999999y",
        "is:deleted", "is:settling", "is:", "has:", "no:key", "tag:", "title:\"",
    ]

    /// A number, or what looks like one.
    mutating func number() -> String {
        random.below(4) == 0
            ? String(Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(64)))
            : random.pick(OddText.numbers)
    }

    /// Words of the search grammar, and of none.
    mutating func search() -> String {
        (0..<random.below(6)).map { _ in
            switch random.below(4) {
            case 0: random.pick(OddText.fragments) + number()
            case 1: random.pick(OddText.fragments) + random.pick(OddText.fragments)
            default: random.pick(OddText.fragments)
            }
        }.joined(separator: random.pick([" ", "  ", "", "\t"]))
    }

    /// A place in a list, or what looks like one.
    mutating func cursor() -> String {
        switch random.below(5) {
        case 0: "\(random.pick(["c", "f", "x", ""]))\(number())"
        case 1: "\(random.pick(["c", "f"]))\(number()).\(number())"
        case 2: "\(number())-\(number())"
        case 3: "\(number())-\(number())-\(random.pick(["YQ..", "YQ", "!", "_-_-", "", "AAAA"]))"
        default: search()
        }
    }

    /// A JSON value of the keys that routes know, and of others.
    mutating func json(_ depth: Int = 0) -> String {
        switch random.below(depth > 3 ? 5 : 8) {
        case 0: return random.pick(["true", "false", "null"])
        case 1: return random.pick(OddText.numbers)
        case 2: return number()
        case 3, 4: return string()
        case 5:
            let count = random.below(4)
            return "[" + (0..<count).map { _ in json(depth + 1) }.joined(separator: ",") + "]"
        default:
            let pairs = (0..<random.below(5)).map { _ in "\(key()):\(json(depth + 1))" }
            return "{" + pairs.joined(separator: random.pick([",", ", ", "\n,"])) + "}"
        }
    }

    private mutating func key() -> String {
        random.pick(
            [
                "sources", "paths", "path", "path_base64", "ticket", "timeoutSeconds", "seconds",
                "olderThanSeconds", "mayTakeMost", "verdict", "file", "members", "token", "", "x",
                "__proto__", "\\u0000",
            ].map { "\"\($0)\"" })
    }

    private mutating func string() -> String {
        random.pick(
            [
                "", "keep", "not_duplicate", "later", "delete", "drums", "/music", "/", "../..",
                "/\\u0000", "\\ud800", "\\udc00\\ud800", "\\u00e9", "\\n", "L211c2lj", "!!", "é",
                "🎵",
                String(repeating: "a", count: 5_000),
            ].map { "\"\($0)\"" })
    }

    /// Bytes with a few of them changed, taken out, doubled or put in.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(4) {
            guard !bytes.isEmpty else { break }
            let place = random.below(bytes.count)
            switch random.below(5) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            case 3: bytes.insert(contentsOf: bytes[place...].prefix(random.below(40)), at: place)
            default: bytes.insert(random.pick([0, 9, 10, 13, 32, 37, 58, 255]), at: place)
            }
        }
        return bytes
    }

    /// As the value of a query: most often escaped as it should be.
    mutating func escaped(_ text: String) -> String {
        let isRaw = random.below(8) == 0
        return Array(text.utf8).map { byte in
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            // Blanks and line ends would end the request line.
            if isPlain || (isRaw && byte > 32 && byte < 127) {
                return String(UnicodeScalar(byte))
            }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

/// A piece of a name: digits, or what is no digit and no separator.
struct NameToken {
    /// What stands between a token and the one before it.
    enum Gap {
        /// Nothing: the name begins or ends here.
        case edge
        /// Nothing: digits and letters touch.
        case attached
        case space, line, dash, dot, bracket

        /// A separator that packs write and sentences do not.
        var isStrong: Bool { self == .edge || self == .line || self == .dash || self == .bracket }
    }

    var range: Range<Int>
    var gap: Gap
    /// What digits say where there are at most three of them and no zero before them; -1 otherwise.
    var number = -1
    var isNumber = false
    /// A word's up to eight bytes in lower case, see ``NameWord``; 0 for longer ones and for numbers.
    var word: UInt64 = 0
}

/// Short ASCII words as numbers, so that comparing them costs nothing.
enum NameWord {
    static func pack(_ text: StaticString) -> UInt64 {
        text.withUTF8Buffer { $0.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
    }

    static func pack(_ texts: [StaticString]) -> Set<UInt64> { Set(texts.map(pack)) }
}

/// A name cut into tokens. Bytes above ASCII are letters: an accent never makes a word of one letter.
struct NameTokens {
    let bytes: [UInt8]
    private(set) var list: [NameToken] = []

    /// Cuts a name; of a file's its extension is no part.
    init(_ name: FileName, isFile: Bool) {
        bytes = name.bytes
        list.reserveCapacity(8)
        cut(upTo: isFile ? BaseName.stem(of: name).endIndex : bytes.count)
    }

    private mutating func cut(upTo end: Int) {
        // Fetched once: a constant of a type is looked for at each use.
        let classes = ByteClass.all
        var at = 0
        var gap = NameToken.Gap.edge
        while at < end {
            let start = at
            let kind = classes[Int(bytes[at])]
            switch kind {
            case ByteClass.digit:
                var value = 0
                while at < end, classes[Int(bytes[at])] == kind {
                    if at - start < 3 { value = value * 10 + Int(bytes[at] & 0x0F) }
                    at += 1
                }
                var token = NameToken(range: start..<at, gap: gap)
                token.isNumber = true
                if at - start <= 3, bytes[start] != UInt8(ascii: "0") { token.number = value }
                list.append(token)
            case ByteClass.letter:
                var packed: UInt64 = 0
                while at < end, classes[Int(bytes[at])] == kind {
                    let byte = bytes[at]
                    packed = packed << 8 | UInt64((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
                    at += 1
                }
                var token = NameToken(range: start..<at, gap: gap)
                if at - start <= 8 { token.word = packed }
                list.append(token)
            default:
                gap = NameTokens.stronger(gap, ByteClass.gap(kind), isFirst: list.isEmpty)
                at += 1
                continue
            }
            gap = .attached
        }
    }

    /// Of several separators the one that says most.
    private static func stronger(
        _ old: NameToken.Gap, _ new: NameToken.Gap, isFirst: Bool
    ) -> NameToken.Gap {
        if isFirst { return new == .bracket ? .bracket : .edge }
        switch (old, new) {
        case (.bracket, _), (_, .bracket): return .bracket
        case (.dash, _), (_, .dash): return .dash
        case (.line, _), (_, .line): return .line
        case (.space, _), (_, .space): return .space
        default: return new
        }
    }

    /// What stands before a token; `.edge` behind the last.
    func gap(before index: Int) -> NameToken.Gap {
        list.indices.contains(index) ? list[index].gap : .edge
    }

    /// The number of a token: -1 where there is none, or none that can be a tempo.
    func number(_ index: Int) -> Int { list.indices.contains(index) ? list[index].number : -1 }

    /// The word of a token; 0 where there is none.
    func word(_ index: Int) -> UInt64 { list.indices.contains(index) ? list[index].word : 0 }

    func isNumber(_ index: Int) -> Bool { list.indices.contains(index) && list[index].isNumber }

    /// True for a number in brackets of its own: `(174)`, `[174]`.
    func isInBrackets(_ index: Int) -> Bool {
        let range = list[index].range
        guard range.lowerBound > 0, range.upperBound < bytes.count else { return false }
        switch (bytes[range.lowerBound - 1], bytes[range.upperBound]) {
        case (UInt8(ascii: "("), UInt8(ascii: ")")), (UInt8(ascii: "["), UInt8(ascii: "]")),
            (UInt8(ascii: "{"), UInt8(ascii: "}")):
            return true
        default: return false
        }
    }
}

/// What each byte of a name is.
private enum ByteClass {
    static let digit: UInt8 = 0
    static let letter: UInt8 = 1
    private static let (line, dash, dot, bracket, space): (UInt8, UInt8, UInt8, UInt8, UInt8) =
        (2, 3, 4, 5, 6)

    static func gap(_ kind: UInt8) -> NameToken.Gap {
        switch kind {
        case line: .line
        case dash: .dash
        case dot: .dot
        case bracket: .bracket
        default: .space
        }
    }

    static let all: [UInt8] = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): letter
        // `F#`, `100%`, `$20`, `I'm`.
        case UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "$"), UInt8(ascii: "'"): letter
        case 0x80...: letter
        case UInt8(ascii: "_"): line
        case UInt8(ascii: "-"): dash
        case UInt8(ascii: "."): dot
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"):
            bracket
        default: space
        }
    }
}

/// One component of a glob: `*` any run, `?` one character, `[a-z]` and `[!a-z]` one of a set, `\` the
/// next character as it is. Everything else stands for itself, braces and a leading `!` too.
///
/// Matched over bytes. A character is a UTF-8 sequence, or one byte where the name is not valid UTF-8, so
/// that `?` stands for one `ä` and also for one odd byte of an old Latin-1 name. The work is at most
/// pattern × name: only the last `*` is ever tried again. Source: glob(7).
struct NamePattern: Hashable, Sendable {
    private let form: Form

    private enum Form: Hashable {
        case literal([UInt8])
        case prefix([UInt8])
        case suffix([UInt8])
        case tokens([Token])
    }

    fileprivate enum Token: Hashable {
        case byte(UInt8)
        case anyCharacter
        case anyRun
        case oneOf([ClosedRange<UInt32>], negated: Bool)
    }

    /// Reads a pattern without slashes. Every text is one: an unclosed `[` stands for itself, as in fnmatch(3).
    init(_ text: some StringProtocol) {
        let tokens = PatternReader.tokens(of: text)
        if let whole = Self.bytes(of: tokens[...]) {
            form = .literal(whole)
        } else if tokens.last == .anyRun, let start = Self.bytes(of: tokens.dropLast()) {
            form = .prefix(start)
        } else if tokens.first == .anyRun, let end = Self.bytes(of: tokens.dropFirst()) {
            form = .suffix(end)
        } else {
            form = .tokens(tokens)
        }
    }

    /// The byte that every matching name begins with, where there is one.
    var firstByte: UInt8? {
        switch form {
        case .literal(let bytes), .prefix(let bytes): bytes.first
        case .suffix: nil
        case .tokens(let tokens): if case .byte(let byte) = tokens.first { byte } else { nil }
        }
    }

    /// The byte that every matching name ends with, where there is one.
    var lastByte: UInt8? {
        switch form {
        case .literal(let bytes), .suffix(let bytes): bytes.last
        case .prefix: nil
        case .tokens(let tokens): if case .byte(let byte) = tokens.last { byte } else { nil }
        }
    }

    /// True when the whole name is matched.
    func matches(_ name: FileName) -> Bool {
        let bytes = name.bytes
        switch form {
        case .literal(let whole): return bytes == whole
        case .prefix(let start): return bytes.starts(with: start)
        case .suffix(let end):
            return bytes.count >= end.count && bytes.suffix(end.count) == end[...]
        case .tokens(let tokens): return Self.match(bytes, tokens)
        }
    }

    private static func match(_ bytes: [UInt8], _ tokens: [Token]) -> Bool {
        var position = 0
        var token = 0
        var retry: (token: Int, position: Int)?
        while position < bytes.count {
            if token < tokens.count, tokens[token] == .anyRun {
                token += 1
                retry = (token, position)
            } else if token < tokens.count, let next = step(bytes, position, tokens[token]) {
                position = next
                token += 1
            } else if let last = retry {
                position = character(bytes, at: last.position).end
                token = last.token
                retry = (token, position)
            } else {
                return false
            }
        }
        return tokens[token...].allSatisfy { $0 == .anyRun }
    }

    /// Where matching goes on after one token, or nil when it does not match here.
    private static func step(_ bytes: [UInt8], _ position: Int, _ token: Token) -> Int? {
        switch token {
        case .byte(let byte):
            return bytes[position] == byte ? position + 1 : nil
        case .anyCharacter:
            return character(bytes, at: position).end
        case .oneOf(let ranges, let negated):
            let (value, end) = character(bytes, at: position)
            return ranges.contains { $0.contains(value) } != negated ? end : nil
        case .anyRun:
            return nil
        }
    }

    /// The character at `position`; a byte that belongs to no valid sequence gets a value past Unicode's last.
    private static func character(_ bytes: [UInt8], at position: Int) -> (value: UInt32, end: Int) {
        let lead = bytes[position]
        guard lead >= 0x80 else { return (UInt32(lead), position + 1) }
        let length =
            switch lead {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        let end = min(position + length, bytes.count)
        if length > 1, let text = String(validating: bytes[position..<end], as: UTF8.self),
            let scalar = text.unicodeScalars.first
        {
            return (scalar.value, end)
        }
        return (0x11_0000 + UInt32(lead), position + 1)
    }

    private static func bytes(of tokens: ArraySlice<Token>) -> [UInt8]? {
        var result: [UInt8] = []
        for token in tokens {
            guard case .byte(let byte) = token else { return nil }
            result.append(byte)
        }
        return result
    }
}

/// Turns the text of a pattern into tokens.
private struct PatternReader {
    private var rest: ArraySlice<Unicode.Scalar>

    static func tokens(of text: some StringProtocol) -> [NamePattern.Token] {
        var reader = PatternReader(rest: Array(text.unicodeScalars)[...])
        var result: [NamePattern.Token] = []
        while let scalar = reader.rest.popFirst() {
            switch scalar {
            case "*":
                if result.last != .anyRun { result.append(.anyRun) }
            case "?":
                result.append(.anyCharacter)
            case "[":
                if let set = reader.set() {
                    result.append(set)
                } else {
                    result.append(.byte(UInt8(ascii: "[")))
                }
            case "\\":
                result += literal(reader.rest.popFirst() ?? scalar)
            default:
                result += literal(scalar)
            }
        }
        return result
    }

    /// Reads a set up to its `]`; nil, with nothing consumed, when there is none.
    private mutating func set() -> NamePattern.Token? {
        var ahead = self
        var ranges: [ClosedRange<UInt32>] = []
        let isNegated = ahead.rest.first == "!" || ahead.rest.first == "^"
        if isNegated { ahead.rest.removeFirst() }
        var isFirst = true
        while let scalar = ahead.rest.popFirst() {
            if scalar == "]", !isFirst {
                self = ahead
                return .oneOf(ranges, negated: isNegated)
            }
            isFirst = false
            let low = scalar == "\\" ? ahead.rest.popFirst() ?? scalar : scalar
            var high = low
            if ahead.rest.first == "-", ahead.rest.dropFirst().first.map({ $0 != "]" }) ?? false {
                ahead.rest.removeFirst()
                high = ahead.rest.popFirst() ?? low
            }
            if low.value <= high.value { ranges.append(low.value...high.value) }
        }
        return nil
    }

    private static func literal(_ scalar: Unicode.Scalar) -> [NamePattern.Token] {
        UTF8.encode(scalar).map { $0.map { .byte($0) } } ?? []
    }
}

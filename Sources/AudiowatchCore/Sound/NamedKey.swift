/// A key that a name says, and how sure that is.
///
/// `Fmin`, `F# minor`, `C#m` can hardly mean anything else. `Am`, `Em` and `Fm` are also words, `Bb` and `F#`
/// are notes: they count where packs put a key: between underscores, dashes or brackets, at the end, or
/// beside a tempo. A letter alone is a key only behind the word "key" (`Loop_120_A` is the first of
/// several), a note with its octave (`C4`) is none, nor is a chord (`Am7`).
struct NamedKey: Equatable {
    var key: MusicalKey
    /// Of several keys the surest counts.
    var strength: Int
    /// Its tokens.
    var tokens: ClosedRange<Int>

    /// True where it says major or minor.
    var hasMode: Bool { strength > NamedKey.note }

    private static let certain = 3
    private static let likely = 2
    private static let note = 1

    /// The key of a name; nil where it says none, or two equally sure ones.
    static func find(in tokens: NameTokens) -> NamedKey? {
        var best: NamedKey?
        var isContradicted = false
        for index in tokens.list.indices {
            guard let found = wheel(tokens, at: index) ?? note(tokens, at: index) else { continue }
            if let known = best, known.strength >= found.strength {
                if known.strength == found.strength, known.key != found.key {
                    isContradicted = true
                }
            } else {
                best = found
                isContradicted = false
            }
        }
        return isContradicted ? nil : best
    }

    /// `8A` as DJ software writes it, beside a tempo.
    private static func wheel(_ tokens: NameTokens, at index: Int) -> NamedKey? {
        let sign = tokens.word(index)
        guard sign == UInt64(UInt8(ascii: "a")) || sign == UInt64(UInt8(ascii: "b")),
            tokens.gap(before: index) == .attached, tokens.gap(before: index + 1).isStrong,
            tokens.gap(before: index - 1).isStrong,
            Tempo.plausible.contains(tokens.number(index + 1))
                || (Tempo.plausible.contains(tokens.number(index - 2)))
        else { return nil }
        let text = tokens.bytes[tokens.list[index - 1].range.lowerBound...]
            .prefix(tokens.list[index].range.upperBound - tokens.list[index - 1].range.lowerBound)
        return MusicalKey(String(decoding: text, as: UTF8.self)).map {
            NamedKey(key: $0, strength: likely, tokens: index - 1...index)
        }
    }

    private static func note(_ tokens: NameTokens, at index: Int) -> NamedKey? {
        guard var note = WrittenNote(tokens, at: index) else { return nil }
        var last = index
        if note.mode == nil, !note.isAltered, let step = WrittenNote.step(tokens.word(last + 1)),
            tokens.gap(before: last + 1) != .attached
        {
            note.alter(by: step)
            last += 1
        }
        if note.mode == nil, let mode = WrittenNote.Mode(word: tokens.word(last + 1)),
            tokens.gap(before: last + 1) != .attached
        {
            note.mode = mode
            last += 1
        }
        // `C4`, `Am7`; a tempo may stand there. `2Am` and `3D` are no keys.
        if tokens.gap(before: last + 1) == .attached,
            !Tempo.plausible.contains(tokens.number(last + 1))
        {
            return nil
        }
        if tokens.gap(before: index) == .attached,
            !Tempo.plausible.contains(tokens.number(index - 1))
        {
            return nil
        }
        let found = NamedKey(
            key: MusicalKey(tonic: note.tonic, isMinor: note.mode?.isMinor ?? false), strength: 0,
            tokens: index...last)
        return found.weighed(note, tokens)
    }

    /// With its strength; nil where it is probably a word.
    private func weighed(_ note: WrittenNote, _ names: NameTokens) -> NamedKey? {
        var result = self
        let (first, last) = (tokens.lowerBound, tokens.upperBound)
        if WordsAround.isUnit(self, note, names) { return nil }
        let isBesideTempo = [first - 1, last + 1].contains {
            Tempo.plausible.contains(names.number($0)) || names.word($0) == Tempo.bpm
        }
        switch note.mode {
        case .spelled:
            if last > first, !note.isAltered, !isBesideTempo, note.letter == 9,
                isSentence(note, names)
            {
                return nil
            }
            result.strength = NamedKey.certain
        case .letter where note.isAltered:
            guard note.isUpper || note.isSharp || isBesideTempo else { return nil }
            result.strength = NamedKey.certain
        case .letter:
            guard isBesideTempo || (note.isUpper && stands(in: names)),
                !WordsAround.of(self, note, names)
            else { return nil }
            result.strength = NamedKey.likely
        case nil where note.isAltered:
            guard note.isUpper || note.isSharp, isBesideTempo || stands(in: names),
                !WordsAround.of(self, note, names)
            else { return nil }
            result.strength = NamedKey.note
        case nil:
            guard note.isUpper, isBehindKey(names) else { return nil }
            result.strength = NamedKey.note
        }
        return result
    }

    /// "A Minor Incident", "half a min": an article and a word.
    private func isSentence(_ note: WrittenNote, _ names: NameTokens) -> Bool {
        let (first, last) = (tokens.lowerBound, tokens.upperBound)
        if names.word(first - 1) == WordsAround.`in` { return false }
        let isSpaced = names.gap(before: first + 1) == .space
        guard isSpaced else { return false }
        if !note.isUpper { return !names.gap(before: first).isStrong || first == 0 }
        return names.gap(before: last + 1) == .space && !names.isNumber(last + 1)
    }

    /// Stands where packs put a key.
    private func stands(in names: NameTokens) -> Bool {
        let (first, last) = (tokens.lowerBound, tokens.upperBound)
        let after = names.gap(before: last + 1)
        if names.gap(before: first).isStrong, after.isStrong { return true }
        return (last + 1..<max(last + 1, names.list.count)).allSatisfy { names.isNumber($0) }
    }

    private func isBehindKey(_ names: NameTokens) -> Bool {
        let first = tokens.lowerBound
        return names.word(first - 1) == WordsAround.key
            || (names.word(first - 1) == WordsAround.of
                && names.word(first - 2) == WordsAround.key)
    }
}

/// A note as a word spells it: `F#`, `Bb`, `Fsharp`, with what it says of major and minor.
private struct WrittenNote {
    enum Mode {
        /// `m`.
        case letter
        /// `min`, `major`, …
        case spelled(isMinor: Bool)

        var isMinor: Bool {
            switch self {
            case .letter: true
            case .spelled(let isMinor): isMinor
            }
        }

        init?(word: UInt64) {
            switch word {
            case Words.min, Words.minor: self = .spelled(isMinor: true)
            case Words.maj, Words.major: self = .spelled(isMinor: false)
            default: return nil
            }
        }
    }

    private enum Words {
        static let min = NameWord.pack("min")
        static let minor = NameWord.pack("minor")
        static let maj = NameWord.pack("maj")
        static let major = NameWord.pack("major")
        static let sharp = NameWord.pack("sharp")
        static let flat = NameWord.pack("flat")
    }

    /// Semitones above C.
    private(set) var tonic: Int
    /// The same of the letter alone.
    let letter: Int
    let isUpper: Bool
    private(set) var isAltered = false
    private(set) var isSharp = false
    var mode: Mode?

    mutating func alter(by step: Int) {
        tonic += step
        isAltered = true
        isSharp = step > 0
    }

    /// What "sharp" and "flat" do.
    static func step(_ word: UInt64) -> Int? {
        word == Words.sharp ? 1 : word == Words.flat ? -1 : nil
    }

    /// Longest word that can be one: `Fsharpminor`; the sign of a sharp has three bytes.
    private static let longest = 11
    private static let naturals = [9, 11, 0, 2, 4, 5, 7]

    init?(_ tokens: NameTokens, at index: Int) {
        let token = tokens.list[index]
        let range = token.range
        guard !token.isNumber, range.count <= WrittenNote.longest else { return nil }
        let bytes = tokens.bytes
        let first = bytes[range.lowerBound]
        guard case 0x41...0x47 = first & 0xDF else { return nil }
        letter = WrittenNote.naturals[Int(first & 0xDF) - 0x41]
        tonic = letter
        isUpper = first & 0x20 == 0
        var at = range.lowerBound + 1
        let end = range.upperBound
        guard at < end else { return }
        switch bytes[at] {
        case UInt8(ascii: "#"):
            alter(by: 1)
            at += 1
        case UInt8(ascii: "b"):
            alter(by: -1)
            at += 1
        case 0xE2 where end - at >= 3 && bytes[at + 1] == 0x99 && bytes[at + 2] == 0xAF:
            alter(by: 1)
            at += 3
        case 0xE2 where end - at >= 3 && bytes[at + 1] == 0x99 && bytes[at + 2] == 0xAD:
            alter(by: -1)
            at += 3
        default:
            for (word, length, step) in [(Words.sharp, 5, 1), (Words.flat, 4, -1)]
            where end - at >= length && WrittenNote.pack(bytes[at..<at + length]) == word {
                alter(by: step)
                at += length
            }
        }
        guard at < end else { return }
        if end - at == 1 {
            guard bytes[at] == UInt8(ascii: "m") else { return nil }
            mode = .letter
        } else {
            guard end - at <= 5, let spelled = Mode(word: WrittenNote.pack(bytes[at..<end])) else {
                return nil
            }
            mode = spelled
        }
    }

    private static func pack(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64((0x41...0x5A).contains($1) ? $1 | 0x20 : $1) }
    }
}

/// Words beside which a short key is something else.
private enum WordsAround {
    static let `in` = NameWord.pack("in")
    static let of = NameWord.pack("of")
    static let key = NameWord.pack("key")
    private static let i = NameWord.pack("i")
    /// Instruments that are built in B flat or E flat.
    private static let winds = NameWord.pack([
        "clarinet", "clar", "trumpet", "tpt", "tuba", "horn", "cornet", "sax", "bass",
    ])
    /// What frequency modulation makes.
    private static let modulated = NameWord.pack([
        "bass", "synth", "bell", "bells", "piano", "ep", "keys", "lead", "organ", "radio",
    ])
    private static let beforeEm = NameWord.pack([
        "get", "got", "let", "show", "give", "tell", "kill", "hit", "follow", "like", "all", "feed",
    ])

    /// "120 Gb", "-100 Db", "100 cm", "98 fm": packs put a line or a dash between tempo and key.
    static func isUnit(_ found: NamedKey, _ note: WrittenNote, _ names: NameTokens) -> Bool {
        let first = found.tokens.lowerBound
        guard names.isNumber(first - 1), !names.gap(before: first).isStrong else { return false }
        switch note.mode {
        case .letter: return !note.isUpper && !note.isAltered
        case nil: return note.isAltered && !note.isSharp && (note.letter == 7 || note.letter == 2)
        case .spelled: return false
        }
    }

    static func of(_ found: NamedKey, _ note: WrittenNote, _ names: NameTokens) -> Bool {
        let before = names.word(found.tokens.lowerBound - 1)
        let after = names.word(found.tokens.upperBound + 1)
        guard !note.isAltered else {
            // "Bb Clarinet", "Trumpet in Bb".
            return !note.isSharp && (winds.contains(after) || before == `in`)
        }
        switch note.letter {
        // "Here I Am", "Am I".
        case 9: return before == i || after == i
        case 4: return beforeEm.contains(before)
        case 5: return modulated.contains(after)
        default: return false
        }
    }
}

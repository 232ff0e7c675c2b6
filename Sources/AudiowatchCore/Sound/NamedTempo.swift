/// What is a tempo.
enum Tempo {
    /// Beats a minute that a bare number in a name can mean: from slow hip hop to drum and bass.
    static var plausible: ClosedRange<Int> { 60...200 }
    /// Beats a minute that are believed where a name says "bpm".
    static var possible: ClosedRange<Int> { 20...400 }
    /// The word "bpm"; asked of every token, so it is no constant that has to be looked for.
    static var bpm: UInt64 { 0x62_70_6D }
}

/// The tempo that a name says.
///
/// `128bpm`, `BPM 128`, `174.5 bpm` are certain. A bare number is believed only where packs write a tempo: beside
/// a key (`128_Am`), in a name that speaks of a loop, in brackets. Numbers of takes, files, machines, rates and
/// opuses stand in names, too; where it may be one of these, or one of two, there is none.
struct NamedTempo {
    private let tokens: NameTokens
    private let key: NamedKey?
    private let isFile: Bool

    /// Beats a minute; nil where the name says none, or two.
    static func find(in tokens: NameTokens, beside key: NamedKey?, isFile: Bool) -> Double? {
        guard tokens.list.contains(where: { $0.isNumber }) else { return nil }
        return NamedTempo(tokens: tokens, key: key, isFile: isFile).value
    }

    private var value: Double? {
        var found: Double?
        var isSaid = false
        for index in tokens.list.indices where tokens.list[index].word != 0 {
            guard let number = said(at: index) else { continue }
            if isSaid, found != number { return nil }
            isSaid = true
            found = number
        }
        // A folder's number may count what is in it: "100 Loops".
        guard !isSaid, isFile else { return found }
        for index in tokens.list.indices
        where Tempo.plausible.contains(tokens.list[index].number) && isLikely(index) {
            let number = Double(tokens.list[index].number)
            if let found, found != number { return nil }
            found = number
        }
        return found
    }

    /// The number that stands with the word at `index`, if that is "bpm".
    private func said(at index: Int) -> Double? {
        let token = tokens.list[index]
        // `128bpmloop` has it in front.
        let isBPM = token.word == Tempo.bpm || beginsWithBPM(token)
        guard isBPM else { return nil }
        if let number = number(endingAt: index - 1) { return number }
        guard token.word == Tempo.bpm, Tempo.possible.contains(tokens.number(index + 1)),
            !(tokens.word(index + 2) == Tempo.bpm), !isUnit(index + 2)
        else { return nil }
        return number(startingAt: index + 1)
    }

    private func beginsWithBPM(_ token: NameToken) -> Bool {
        guard token.gap == .attached, token.range.count > 3 else { return false }
        let start = token.range.lowerBound
        return tokens.bytes[start] | 0x20 == UInt8(ascii: "b")
            && tokens.bytes[start + 1] | 0x20 == UInt8(ascii: "p")
            && tokens.bytes[start + 2] | 0x20 == UInt8(ascii: "m")
    }

    /// A number with its decimals; nil for one of a range ("120-128 bpm").
    private func number(endingAt index: Int) -> Double? {
        guard tokens.isNumber(index) else { return nil }
        if tokens.gap(before: index) == .dot, Tempo.possible.contains(tokens.number(index - 1)),
            let decimals = decimals(index), !Tempo.plausible.contains(tokens.number(index))
        {
            return Double(tokens.number(index - 1)) + decimals
        }
        guard Tempo.possible.contains(tokens.number(index)), !isRange(index - 1, index) else {
            return nil
        }
        return Double(tokens.number(index))
    }

    private func number(startingAt index: Int) -> Double? {
        let whole = tokens.number(index)
        guard !isRange(index, index + 1) else { return nil }
        guard tokens.gap(before: index + 1) == .dot, let decimals = decimals(index + 1) else {
            return Double(whole)
        }
        return Double(whole) + decimals
    }

    /// The digits of a token behind a point; nil when there are more than two, or it is no number.
    private func decimals(_ index: Int) -> Double? {
        guard tokens.isNumber(index) else { return nil }
        let digits = tokens.bytes[tokens.list[index].range]
        guard digits.count <= 2 else { return nil }
        return digits.reversed().reduce(0) { ($0 + Double($1 & 0x0F)) / 10 }
    }

    private func isRange(_ first: Int, _ second: Int) -> Bool {
        tokens.gap(before: second) == .dash && Tempo.plausible.contains(tokens.number(first))
            && Tempo.plausible.contains(tokens.number(second))
    }

    private func isLikely(_ index: Int) -> Bool {
        let (before, after) = (tokens.gap(before: index), tokens.gap(before: index + 1))
        guard !isPartOfSomething(index, before, after) else { return false }
        if let key, key.hasMode {
            if key.tokens.upperBound == index - 1 || key.tokens.lowerBound == index + 1 {
                return true
            }
            // As `XX_124_Bass_Fmin`, and not as "Op 115 in B minor".
            if before == .line, after == .line { return true }
        }
        if tokens.isInBrackets(index) { return has(Style.words) || speaksOfLoop }
        if index == 0 { return speaksOfLoop }
        guard speaksOfLoop || has(Style.words) else { return false }
        if key?.tokens.lowerBound == index + 1 { return speaksOfLoop }
        let isCounted = !tokens.isNumber(index - 1) && before != .dash
        if index == tokens.list.count - 1 { return !isCounted }
        return !isCounted || before == .line || tokens.isNumber(index + 1)
            || !Style.isLoop(tokens, index - 1)
    }

    private func isPartOfSomething(
        _ index: Int, _ before: NameToken.Gap, _ after: NameToken.Gap
    ) -> Bool {
        let isBesideKey = key.map { $0.hasMode && $0.tokens.contains(index + 1) } ?? false
        if before == .attached, key?.tokens.contains(index - 1) != true { return true }
        if after == .attached, !isBesideKey { return true }
        if NamedTempo.countedWords.contains(tokens.word(index - 1)) || isUnit(index + 1) {
            return true
        }
        // `24-96`, `120-128`, `87.5`.
        for (neighbour, gap) in [(index - 1, before), (index + 1, after)] {
            let number = tokens.number(neighbour)
            guard number >= 0 else { continue }
            if gap == .dot { return true }
            if gap == .dash, Tempo.plausible.contains(number) || [16, 24, 32].contains(number) {
                return true
            }
        }
        return false
    }

    private func isUnit(_ index: Int) -> Bool { NamedTempo.units.contains(tokens.word(index)) }

    private var speaksOfLoop: Bool {
        tokens.list.indices.contains { Style.isLoop(tokens, $0) }
    }

    private func has(_ words: Set<UInt64>) -> Bool {
        tokens.list.contains { $0.word != 0 && words.contains($0.word) }
    }

    /// Words whose number counts or names something: takes, machines, opuses.
    private static let countedWords = NameWord.pack([
        "v", "vel", "velocity", "take", "tk", "track", "trk", "no", "nr", "num", "number", "vol",
        "volume", "part", "pt", "ch", "chan", "channel", "midi", "note", "rr", "layer", "rev",
        "version", "ver", "cd", "disc", "side", "scene", "clip", "img", "day", "page", "id",
        "preset", "patch", "sample", "audio", "zoom", "rec", "room", "bar", "bars", "key",
        "op", "opus", "bwv", "k", "kv", "hob", "d", "rv", "wab", "symphony", "sonata",
        "juno", "sh", "cr", "mpc", "dx", "cz", "cs", "tx", "sy", "tg", "tr", "vl", "jx", "jd", "sp",
        "mc", "ms", "tb", "vp", "c", "n", "rhodes", "prophet", "jupiter", "korg",
        "roland", "moog", "yamaha", "akai", "emu", "atari",
    ])

    private static let units = NameWord.pack([
        "hz", "khz", "k", "kbps", "kbit", "kbits", "ms", "s", "sec", "secs", "db", "bit", "bits",
        "percent", "pct", "cents", "mb", "samples", "st", "nd", "rd", "th", "min", "mins", "bars",
        "beats", "loops", "years", "days", "steps",
    ])
}

/// Words that a tempo stands with.
private enum Style {
    /// Styles, and parts of one: where they stand in a pack's name, a number is often a tempo.
    static let words = NameWord.pack([
        "dnb", "jungle", "house", "techno", "trance", "trap", "dubstep", "hiphop", "amen", "garage",
        "electro", "drill", "afrobeat", "lofi", "edm", "idm", "disco", "funk", "break", "breaks",
        "beat", "groove", "melody", "riff", "arp", "fill", "top", "tops", "stem", "drums",
    ])

    private static let loop = NameWord.pack("loop")
    private static let loops = NameWord.pack("loops")
    private static let short = NameWord.pack("lp")

    /// `loop`, `loops`, `lp`, and words that end so: `drumloop`.
    static func isLoop(_ tokens: NameTokens, _ index: Int) -> Bool {
        guard tokens.list.indices.contains(index) else { return false }
        let token = tokens.list[index]
        guard !token.isNumber else { return false }
        if token.word == loop || token.word == loops || token.word == short { return true }
        var end = token.range.upperBound
        guard token.range.count > 5 else { return false }
        if tokens.bytes[end - 1] | 0x20 == UInt8(ascii: "s") { end -= 1 }
        return tokens.bytes[end - 4..<end].reduce(0) { $0 << 8 | UInt64($1 | 0x20) } == loop
    }
}

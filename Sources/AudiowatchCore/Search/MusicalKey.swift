/// A musical key as tags, names and DJ software write it: `Am`, `F#min`, `Bb major`, `8A`, `1m`.
public struct MusicalKey: Hashable, Sendable {
    /// Semitones above C, 0 to 11.
    public let tonic: Int
    /// Minor, not major.
    public let isMinor: Bool

    /// Takes both; a tonic outside of the octave is brought into it.
    public init(tonic: Int, isMinor: Bool) {
        self.tonic = ((tonic % 12) + 12) % 12
        self.isMinor = isMinor
    }

    /// Reads a key alone; nil when the text says anything else.
    public init?(_ text: some StringProtocol) {
        let plain = String(
            text.filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
                .map { $0 == "♯" ? "#" : $0 == "♭" ? "b" : $0 })
        if let key = MusicalKey.wheel(plain) {
            self = key
            return
        }
        guard let letter = plain.first, let natural = MusicalKey.naturals[letter.uppercased()]
        else { return nil }
        var rest = plain.dropFirst()
        var tonic = natural
        if rest.hasPrefix("#") {
            tonic += 1
            rest = rest.dropFirst()
        } else if rest.hasPrefix("b") || rest.lowercased().hasPrefix("flat") {
            tonic -= 1
            rest = rest.dropFirst(rest.lowercased().hasPrefix("flat") ? 4 : 1)
        } else if rest.lowercased().hasPrefix("sharp") {
            tonic += 1
            rest = rest.dropFirst(5)
        }
        switch rest {
        case "", "M", "maj", "Maj", "MAJ", "major", "Major", "MAJOR":
            self.init(tonic: tonic, isMinor: false)
        case "m", "min", "Min", "MIN", "minor", "Minor", "MINOR":
            self.init(tonic: tonic, isMinor: true)
        default: return nil
        }
    }

    private static let naturals = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11]

    /// Camelot (`8A` is A minor, `8B` C major) and Open Key (`1m`, `1d`): fifths around a clock.
    private static func wheel(_ text: String) -> MusicalKey? {
        guard let sign = text.last, let hour = Int(text.dropLast()), (1...12).contains(hour) else {
            return nil
        }
        switch sign {
        case "A": return MusicalKey(tonic: 9 + 7 * (hour - 8), isMinor: true)
        case "B": return MusicalKey(tonic: 7 * (hour - 8), isMinor: false)
        case "m": return MusicalKey(tonic: 9 + 7 * (hour - 1), isMinor: true)
        case "d": return MusicalKey(tonic: 7 * (hour - 1), isMinor: false)
        default: return nil
        }
    }

    /// `Am`, `F#m`, `C`: sharps only, so that one key has one text.
    public var text: String {
        let names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]
        return names[tonic] + (isMinor ? "m" : "")
    }
}

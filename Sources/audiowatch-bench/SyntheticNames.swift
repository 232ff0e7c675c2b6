import AudiowatchCore

/// Names, folders and tags as libraries have them, the same for the same seed on every machine.
struct SyntheticNames {
    var chance: Chance

    /// SplitMix64: small, and known to be good enough for choices.
    struct Chance: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    static let sounds = [
        "kick", "snare", "clap", "hat_closed", "hat_open", "tom", "rim", "perc", "crash", "ride",
        "bass", "pad", "lead", "pluck", "riser", "impact", "vox_chop", "shaker", "conga", "cowbell",
    ]
    static let machines = [
        "808", "909", "707", "LM-1", "SP1200", "DMX", "CR78", "analog", "vinyl", "acoustic",
    ]
    static let songs = [
        "Winter Glass", "Lantern Row", "Paper Boats", "Ghost Relay", "Überfahrt", "Café Minuit",
        "Tram 41", "Low Tide", "Été lointain", "Redshift", "Cinder Path", "Half a Mile",
        "Sea Floor", "Marigold", "Static Garden",
    ]
    static let artists = [
        "Ada Vantongeren", "The Understory", "Móra", "Nine Kilns", "Sofía y el Puerto", "DJ Heron",
        "Яна", "Orbit Nord", "Tin Choir", "Halogen Twins",
    ]
    static let keys = ["A", "A#m", "Bb", "C", "C#m", "D", "Dm", "E", "Em", "F#", "F#m", "G", "G#m"]
    private static let effects = ["door", "rain", "steps", "engine", "glass", "crowd", "wind"]
    private static let foreign = [
        "ヴォーカル テイク", "наш трек", "Ηχογράφηση", "鼓点循环", "보컬", "Grüße aus Köln", "naïve élan",
        "Łódź session", "señal", "cre\u{0300}me bru\u{0302}le\u{0301}e",
    ]
    private static let levels: [[String]] = [
        [
            "Masters", "Demos", "Drum Machines", "Loopmaker", "Field Recordings", "Backup 2013-04",
            "Voice Work", "Foley & SFX", "Harbour Project", "Old laptop",
        ],
        [
            "Kicks", "Snares", "Hats", "Loops 120-128", "Vocals", "FX", "Bass [wet]", "Samples",
            "Bounced", "Client A", "2014", "2018", "2023",
        ],
        ["Vol. 1", "Vol. 2", "One Shots", "Multis", "takes", "stems", "raw", "edited", "Imported"],
        ["24bit", "16bit", "v1", "v2", "v3 final", "alt", "A", "B"],
    ]

    mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &chance) }

    /// A folder's name at a depth from 0.
    mutating func folder(depth: Int) -> String {
        let name = pick(Self.levels[min(depth, Self.levels.count - 1)])
        return depth > 0 && below(3) == 0 ? "\(name) \(below(400) + 1)" : name
    }

    private mutating func number(_ most: Int, digits: Int) -> String {
        let text = String(below(most) + 1)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// A file's name without its ending.
    mutating func base() -> String {
        switch below(100) {
        case ..<24:
            let tempo = pick([90, 100, 120, 124, 128, 140, 174])
            return "\(pick(Self.sounds))_\(pick(Self.machines))_\(pick(Self.keys))_\(tempo)bpm"
        case ..<38:
            let sound = pick(Self.sounds)
            return sound.prefix(1).uppercased() + sound.dropFirst() + " \(number(127, digits: 2))"
                + pick(["", "", " [tight]", " (wet)", " - dry", " L", " R"])
        case ..<48:
            return pick([
                "Vocal take \(number(60, digits: 2))", "Lead Vox (comp \(below(9))) - dry",
                "\(pick(Self.songs)) vox dbl \(below(9))",
            ])
        case ..<58: return "VO_line_\(number(400, digits: 3))" + pick(["", "_alt", "_pickup"])
        case ..<68:
            return pick([
                "\(pick(Self.artists)) - \(pick(Self.songs))",
                "\(number(18, digits: 2)) \(pick(Self.songs))",
                "\(pick(Self.songs)) (\(pick(Self.keys)) mix)",
            ])
        case ..<76:
            return pick([
                "mix.v\(below(12) + 1).final", "\(pick(Self.songs)).v\(below(9)).rough",
                "bounce.\(2003 + below(21)).\(number(12, digits: 2)).\(number(28, digits: 2))",
            ])
        case ..<88:
            return pick([
                "Audio \(below(25) + 1)", "untitled", "New Recording \(below(90) + 1)",
                "\(number(17, digits: 4)) Audio \(below(12) + 1) [\(2008 + below(16))-\(number(12, digits: 2))]",
            ])
        case ..<95:
            return "SFX_\(pick(Self.effects))_\(pick(["int", "ext"]))_\(number(99, digits: 2))"
        default: return "\(pick(Self.foreign)) \(number(99, digits: 2))"
        }
    }

    /// An ending, and the container it stands for.
    mutating func ending() -> (text: String, format: String) {
        switch below(100) {
        case ..<60: ("wav", "wav")
        case ..<80: ("mp3", "mp3")
        case ..<86: ("flac", "flac")
        case ..<91: ("aif", "aiff")
        case ..<94: ("ogg", "ogg")
        case ..<97: ("m4a", "m4a")
        default: ("wma", "wma")
        }
    }

    /// What a probe would say.
    mutating func properties(_ format: String) -> Properties {
        let isPlain = ["wav", "aiff", "flac"].contains(format)
        var found = Properties(
            duration: [0.2, 0.7, 4, 20, 200, 2_000][below(6)] * (1 + Double(below(1_000)) / 700),
            isEstimated: format == "mp3" && below(10) == 0,
            sampleRate: pick([44_100, 44_100, 44_100, 48_000, 48_000, 96_000]),
            channels: pick([1, 2, 2]), bitDepth: isPlain ? pick([16, 16, 24, 32]) : nil,
            format: format, codec: isPlain ? "pcm_s16le" : format,
            bitRate: isPlain ? nil : 192_000)
        guard !isPlain || below(8) == 0 else { return found }
        found.tags.title = pick(Self.songs)
        found.tags.artist = pick(Self.artists)
        if below(3) == 0 { found.tags.album = "Demos \(2003 + below(20))" }
        if below(4) == 0 { found.tags.bpm = "\(80 + below(100))" }
        if below(4) == 0 { found.tags.key = pick(Self.keys) }
        return found
    }
}

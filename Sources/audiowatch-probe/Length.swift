import CFFmpeg

/// How long a file plays, and how much of that is proved.
struct Length {
    /// Seconds; nil when the bytes do not say.
    var seconds: Double?
    /// Computed from a bit rate or a share of the bytes, not counted.
    var isEstimated = false
    /// Where the file's words and its bytes disagree.
    var suspicions: [String] = []

    /// Nothing known.
    init() {}

    /// Counted.
    init(seconds: Double) {
        self.seconds = seconds
    }

    /// Computed.
    init(estimated seconds: Double) {
        self.seconds = seconds
        isEstimated = true
    }

    /// Takes off what an encoder added and no decoder plays; less than there is, or the file is not believed.
    mutating func drop(samples: Int64, atRate rate: CInt) {
        guard let whole = seconds, samples > 0, rate > 0 else { return }
        let rest = whole - Double(samples) / Double(rate)
        if rest > 0 { seconds = rest }
    }

    /// Difference that nobody hears: the larger of 60 ms and 2 %.
    static func tolerance(_ seconds: Double) -> Double {
        max(0.06, 0.02 * seconds)
    }

    /// The header claims `claimed`; the bytes end at `held`, which is kept.
    static func cut(claimed: Double, held: Double, isEstimated: Bool = false) -> Length {
        var length = Length(seconds: held)
        length.isEstimated = isEstimated
        length.suspicions = [
            "the header claims \(text(claimed)), the bytes hold \(text(held)): cut or unfinished"
        ]
        return length
    }

    /// The header claims what no bytes of this size can hold.
    static func impossible(claimed: Double, size: Int64) -> Length {
        var length = Length()
        length.suspicions = [
            "the header claims \(text(claimed)), which \(size) bytes cannot hold"
        ]
        return length
    }

    /// `1.250 s`, for reading.
    static func text(_ seconds: Double) -> String {
        guard let milliseconds = Int64(exactly: (seconds * 1000).rounded()) else { return "ages" }
        let rest = String(milliseconds % 1000)
        return
            "\(milliseconds / 1000).\(String(repeating: "0", count: max(0, 3 - rest.count)))\(rest) s"
    }
}

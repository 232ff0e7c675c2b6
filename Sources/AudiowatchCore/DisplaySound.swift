/// How the properties of a sound are shown: `44.1 kHz · 24 bit · stereo`.
extension Display {
    /// Rate, depth and channels, as far as they are known; empty when none is.
    public static func sound(_ properties: Properties) -> String {
        let parts = [
            properties.sampleRate.map(sampleRate),
            properties.bitDepth.map { depth(bits: $0, codec: properties.codec) },
            properties.channels.map(channels),
        ]
        return parts.compactMap(\.self).joined(separator: " · ")
    }

    /// `44.1 kHz`, `48 kHz`, `11.025 kHz`, `2.8224 MHz`: every digit, no trailing zeros.
    public static func sampleRate(_ hertz: Int) -> String {
        let (unit, name) = hertz.magnitude < 1_000_000 ? (1000, "kHz") : (1_000_000, "MHz")
        guard hertz >= 1000 else { return "\(hertz) Hz" }
        var digits = String(hertz % unit + unit).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        let whole = hertz / unit
        return digits.isEmpty ? "\(whole) \(name)" : "\(whole).\(digits) \(name)"
    }

    /// Beats a minute: `128`, `97.5`.
    public static func tempo(_ beats: Double) -> String {
        let hundredths = Int((min(max(beats, 0), 1e6) * 100).rounded())
        var digits = String(hundredths % 100 + 100).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return digits.isEmpty ? "\(hundredths / 100)" : "\(hundredths / 100).\(digits)"
    }

    /// `24 bit`, and for floating point samples `32 float`. `codec` is libavcodec's name.
    public static func depth(bits: Int, codec: String?) -> String {
        // pcm_f32le, pcm_f64be, …; wavpack and others hold whole numbers as far as is known here.
        codec?.hasPrefix("pcm_f") == true ? "\(bits) float" : "\(bits) bit"
    }

    /// `mono`, `stereo`, `5.1`, `7.1`, else `16 ch`: a number of channels names no layout beyond these.
    public static func channels(_ number: Int) -> String {
        switch number {
        case 1: "mono"
        case 2: "stereo"
        case 6: "5.1"
        case 8: "7.1"
        default: "\(number) ch"
        }
    }
}

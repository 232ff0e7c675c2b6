/// How the numbers of each operator are written: `dur:1:30`, `size:10MB`, `rate:44.1k`, `channels:stereo`.
extension NumberField {
    /// The range that a value says; nil when it says none.
    func range(_ text: Substring) -> NumberRange? {
        NumberRange.parse(
            text, number: { number($0).flatMap(NumberField.tidy) },
            around: {
                let range = around($0)
                return NumberRange(
                    lower: range.lower.flatMap { NumberField.tidy($0.value) }.map { .init($0) },
                    upper: range.upper.flatMap { NumberField.tidy($0.value) }.map { .init($0) })
            })
    }

    /// Millionths are fine enough, and above a milliard whole numbers: what is written can be read again.
    /// Nil above anything a file can have.
    private static func tidy(_ value: Double) -> Double? {
        guard value <= 1e18 else { return nil }
        return value > 1e9 ? value.rounded() : (value * 1e6).rounded() / 1e6
    }

    /// The range as ``range(_:)`` reads it.
    func text(_ range: NumberRange) -> String {
        range.text { value in
            // Bounds that nobody wrote as text may be larger, or finer, than any text says.
            let value = min(max(value, 0), 1e18)
            guard value <= 1e9 else { return String(Int64(value.rounded())) }
            let (whole, millionths) = Int64((value * 1e6).rounded())
                .quotientAndRemainder(dividingBy: 1_000_000)
            guard millionths > 0 else { return String(whole) }
            return "\(whole)." + String(1_000_000 + millionths).dropFirst()
        }
    }

    private func number(_ text: Substring) -> Double? {
        let lower = text.lowercased()
        switch self {
        case .duration: return LengthText.seconds(lower)
        case .sampleRate:
            return NumberField.scaled(
                lower, [("khz", 1_000), ("hz", 1), ("k", 1_000)])
        case .channels:
            switch lower {
            case "mono": return 1
            case "stereo": return 2
            default: return NumberField.scaled(lower, [("ch", 1)])
            }
        case .bitDepth: return NumberField.scaled(lower, [("bit", 1)])
        case .size: return NumberField.scaled(lower, NumberField.sizes)
        case .tempo: return NumberField.scaled(lower, [("bpm", 1)])
        case .copies: return NumberField.scaled(lower, [])
        }
    }

    /// What a plain number means: lengths, sizes and tempos are rarely known to the last digit.
    private func around(_ value: Double) -> NumberRange {
        switch self {
        case .duration, .tempo: NumberRange(max(0, value - 0.5), value + 0.5)
        case .size: NumberRange(value * 0.95, value * 1.05)
        case .sampleRate, .channels, .bitDepth, .copies: NumberRange(value, value)
        }
    }

    /// Decimal as the product shows them, binary where that is said.
    private static let sizes: [(String, Double)] = [
        ("kib", 1_024), ("mib", 1_048_576), ("gib", 1_073_741_824), ("kb", 1e3), ("mb", 1e6),
        ("gb", 1e9), ("tb", 1e12), ("k", 1e3), ("m", 1e6), ("g", 1e9), ("t", 1e12), ("b", 1),
    ]

    private static func scaled(_ text: String, _ units: [(String, Double)]) -> Double? {
        for (unit, factor) in units where text.hasSuffix(unit) {
            return plain(text.dropLast(unit.count)).map { $0 * factor }
        }
        return plain(text[...])
    }

    private static func plain(_ text: Substring) -> Double? {
        let digits = text.last == " " ? text.dropLast() : text
        guard !digits.isEmpty, digits.count <= 30,
            digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") })
        else { return nil }
        return Double(String(digits)).flatMap { $0.isFinite ? $0 : nil }
    }
}

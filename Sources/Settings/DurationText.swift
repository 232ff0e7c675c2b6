/// Durations as people write them: `90s`, `15m`, `24h`, `7d`, `1h30m`.
public enum DurationText {
    private static let units: [(letter: Character, seconds: Int64)] = [
        ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
    ]

    /// Reads whole numbers with units, the larger units first; nil for anything else.
    public static func parse(_ text: String) -> Duration? {
        var seconds: Int64 = 0
        var digits = ""
        var left = units[...]
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            guard let number = Int64(digits),
                let unit = left.firstIndex(where: { $0.letter == character })
            else { return nil }
            let (part, tooLarge) = number.multipliedReportingOverflow(by: units[unit].seconds)
            let (sum, past) = seconds.addingReportingOverflow(part)
            guard !tooLarge, !past else { return nil }
            seconds = sum
            left = units[(unit + 1)...]
            digits = ""
        }
        return digits.isEmpty && left.count < units.count ? .seconds(seconds) : nil
    }

    /// The shortest text that ``parse(_:)`` reads back, in whole seconds.
    public static func write(_ duration: Duration) -> String {
        var rest = duration.components.seconds
        var result = ""
        for unit in units where rest >= unit.seconds {
            result += "\(rest / unit.seconds)\(unit.letter)"
            rest %= unit.seconds
        }
        return result.isEmpty ? "0s" : result
    }
}

/// Lengths as people write them: `90`, `90s`, `1.5s`, `250ms`, `2m`, `1h`, `1:30`, `1:02:03`.
public enum LengthText {
    /// Seconds, finite and not negative; nil for any other text.
    public static func seconds(_ text: some StringProtocol) -> Double? {
        if text.contains(":") {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 3 else { return nil }
            var total = 0.0
            for part in parts {
                guard let value = number(part) else { return nil }
                total = total * 60 + value
            }
            return total.isFinite ? total : nil
        }
        for (unit, factor) in [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)]
        where text.hasSuffix(unit) {
            return number(text.dropLast(unit.count)).map { $0 * factor }
        }
        return number(text)
    }

    /// Bounds in seconds of `<1s`, `>5`, `5..60`, `5..`, `..60`, or of a plain length (± half a second); a nil bound is open.
    static func range(_ text: String) -> (minimum: Double?, maximum: Double?)? {
        if text.hasPrefix("<") {
            // The catalogue compares with `<=`; the next smaller number makes it `<`.
            return seconds(text.dropFirst(text.hasPrefix("<=") ? 2 : 1))
                .map { (nil, text.hasPrefix("<=") ? $0 : $0.nextDown) }
        }
        if text.hasPrefix(">") {
            return seconds(text.dropFirst(text.hasPrefix(">=") ? 2 : 1))
                .map { (text.hasPrefix(">=") ? $0 : $0.nextUp, nil) }
        }
        guard let dots = text.firstRange(of: "..") else {
            return seconds(text).map { (max(0, $0 - 0.5), $0 + 0.5) }
        }
        let (low, high) = (text[..<dots.lowerBound], text[dots.upperBound...])
        let (minimum, maximum) = (seconds(low), seconds(high))
        guard minimum != nil || low.isEmpty, maximum != nil || high.isEmpty,
            minimum != nil || maximum != nil
        else { return nil }
        return (minimum, maximum)
    }

    private static func number(_ text: some StringProtocol) -> Double? {
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let value = Double(String(text)), value.isFinite, value >= 0
        else { return nil }
        return value
    }
}

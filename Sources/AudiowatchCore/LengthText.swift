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

    private static func number(_ text: some StringProtocol) -> Double? {
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let value = Double(String(text)), value.isFinite, value >= 0
        else { return nil }
        return value
    }
}

/// How numbers are shown, the same in the terminal and on the page: `1.2 GB`, `20,770`, `1:30`, `3 s ago`.
public enum Display {
    /// `20,770`.
    public static func count(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var result = number < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place).isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return result
    }

    /// `1 row`, `1,204 rows`; `many` where an `s` does not make it.
    public static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    /// `812 B`, `1.2 GB`: decimal units, one decimal below 100.
    public static func bytes(_ bytes: Int64) -> String {
        guard bytes.magnitude >= 1000 else { return "\(bytes) B" }
        var value = Double(bytes.magnitude)
        var unit = ""
        for next in ["KB", "MB", "GB", "TB", "PB", "EB"] {
            value /= 1000
            unit = next
            // 999.6 would be written as 1000 of this unit, so it is 1.0 of the next.
            if value < 999.5 { break }
        }
        let number = value < 99.95 ? tenths(value) : whole(value)
        return "\(bytes < 0 ? "-" : "")\(number) \(unit)"
    }

    /// Jobs a second: `1,234/s`, `0.3/s`.
    public static func rate(perSecond: Double) -> String {
        guard perSecond.isFinite, perSecond > 0 else { return "0/s" }
        return (perSecond < 9.95 ? tenths(perSecond) : whole(perSecond)) + "/s"
    }

    /// `42 %`; never 100 before it is done, nor 0 once something is.
    public static func percent(_ part: Int, of all: Int) -> String {
        guard all > 0, part < all else { return "100 %" }
        guard part > 0 else { return "0 %" }
        let share = Double(part) / Double(all) * 100
        return "\(Int(min(max(share, 1), 99))) %"
    }

    /// A number with one decimal: `1.2`. Rounded half away from zero.
    static func tenths(_ value: Double) -> String {
        let scaled = held(value * 10)
        return
            "\(scaled < 0 ? "-" : "")\(count(Int(scaled.magnitude / 10))).\(scaled.magnitude % 10)"
    }

    /// A number without decimals: `1,235`.
    static func whole(_ value: Double) -> String {
        count(Int(held(value)))
    }

    /// The nearest whole number, held inside a range in which every one is exact.
    static func held(_ value: Double) -> Int64 {
        guard !value.isNaN else { return 0 }
        return Int64(min(max(value.rounded(), -9e15), 9e15))
    }
}

/// Times of change as people ask for them: an age (`<7d` is younger than seven days) or days of the calendar.
public enum TimeRange: Hashable, Sendable {
    /// Age in seconds.
    case age(NumberRange)
    /// From the start of the first day to the end of the last; nil for any.
    case days(from: CivilDay?, to: CivilDay?)

    /// What a user wrote; nil when it is no time.
    init?(_ text: Substring) {
        let ages = NumberRange.parse(text, number: TimeRange.age) { age in
            // `7d` is what happened within the last seven days.
            NumberRange(lower: nil, upper: .init(age))
        }
        if let ages {
            self = .age(ages)
        } else if let days = TimeRange.days(text) {
            self = days
        } else {
            return nil
        }
    }

    /// The range as ``init(_:)`` reads it.
    var text: String {
        switch self {
        case .age(let range): range.text { "\(Int64($0))s" }
        case .days(let from, let to): "\(from?.text ?? "")..\(to?.text ?? "")"
        }
    }

    /// True when a time lies in it. All in seconds since 1970 UTC; `offset` is what local time is ahead of UTC.
    public func contains(_ time: Double, now: Double, offset: Double) -> Bool {
        switch self {
        case .age(let range): return range.contains(now - time)
        case .days(let from, let to):
            let day = ((time + offset) / 86_400).rounded(.down)
            return day >= Double(from?.number ?? Int.min / 2)
                && day <= Double(to?.number ?? Int.max / 2)
        }
    }

    /// Seconds of `30s`, `5min`, `2h`, `7d`, `3w`, `6mo`, `1y`; a month has 30 days, a year 365.
    private static func age(_ text: Substring) -> Double? {
        for (unit, seconds) in [
            ("min", 60.0), ("mo", 2_592_000), ("s", 1), ("h", 3_600), ("d", 86_400),
            ("w", 604_800), ("y", 31_536_000),
        ] where text.hasSuffix(unit) {
            let digits = text.dropLast(unit.count)
            guard !digits.isEmpty, digits.count <= 9,
                digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") })
            else { return nil }
            // Whole seconds, so that what is written can be read again.
            return Double(String(digits)).map { ($0 * seconds).rounded() }
        }
        return nil
    }

    private static func days(_ text: Substring) -> TimeRange? {
        if text.hasPrefix(">=") {
            return day(text.dropFirst(2)).map { .days(from: $0.first, to: nil) }
        }
        if text.hasPrefix("<=") {
            return day(text.dropFirst(2)).map { .days(from: nil, to: $0.last) }
        }
        if text.hasPrefix(">") {
            return day(text.dropFirst()).map {
                .days(from: CivilDay(number: $0.last.number + 1), to: nil)
            }
        }
        if text.hasPrefix("<") {
            return day(text.dropFirst()).map {
                .days(from: nil, to: CivilDay(number: $0.first.number - 1))
            }
        }
        guard let dots = text.firstRange(of: "..") else {
            return day(text).map { .days(from: $0.first, to: $0.last) }
        }
        let (low, high) = (text[..<dots.lowerBound], text[dots.upperBound...])
        let (from, to) = (day(low), day(high))
        guard from != nil || low.isEmpty, to != nil || high.isEmpty, from != nil || to != nil
        else { return nil }
        return .days(from: from?.first, to: to?.last)
    }

    /// First and last day of `2024`, `2024-05` or `2024-05-17`.
    private static func day(_ text: Substring) -> (first: CivilDay, last: CivilDay)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { part in
            part.allSatisfy({ $0.isASCII && $0.isNumber }) ? Int(part) : nil
        }
        guard (1...3).contains(parts.count), let year = parts.first ?? nil,
            (0...9999).contains(year)
        else { return nil }
        guard parts.count > 1 else {
            return (CivilDay(year, 1, 1), CivilDay(year, 12, 31))
        }
        guard let month = parts[1], (1...12).contains(month) else { return nil }
        let first = CivilDay(year, month, 1)
        let next = month == 12 ? CivilDay(year + 1, 1, 1) : CivilDay(year, month + 1, 1)
        let last = CivilDay(number: next.number - 1)
        guard parts.count == 3 else { return (first, last) }
        guard let day = parts[2], day >= 1, first.number + day - 1 <= last.number else {
            return nil
        }
        let found = CivilDay(number: first.number + day - 1)
        return (found, found)
    }
}

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
public struct CivilDay: Hashable, Sendable {
    /// Days since 1970-01-01.
    public let number: Int

    /// Days outside of the years 0 to 9999 are held at their ends.
    init(number: Int) {
        self.number = min(max(number, -719_528), 2_932_896)
    }

    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    init(_ year: Int, _ month: Int, _ day: Int) {
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    /// `2024-05-17`.
    var text: String {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    private func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

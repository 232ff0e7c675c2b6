/// When somebody knew of a sound first, to the second, as an annotation keeps it: `2021-03-04T10:20:30Z`.
public struct FirstSeen: Hashable, Comparable, Sendable {
    /// Seconds since 1970 UTC, from the year 1 to the year 9999.
    public let seconds: Int64

    /// Wraps a number of seconds; nil outside of those years.
    public init?(seconds: Int64) {
        guard (-62_135_596_800...253_402_300_799).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// Reads a time of UTC: `2021-03-04 10:20:30` as SQLite writes it, `2021-03-04T10:20:30Z`, either with a
    /// fraction, which is cut off. Nil for anything else.
    public init?(_ text: String) {
        let letters = Array(text.utf8)
        guard letters.count >= 19, [UInt8(ascii: " "), UInt8(ascii: "T")].contains(letters[10]),
            [4, 7].allSatisfy({ letters[$0] == UInt8(ascii: "-") }),
            [13, 16].allSatisfy({ letters[$0] == UInt8(ascii: ":") }),
            FirstSeen.isEnd(letters[19...])
        else { return nil }
        func number(_ place: Range<Int>) -> Int? {
            let digits = letters[place]
            guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
            else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        let date = CivilDay(year, month, day)
        guard date.text == text.prefix(10) else { return nil }
        self.init(seconds: Int64(((date.number * 24 + hour) * 60 + minute) * 60 + second))
    }

    private static func isEnd(_ rest: ArraySlice<UInt8>) -> Bool {
        var rest = rest
        if rest.last == UInt8(ascii: "Z") { rest = rest.dropLast() }
        guard let point = rest.popFirst() else { return true }
        return point == UInt8(ascii: ".") && !rest.isEmpty
            && rest.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// As ``init(_:)`` reads it.
    public var text: String {
        let day = (Double(seconds) / 86_400).rounded(.down)
        let rest = seconds - Int64(day) * 86_400
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return CivilDay(number: Int(day)).text
            + "T\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }

    /// Earlier first.
    public static func < (left: FirstSeen, right: FirstSeen) -> Bool {
        left.seconds < right.seconds
    }
}

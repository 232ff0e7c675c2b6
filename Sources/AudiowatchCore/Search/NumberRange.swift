/// Bounds of a number, each open or closed or absent.
public struct NumberRange: Hashable, Sendable {
    /// One end of a range.
    public struct Bound: Hashable, Sendable {
        /// The number.
        public var value: Double
        /// True when the number itself is in the range.
        public var isIncluded: Bool

        /// Takes both.
        public init(_ value: Double, isIncluded: Bool = true) {
            self.value = value
            self.isIncluded = isIncluded
        }
    }

    /// Nil for any.
    public var lower: Bound?
    /// Nil for any.
    public var upper: Bound?

    /// Between two bounds.
    public init(lower: Bound?, upper: Bound?) {
        self.lower = lower
        self.upper = upper
    }

    /// From one number to another, both in the range.
    public init(_ lower: Double, _ upper: Double) {
        self.init(lower: Bound(lower), upper: Bound(upper))
    }

    /// The least and the greatest number that lie in it; the first one may be the greater: then none does.
    public var ends: (least: Double, greatest: Double) {
        (
            lower.map { $0.isIncluded ? $0.value : $0.value.nextUp } ?? -.infinity,
            upper.map { $0.isIncluded ? $0.value : $0.value.nextDown } ?? .infinity
        )
    }

    /// True when `number` lies in it.
    public func contains(_ number: Double) -> Bool {
        let (least, greatest) = ends
        return number >= least && number <= greatest
    }

    /// Reads `<1`, `<=1`, `>5`, `>=5`, `5..60`, `5..`, `..60` or a plain number; each number is read by
    /// `number`, and a plain one stands for itself and `tolerance` of it on either side.
    static func parse(
        _ text: Substring, number: (Substring) -> Double?, around: (Double) -> NumberRange
    ) -> NumberRange? {
        for (sign, isLower, isIncluded) in [
            ("<=", false, true), (">=", true, true), ("<", false, false), (">", true, false),
        ] where text.hasPrefix(sign) {
            guard let value = number(text.dropFirst(sign.count)) else { return nil }
            let bound = Bound(value, isIncluded: isIncluded)
            return isLower
                ? NumberRange(lower: bound, upper: nil) : NumberRange(lower: nil, upper: bound)
        }
        guard let dots = text.firstRange(of: "..") else { return number(text).map(around) }
        let (low, high) = (text[..<dots.lowerBound], text[dots.upperBound...])
        let (lower, upper) = (number(low), number(high))
        guard lower != nil || low.isEmpty, upper != nil || high.isEmpty,
            lower != nil || upper != nil
        else { return nil }
        return NumberRange(lower: lower.map { Bound($0) }, upper: upper.map { Bound($0) })
    }

    /// The range as ``parse(_:number:around:)`` reads it; `write` writes one number.
    func text(_ write: (Double) -> String) -> String {
        switch (lower, upper) {
        case (let lower?, nil) where !lower.isIncluded: ">\(write(lower.value))"
        case (nil, let upper?) where !upper.isIncluded: "<\(write(upper.value))"
        default: "\(lower.map { write($0.value) } ?? "")..\(upper.map { write($0.value) } ?? "")"
        }
    }
}

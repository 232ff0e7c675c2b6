/// A moment in the catalogue: microseconds since 1970 UTC, strictly increasing within one database.
public struct CatalogTime: Hashable, Comparable, Sendable, Codable {
    /// Microseconds since 1970-01-01 UTC.
    public let microseconds: Int64

    /// Wraps a number of microseconds.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Seconds since 1970, for reading.
    public var seconds: Double { Double(microseconds) / 1_000_000 }

    /// This time moved by `duration`, held inside the range of the number.
    public func advanced(by duration: Duration) -> CatalogTime {
        let (seconds, attoseconds) = duration.components
        let (scaled, tooFar) = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !tooFar else { return CatalogTime(microseconds: seconds < 0 ? .min : .max) }
        let (step, over) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        let (moved, past) = microseconds.addingReportingOverflow(step)
        guard !over, !past else { return CatalogTime(microseconds: seconds < 0 ? .min : .max) }
        return CatalogTime(microseconds: moved)
    }

    /// Earlier first.
    public static func < (left: CatalogTime, right: CatalogTime) -> Bool {
        left.microseconds < right.microseconds
    }
}

/// A clock that follows the wall but never repeats and never steps back, so that "examined before
/// the listing" stays true when somebody sets the computer's clock. Source: hybrid logical clocks
/// (Kulkarni et al., 2014).
public struct HybridClock: Sendable {
    private var last: Int64

    /// Starts after `last`, the latest time already in the database.
    public init(after last: CatalogTime) {
        self.last = last.microseconds
    }

    /// The next moment, given the wall clock in microseconds since 1970.
    public mutating func tick(wall: Int64) -> CatalogTime {
        last = max(wall, last == .max ? last : last + 1)
        return CatalogTime(microseconds: last)
    }
}

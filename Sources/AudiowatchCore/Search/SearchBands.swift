/// Lengths as people think of them: shots, loops, phrases, songs, recordings.
public enum LengthBand: String, Hashable, Sendable, CaseIterable {
    /// Below one second.
    case shot = "<1s"
    /// One to ten seconds.
    case loop = "1s..10s"
    /// Ten seconds to a minute.
    case phrase = "10s..1m"
    /// One to ten minutes.
    case song = "1m..10m"
    /// Ten minutes and more.
    case recording = ">=10m"

    /// The band of a length in seconds.
    public init(seconds: Double) {
        switch seconds {
        case ..<1: self = .shot
        case ..<10: self = .loop
        case ..<60: self = .phrase
        case ..<600: self = .song
        default: self = .recording
        }
    }

    /// What finds exactly these: a range such as `1s..10s` takes its upper end along, a band does not.
    public var term: String {
        switch self {
        case .shot: "dur:<1s"
        case .loop: "dur:>=1s dur:<10s"
        case .phrase: "dur:>=10s dur:<1m"
        case .song: "dur:>=1m dur:<10m"
        case .recording: "dur:>=10m"
        }
    }
}

/// Sizes as they are looked for when room is needed.
public enum SizeBand: String, Hashable, Sendable, CaseIterable {
    /// Below 100 KB.
    case tiny = "<100k"
    /// 100 KB to 1 MB.
    case small = "100k..1M"
    /// One to ten MB.
    case medium = "1M..10M"
    /// Ten to a hundred MB.
    case large = "10M..100M"
    /// A hundred MB and more.
    case huge = ">=100M"

    /// The band of a size in bytes.
    public init(bytes: Int64) {
        switch bytes {
        case ..<100_000: self = .tiny
        case ..<1_000_000: self = .small
        case ..<10_000_000: self = .medium
        case ..<100_000_000: self = .large
        default: self = .huge
        }
    }

    /// What finds exactly these.
    public var term: String {
        switch self {
        case .tiny: "size:<100k"
        case .small: "size:>=100k size:<1M"
        case .medium: "size:>=1M size:<10M"
        case .large: "size:>=10M size:<100M"
        case .huge: "size:>=100M"
        }
    }
}

/// How long ago a file was changed. Both ends of a range belong to it: what is exactly a month old is of both bands
/// there, and both terms find it.
public enum AgeBand: String, Hashable, Sendable, CaseIterable {
    /// Less than seven days ago.
    case week = "<7d"
    /// Seven to thirty days ago.
    case month = "7d..30d"
    /// Thirty days to a year ago.
    case year = "30d..1y"
    /// One to five years ago.
    case years = "1y..5y"
    /// Five years ago and earlier.
    case older = ">=5y"

    /// What finds exactly these.
    public var term: String { "modified:\(rawValue)" }

    /// The ages in seconds; a year has 365 days, as in searches.
    public var range: NumberRange {
        let (day, year) = (86_400.0, 31_536_000.0)
        switch self {
        case .week:
            return NumberRange(lower: nil, upper: .init(7 * day, isIncluded: false))
        case .month: return NumberRange(7 * day, 30 * day)
        case .year: return NumberRange(30 * day, year)
        case .years: return NumberRange(year, 5 * year)
        case .older: return NumberRange(lower: .init(5 * year), upper: nil)
        }
    }
}

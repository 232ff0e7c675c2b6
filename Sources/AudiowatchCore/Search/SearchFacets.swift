/// How many contents of an answer have which value, for every facet of the page.
public struct SearchFacets: Sendable {
    /// Containers; nil for what has none.
    public var formats: [String?: Int] = [:]
    /// Sources with at least one file of the content.
    public var sources: [Source.ID: Int] = [:]
    /// Samples a second.
    public var sampleRates: [Int?: Int] = [:]
    /// Channels.
    public var channels: [Int?: Int] = [:]
    /// Bits a sample.
    public var bitDepths: [Int?: Int] = [:]
    /// Bands of ``LengthBand``; nil for an unknown length.
    public var lengths: [LengthBand?: Int] = [:]
    /// Folders directly below a source's own.
    public var folders: [Directory.ID: Int] = [:]
    /// States.
    public var states: [FileStateWord: Int] = [:]

    /// Nothing counted yet.
    public init() {}
}

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

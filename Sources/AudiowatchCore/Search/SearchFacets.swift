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
    /// Bands of ``SizeBand``.
    public var sizes: [SizeBand: Int] = [:]
    /// Bands of ``AgeBand`` with at least one file of the content.
    public var ages: [AgeBand: Int] = [:]
    /// Folders directly below a source's own.
    public var folders: [Directory.ID: Int] = [:]
    /// Labels, each as it is shown.
    public var labels: [String: Int] = [:]
    /// States.
    public var states: [FileStateWord: Int] = [:]

    /// Nothing counted yet.
    public init() {}
}

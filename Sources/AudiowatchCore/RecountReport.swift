/// What a recount of the catalogue's totals has mended.
public struct RecountReport: Hashable, Sendable, Codable {
    /// Totals that were wrong, each with what it was and what a count gives; none in a sound catalogue.
    public var mended: [String]

    /// These.
    public init(mended: [String]) {
        self.mended = mended
    }
}

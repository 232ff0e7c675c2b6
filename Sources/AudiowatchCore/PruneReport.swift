/// What to forget.
public struct PruneRequest: Hashable, Sendable, Codable {
    /// Only rows that were deleted longer ago than so many seconds; nil for any.
    public var olderThanSeconds: Double?
    /// True to go on even when most of the catalogue would go; nil is false.
    public var mayTakeMost: Bool?

    /// All values.
    public init(olderThanSeconds: Double? = nil, mayTakeMost: Bool? = nil) {
        self.olderThanSeconds = olderThanSeconds
        self.mayTakeMost = mayTakeMost
    }

    /// Rows deleted before this time are meant, asked at `now`.
    public func cutoff(now: CatalogTime) -> CatalogTime {
        // Without an age, whatever stands there now is meant, that of this very moment too.
        guard let olderThanSeconds else { return CatalogTime(microseconds: .max) }
        return now.advanced(by: .zero - ControlTime.duration(olderThanSeconds))
    }
}

/// What a prune forgets, by source; before it is done, and after.
public struct PruneReport: Hashable, Sendable, Codable {
    /// Whether rows went, and if not, why not.
    public enum Verdict: String, Sendable, Codable, CaseIterable {
        /// Only counted, as asked.
        case counted
        /// The rows are gone.
        case pruned
        /// More than half of the catalogue, or of one source, would go: more likely a mistake than a
        /// wish. Nothing was done; it has to be asked for in so many words.
        case refused
    }

    /// What came of it.
    public var verdict: Verdict
    /// One entry for each source with rows to forget, or with rows that are kept though deleted.
    public var sources: [PruneCount]
    /// Contents that no row is left of; 0 until pruned.
    public var contents: Int
    /// Rows to forget, or forgotten.
    public var rows: Int { sources.reduce(0) { $0 &+ $1.rows } }

    /// All values.
    public init(verdict: Verdict, sources: [PruneCount], contents: Int) {
        self.verdict = verdict
        self.sources = sources
        self.contents = contents
    }
}

/// One source's part of a prune.
public struct PruneCount: Hashable, Sendable, Codable {
    /// Its name.
    public var source: String
    /// Rows to forget.
    public var rows: Int
    /// Deleted rows that are old enough and yet kept, because the source is away or not fully seen.
    public var kept: Int
    /// Why they are kept.
    public var reason: String?
    /// True when the configuration no longer names the source: all its rows go, and the source.
    public var isForgotten: Bool

    /// All values.
    public init(source: String, rows: Int, kept: Int, reason: String? = nil, isForgotten: Bool) {
        self.source = source
        self.rows = rows
        self.kept = kept
        self.reason = reason
        self.isForgotten = isForgotten
    }
}

import AudiowatchCore

/// What the last questions found: who scrolls asks the same again and again, and counts are asked for beside rows.
/// Good until anything changes.
struct RecentMatches: Sendable {
    private struct Match: Sendable {
        var query: SearchQuery
        var bits: Bits
        var facets: SearchFacets?
        var ages: AgeCounts?
    }

    private var matches: [Match] = []

    /// An eighth of a byte an entry each.
    private static let most = 4

    /// What a query finds: what is known of it, or what `find` says.
    mutating func bits(of query: SearchQuery, _ find: () -> Bits) -> Bits {
        guard RecentMatches.isLasting(query) else { return find() }
        if let match = matches.first(where: { $0.query == query }) { return match.bits }
        let bits = find()
        if matches.count == RecentMatches.most { matches.removeFirst() }
        matches.append(Match(query: query, bits: bits))
        return bits
    }

    /// Its facets, likewise.
    mutating func facets(of query: SearchQuery, _ count: () -> SearchFacets) -> SearchFacets {
        guard let place = matches.firstIndex(where: { $0.query == query }) else { return count() }
        let facets = matches[place].facets ?? count()
        matches[place].facets = facets
        return facets
    }

    /// How many are of which age: what was counted, as long as that stays so.
    mutating func ages(
        of query: SearchQuery, at now: Double, _ count: () -> AgeCounts
    ) -> [AgeBand: Int] {
        guard let place = matches.firstIndex(where: { $0.query == query }) else {
            return count().counts
        }
        if let known = matches[place].ages, known.holds(at: now) { return known.counts }
        let ages = count()
        matches[place].ages = ages
        return ages.counts
    }

    /// How old something is changes while nothing does.
    private static func isLasting(_ query: SearchQuery) -> Bool {
        !query.clauses.contains { clause in
            clause.terms.contains { if case .modified = $0.test { true } else { false } }
        }
    }
}

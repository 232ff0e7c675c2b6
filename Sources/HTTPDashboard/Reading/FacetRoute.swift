import AudiowatchCore
import HTTPTypes
import Hummingbird
import SQLiteCatalog

/// How many of the contents that a search finds have which format, source, length, …
func addFacetRoute(to router: Router<DashboardContext>, _ questions: Questions) {
    router.only(.get, "/api/facets") { request, _ in
        let query = try QueryParameters(
            request, knowing: ["q", "source", "format", "min_duration", "max_duration"])
        let question = SearchQuestion(try searchQuery(query), limit: 0, wantsFacets: true)
        guard !question.query.isForDatabase else {
            throw ControlError(
                .badRequest, "of deleted and settling files nothing is counted",
                hint: "leave out is:deleted and is:settling")
        }
        let search = questions.search
        return try JSONBody.response(
            try await questions.ask { catalog in
                guard let answer = search(question, .now()), var facets = answer.facets else {
                    throw ControlError(
                        .unavailable, "nothing is counted for this search at the moment",
                        hint: "ask again in a few seconds")
                }
                facets.folders = FacetAnswer.mostFrequent(facets.folders)
                return FacetAnswer(
                    total: answer.total, facets, names: try catalog.names(of: facets))
            })
    }
}

/// The facets in the words of the search grammar.
private struct FacetAnswer: Encodable {
    /// One value of a facet.
    struct Value: Encodable {
        /// As it is shown; nil for contents that have none.
        var value: String?
        /// Contents that have it.
        var count: Int
        /// The term that narrows a search to it; nil where the grammar has none.
        var term: String?
    }

    var total: Int
    var format: [Value]
    var source: [Value]
    var rate: [Value]
    var channels: [Value]
    var bits: [Value]
    var dur: [Value]
    var size: [Value]
    var modified: [Value]
    var dir: [Value]
    var label: [Value]
    var state: [Value]

    init(total: Int, _ facets: SearchFacets, names: FacetNames) {
        self.total = total
        format = Self.values(facets.formats) { ($0, "format:\($0)") }
        source = Self.values(facets.sources) { id in
            names.sources[id].map { ($0, "source:\(Self.quoted($0))") } ?? ("", nil)
        }
        rate = Self.values(facets.sampleRates) { ("\($0)", "rate:\($0)") }
        channels = Self.values(facets.channels) { ("\($0)", "channels:\($0)") }
        bits = Self.values(facets.bitDepths) { ("\($0)", "bits:\($0)") }
        dur = Self.bands(LengthBand.allCases.map { ($0.rawValue, $0.term, facets.lengths[$0]) })
        if let unknown = facets.lengths[nil] { dur.append(Value(count: unknown)) }
        size = Self.bands(SizeBand.allCases.map { ($0.rawValue, $0.term, facets.sizes[$0]) })
        modified = Self.bands(AgeBand.allCases.map { ($0.rawValue, $0.term, facets.ages[$0]) })
        dir = Self.values(facets.folders) { id in
            names.folders[id].map { folder, source in
                (folder, "source:\(Self.quoted(source)) dir:\(Self.quoted(folder))")
            } ?? ("", nil)
        }
        label = Self.values(facets.labels) { ($0, "label:\(Self.quoted($0))") }
        state = Self.values(facets.states) { ($0.rawValue, "is:\($0.rawValue)") }
    }

    /// The most frequent first; of folders there may be thousands, which nobody reads.
    private static let most = 200

    static func mostFrequent(_ folders: [Directory.ID: Int]) -> [Directory.ID: Int] {
        guard folders.count > most else { return folders }
        let sorted = folders.sorted { $0.value > $1.value }
        return Dictionary(uniqueKeysWithValues: sorted.prefix(most).map { ($0.key, $0.value) })
    }

    private static func values<Key>(
        _ counts: [Key?: Int], _ words: (Key) -> (value: String, term: String?)
    ) -> [Value] {
        let values = counts.map { key, count in
            let words = key.map(words)
            return Value(value: words?.value, count: count, term: words?.term)
        }
        let sorted = values.sorted {
            $0.count != $1.count ? $0.count > $1.count : ($0.value ?? "") < ($1.value ?? "")
        }
        return Array(sorted.prefix(most))
    }

    private static func values<Key>(
        _ counts: [Key: Int], _ words: (Key) -> (value: String, term: String?)
    ) -> [Value] {
        values(Dictionary(uniqueKeysWithValues: counts.map { (Key?.some($0), $1) }), words)
    }

    /// Bands in their own order, as far as anything is in them.
    private static func bands(_ bands: [(value: String, term: String, count: Int?)]) -> [Value] {
        bands.compactMap { band in
            band.count.map { Value(value: band.value, count: $0, term: band.term) }
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\"", with: ""))\""
    }
}

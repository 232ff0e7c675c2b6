/// Notices when most files of a source go at once: perhaps wanted, perhaps a script gone wrong. Rows that are
/// marked deleted are all kept, so nothing is stopped; it is said. Pure: time comes in.
public struct DeletionWatch: Sendable {
    /// Deletions no further apart than this are one event: a scan of a large source takes minutes.
    public static let pause: Duration = .seconds(10 * 60)
    /// Fewer than this are nobody's whole collection.
    public static let fewest = 100

    private struct Burst {
        var gone: Int
        var latest: ContinuousClock.Instant
        var isTold = false
    }

    private var bursts: [String: Burst] = [:]

    /// Nothing was deleted.
    public init() {}

    /// Takes what was committed, and returns what has become a mass deletion by it. `present` tells how many
    /// files a source has now, and is asked only where many have gone.
    public mutating func note(
        _ events: [CatalogEvent], at now: ContinuousClock.Instant, present: (String) -> Int
    ) -> [MassDeletion] {
        var touched: Set<String> = []
        for event in events {
            let change =
                switch event.kind {
                case .deleted: 1
                case .revived: -1
                case .added, .changed, .moved, .verified, .problem: 0
                }
            guard change != 0 else { continue }
            var burst = bursts[event.source] ?? Burst(gone: 0, latest: now)
            if now - burst.latest > DeletionWatch.pause { burst = Burst(gone: 0, latest: now) }
            burst.gone = max(burst.gone + change, 0)
            burst.latest = now
            bursts[event.source] = burst.gone == 0 ? nil : burst
            if burst.gone > DeletionWatch.fewest, !burst.isTold { touched.insert(event.source) }
        }
        return touched.sorted().compactMap { source in
            guard let gone = bursts[source]?.gone, gone > DeletionWatch.fewest else { return nil }
            let left = present(source)
            guard gone > left else { return nil }
            bursts[source]?.isTold = true
            return MassDeletion(source: source, gone: gone, left: left)
        }
    }
}

/// Most files of a source went at once.
public struct MassDeletion: Hashable, Sendable {
    /// Its name.
    public var source: String
    /// Files that went, when it was noticed.
    public var gone: Int
    /// Files that were left then.
    public var left: Int

    /// Takes all values.
    public init(source: String, gone: Int, left: Int) {
        self.source = source
        self.gone = gone
        self.left = left
    }

    /// What happened and what it means, in one sentence.
    public var text: String {
        "\(Display.count(gone)) of \(Display.count(gone + left)) files went at once; their rows are"
            + " kept until audiowatch doctor --prune"
    }
}

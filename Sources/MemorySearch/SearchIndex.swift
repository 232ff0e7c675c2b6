public import AudiowatchCore
import Synchronization

/// Every present file of the catalogue in memory, for searching while somebody types: what matches, in any
/// order, from any place on, with counts for every facet.
///
/// It holds what it was last told and asks nobody; ``isReady`` says whether it was told everything. Guarded by
/// a lock that a question holds for some milliseconds: call it off the cooperative pool.
public final class SearchIndex: Sendable {
    fileprivate struct State {
        var table = EntryTable()
        var orders = Orders()
        var isReady = false
    }

    private let state = Mutex(State())

    /// An empty index.
    public init() {}

    /// True once ``update(_:)`` said that everything is in.
    public var isReady: Bool { state.withLock { $0.isReady } }

    /// Contents and unread files in it.
    public var count: Int { state.withLock { $0.table.live } }

    /// Takes changes in, in the order of the list; questions see all of them at once.
    public func update(_ changes: [IndexChange]) {
        state.withLock { state in
            for change in changes { state.take(change) }
        }
    }

    /// True when the index can say: rows that are deleted or still changing are known to the database alone.
    public static func knows(_ query: SearchQuery) -> Bool {
        !query.clauses.contains { clause in
            clause.terms.contains {
                $0.test == .state(.deleted) || $0.test == .state(.settling)
            }
        }
    }

    /// Answers; nil while ``isReady`` is false, and for what it does not know (see ``knows(_:)``).
    public func answer(_ question: SearchQuestion, at moment: SearchMoment) -> SearchAnswer? {
        guard SearchIndex.knows(question.query) else { return nil }
        return state.withLock { state in
            guard state.isReady else { return nil }
            let bits = state.table.matches(question.query, at: moment)
            let sorted = state.orders.entries(question.order, of: state.table)
            return state.table.answer(question, bits, sorted)
        }
    }
}

extension SearchIndex.State {
    fileprivate mutating func take(_ change: IndexChange) {
        switch change {
        case .source(let source): table.folders.set(source)
        case .sourceGone(let id): table.folders.remove(id)
        case .directory(let directory):
            table.folders.set(directory)
            orders.noteFolders()
        case .content(let content):
            if let old = table.remove(content.key) { orders.note(old) }
            if let slot = table.set(content) { orders.note(slot) }
        case .contentGone(let key):
            if let old = table.remove(key) { orders.note(old) }
        case .reserve(let count): table.reserve(count)
        case .complete: isReady = true
        case .restart: self = SearchIndex.State()
        }
    }
}

extension EntryTable {
    fileprivate func answer(
        _ question: SearchQuestion, _ bits: Bits, _ sorted: [UInt32]
    ) -> SearchAnswer {
        var rows: [IndexedContent.Key] = []
        var offset = 0
        var isOpen = question.after == nil
        let last = question.after.flatMap(slot)
        if question.after != nil, last == nil { isOpen = true }
        var skipped = 0
        for place in sorted.indices {
            let slot = Int(question.isDescending ? sorted[sorted.count - 1 - place] : sorted[place])
            guard rows.count < question.limit else { break }
            if !isOpen {
                if bits[slot] { offset += 1 }
                isOpen = slot == last
                continue
            }
            guard bits[slot], let key = key(slot) else { continue }
            if question.after == nil, skipped < question.offset {
                skipped += 1
                continue
            }
            rows.append(key)
        }
        return SearchAnswer(
            total: bits.population, rows: rows, offset: question.after == nil ? skipped : offset,
            facets: question.wantsFacets ? facets(of: bits) : nil)
    }
}

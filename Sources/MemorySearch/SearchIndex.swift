public import AudiowatchCore
import Synchronization

/// Every present file of the catalogue in memory, for searching while somebody types: what matches, in any
/// order, from any place on, with counts for every facet.
///
/// It holds what it was last told and asks nobody; ``isReady`` says whether it was told everything. Guarded by
/// a lock that a question holds for some milliseconds: call it off the cooperative pool.
public final class SearchIndex: Sendable {
    fileprivate struct State {
        var table: EntryTable
        var orders = Orders()
        var isReady = false
        var isPrepared = false
    }

    private let state: Mutex<State>
    private let scratch: [UInt8]?

    /// An empty index. Names are kept in files without a name in the folder `scratch` where it is given and
    /// its file system has such files, in memory otherwise.
    public init(scratch: [UInt8]? = nil) {
        self.scratch = scratch
        state = Mutex(State(table: EntryTable(in: scratch)))
    }

    /// True once ``update(_:)`` said that everything is in.
    public var isReady: Bool { state.withLock { $0.isReady } }

    /// Contents and unread files in it.
    public var count: Int { state.withLock { $0.table.live } }

    /// Takes changes in, in the order of the list; questions see all of them at once.
    public func update(_ changes: [IndexChange]) {
        state.withLock { state in
            for change in changes {
                if case .restart = change {
                    state = State(table: EntryTable(in: scratch))
                } else {
                    state.take(change)
                }
            }
            state.settle()
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
            let sorted = state.orders.entries(
                question.order, of: state.table, now: moment.now)
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
        case .restart: break
        }
    }
}

extension SearchIndex.State {
    /// Makes what was taken in readable.
    fileprivate mutating func settle() {
        table.settle()
        if isReady, !isPrepared {
            orders.prepare(table)
            isPrepared = true
        }
    }
}

extension EntryTable {
    fileprivate func answer(
        _ question: SearchQuestion, _ bits: Bits, _ sorted: [UInt32]
    ) -> SearchAnswer {
        let total = bits.population
        // A row that has gone cannot be gone on from: then it is the offset that counts.
        let last = question.after.flatMap(slot)
        var rows: [IndexedContent.Key] = []
        var before = 0
        var isOpen = last == nil
        var left = question.limit > 0 ? total : 0
        sorted.withUnsafeBufferPointer { sorted in
            bits.words.withUnsafeBufferPointer { words in
                for place in 0..<sorted.count where left > 0 {
                    let slot = Int(
                        sorted[question.isDescending ? sorted.count - 1 - place : place])
                    let isIn = words[slot >> 6] >> UInt64(slot & 63) & 1 == 1
                    if isIn { left -= 1 }
                    if !isOpen {
                        if isIn { before += 1 }
                        isOpen = slot == last
                    } else if isIn {
                        if last == nil, before < question.skipped {
                            before += 1
                        } else if let key = key(slot) {
                            rows.append(key)
                            if rows.count >= question.limit { left = 0 }
                        }
                    }
                }
            }
        }
        return SearchAnswer(
            total: total, rows: rows, offset: before,
            facets: question.wantsFacets ? facets(of: bits) : nil)
    }
}

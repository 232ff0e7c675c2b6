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
        let plan: SearchPlan
        var orders: Orders
        var isReady = false
        var isPrepared = false
        var recent = RecentMatches()

        init(in scratch: [UInt8]?, _ plan: SearchPlan) {
            table = EntryTable(in: scratch)
            orders = Orders(in: scratch, by: plan)
            self.plan = plan
        }
    }

    private let state: Mutex<State>
    private let scratch: [UInt8]?
    private let plan: SearchPlan

    /// An empty index. Names are kept in files without a name in the folder `scratch` where it is given and
    /// its file system has such files, in memory otherwise.
    public convenience init(scratch: [UInt8]? = nil) {
        self.init(scratch: scratch, plan: SearchPlan())
    }

    init(scratch: [UInt8]?, plan: SearchPlan) {
        self.scratch = scratch
        self.plan = plan
        state = Mutex(State(in: scratch, plan))
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
                    state = State(in: scratch, plan)
                } else {
                    state.take(change)
                }
            }
            state.settle()
            state.recent = RecentMatches()
        }
    }

    /// True when the index can say: rows that are deleted or still changing are known to the database alone.
    public static func knows(_ query: SearchQuery) -> Bool {
        !query.isForDatabase
    }

    /// Answers; nil while ``isReady`` is false, and for what it does not know (see ``knows(_:)``).
    public func answer(_ question: SearchQuestion, at moment: SearchMoment) -> SearchAnswer? {
        guard SearchIndex.knows(question.query) else { return nil }
        return state.withLock { state in
            guard state.isReady else { return nil }
            let (table, plan) = (state.table, state.plan)
            let bits = state.recent.bits(of: question.query) {
                table.matches(question.query, at: moment, by: plan)
            }
            let total = bits.population
            let rows =
                question.limit > 0 ? state.found(question, bits, total, at: moment) : Numbers()
            let (page, before) = state.table.page(of: rows, question, bits, total)
            return SearchAnswer(
                total: total, rows: page,
                files: page.map { table.files(of: $0, for: question.query) }, offset: before,
                facets: question.wantsFacets
                    ? state.facets(of: question.query, bits, at: moment) : nil)
        }
    }
}

extension SearchIndex.State {
    fileprivate mutating func facets(
        of query: SearchQuery, _ bits: Bits, at moment: SearchMoment
    ) -> SearchFacets {
        let table = table
        var facets = recent.facets(of: query) { table.facets(of: bits) }
        facets.ages = recent.ages(of: query, at: moment.now) {
            AgeCounts(table, bits, at: moment.now)
        }
        return facets
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

extension SearchIndex.State {
    /// What was found, in order, perhaps with others between.
    fileprivate mutating func found(
        _ question: SearchQuestion, _ bits: Bits, _ total: Int, at moment: SearchMoment
    ) -> Numbers<UInt32> {
        // The order of folders is one of all their paths.
        guard total <= plan.sorted, question.order != .folder else {
            return orders.entries(question.order, of: table, now: moment.now)
        }
        var slots: [UInt32] = []
        slots.reserveCapacity(total + 1)
        bits.forEach { slots.append(UInt32(truncatingIfNeeded: $0)) }
        // The row to go on from may be none of them any more, and says where they stood.
        if let last = question.after.flatMap(table.slot), !bits[last] {
            slots.append(UInt32(truncatingIfNeeded: last))
        }
        return Numbers(OrderKeys(table, question.order).sorted(slots), in: nil)
    }
}

extension EntryTable {
    /// The rows of a page, and how many stand before it.
    fileprivate func page(
        of sorted: Numbers<UInt32>, _ question: SearchQuestion, _ bits: Bits, _ total: Int
    ) -> (rows: [IndexedContent.Key], before: Int) {
        // A row that has gone cannot be gone on from: then it is the offset that counts.
        let last = question.after.flatMap(slot)
        var rows: [IndexedContent.Key] = []
        var before = 0
        var isOpen = last == nil
        var left = question.limit > 0 ? total : 0
        // Where everything is found nothing has to be walked to.
        var start = 0
        if last == nil, total == sorted.count {
            start = min(question.skipped, total)
            before = start
            left -= start
        }
        sorted.withUnsafeBufferPointer { sorted in
            bits.words.withUnsafeBufferPointer { words in
                for place in start..<sorted.count where left > 0 {
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
        return (rows, before)
    }
}

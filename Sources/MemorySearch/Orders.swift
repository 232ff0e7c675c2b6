import AudiowatchCore

/// Every entry in each order that was asked for, kept in order while entries come and go.
struct Orders: Sendable {
    private struct Kept: Sendable {
        var slots: Numbers<UInt32>
        var changed: Set<UInt32> = []
        /// Seconds since 1970, of the last question.
        var askedAt: Double
    }

    private var kept: [SearchOrder: Kept] = [:]
    private let scratch: [UInt8]?
    private let plan: SearchPlan

    /// In memory, or in files without a name in this folder.
    init(in scratch: [UInt8]? = nil, by plan: SearchPlan) {
        self.scratch = scratch
        self.plan = plan
    }

    /// An order costs four bytes an entry: one that nobody asked for in so many seconds is forgotten.
    private static let patience = 600.0
    /// Those that a page begins with are never forgotten: making one takes about a second for a million.
    private static let always: Set<SearchOrder> = [.number, .name]

    /// An entry came, went or changed; must be said before it is asked for again.
    ///
    /// An order of which a large part has changed is forgotten: it is made anew when somebody asks for it.
    mutating func note(_ slot: Int) {
        // Not over `kept` itself: what is being walked over is copied when it changes.
        for order in SearchOrder.allCases {
            kept[order]?.changed.insert(UInt32(truncatingIfNeeded: slot))
            if let old = kept[order], old.changed.count > max(plan.changed, old.slots.count / 8) {
                kept[order] = nil
            }
        }
    }

    /// A folder has another name or place: the order by folder is made anew.
    mutating func noteFolders() {
        kept[.folder] = nil
    }

    /// Makes the orders that a page begins with.
    mutating func prepare(_ table: EntryTable) {
        for order in Orders.always { _ = entries(order, of: table, now: 0) }
    }

    /// All live entries in this order.
    mutating func entries(
        _ order: SearchOrder, of table: EntryTable, now: Double
    ) -> Numbers<UInt32> {
        for (other, order) in kept
        where !Orders.always.contains(other) && now - order.askedAt > Orders.patience {
            kept[other] = nil
        }
        guard let old = kept[order] else {
            let slots = OrderKeys(table, order).sorted(inPartsOf: plan.together)
            return keep(Numbers(slots, in: scratch), order, now)
        }
        kept[order]?.askedAt = now
        guard !old.changed.isEmpty else { return old.slots }
        return keep(merged(old, OrderKeys(table, order), table), order, now)
    }

    private mutating func keep(
        _ slots: Numbers<UInt32>, _ order: SearchOrder, _ now: Double
    ) -> Numbers<UInt32> {
        kept[order] = Kept(slots: slots, askedAt: now)
        return slots
    }

    /// The old order without what has changed, and that put in where it belongs now.
    private func merged(
        _ old: Kept, _ keys: OrderKeys, _ table: EntryTable
    ) -> Numbers<UInt32> {
        var isChanged = Bits(count: table.count)
        for slot in old.changed { isChanged[Int(slot)] = true }
        let news = keys.sorted(old.changed.filter { table.isLive(Int($0)) })
        var result = Numbers<UInt32>(in: scratch)
        old.slots.withUnsafeBufferPointer { slots in
            isChanged.words.withUnsafeBufferPointer { words in
                func hasChanged(_ slot: UInt32) -> Bool {
                    words[Int(slot >> 6)] >> UInt64(slot & 63) & 1 == 1
                }
                var start = 0
                for slot in news {
                    // The place of each newcomer is searched for, not walked to.
                    var (low, high) = (start, slots.count)
                    while low < high {
                        let middle = (low + high) / 2
                        var place = middle
                        while place < high, hasChanged(slots[place]) { place += 1 }
                        if place < high, keys.isLess(slots[place], slot) {
                            low = place + 1
                        } else {
                            high = middle
                        }
                    }
                    for old in slots[start..<low] where !hasChanged(old) { result.append(old) }
                    result.append(slot)
                    start = low
                }
                for old in slots[start...] where !hasChanged(old) { result.append(old) }
            }
        }
        result.flush()
        return result
    }
}

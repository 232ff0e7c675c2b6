import AudiowatchCore

/// Every entry in each order that was asked for, kept in order while entries come and go.
struct Orders: Sendable {
    private var sorted: [SearchOrder: [UInt32]] = [:]
    private var changed: [SearchOrder: Set<UInt32>] = [:]

    /// An entry came, went or changed; must be said before it is asked for again.
    mutating func note(_ slot: Int) {
        for order in sorted.keys { changed[order, default: []].insert(UInt32(slot)) }
    }

    /// A folder has another name or place: the order by folder is made anew.
    mutating func noteFolders() {
        sorted[.folder] = nil
        changed[.folder] = nil
    }

    /// All live entries in this order.
    mutating func entries(_ order: SearchOrder, of table: EntryTable) -> [UInt32] {
        let keys = OrderKeys(table, order)
        guard let old = sorted[order] else {
            let fresh = keys.sorted(table.firsts.indices.filter(table.isLive).map(UInt32.init))
            sorted[order] = fresh
            return fresh
        }
        guard let news = changed[order], !news.isEmpty else { return old }
        let fresh = keys.sorted(news.filter { table.isLive(Int($0)) })
        let merged = Orders.merge(old.filter { !news.contains($0) }, fresh, keys)
        sorted[order] = merged
        changed[order] = nil
        return merged
    }

    private static func merge(_ left: [UInt32], _ right: [UInt32], _ keys: OrderKeys) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(left.count + right.count)
        var start = 0
        for slot in right {
            // The place of each newcomer is searched for, not walked to.
            var (low, high) = (start, left.count)
            while low < high {
                let middle = (low + high) / 2
                if keys.isLess(left[middle], slot) { low = middle + 1 } else { high = middle }
            }
            result.append(contentsOf: left[start..<low])
            result.append(slot)
            start = low
        }
        result.append(contentsOf: left[start...])
        return result
    }
}

/// How entries compare in one order.
struct OrderKeys {
    private let table: EntryTable
    private let order: SearchOrder
    private let paths: [Int32]

    init(_ table: EntryTable, _ order: SearchOrder) {
        self.table = table
        self.order = order
        paths = order == .folder ? table.folders.ranks() : []
    }

    func isLess(_ left: UInt32, _ right: UInt32) -> Bool {
        let (one, other) = (Int(left), Int(right))
        switch order {
        case .number: break
        case .name:
            if let isLess = nameIsLess(one, other) { return isLess }
        case .folder:
            let (first, second) = (rank(one), rank(other))
            if first != second { return first < second }
            if let isLess = nameIsLess(one, other) { return isLess }
        case .modified, .duration, .size:
            let (first, second) = (number(one), number(other))
            if first != second { return first < second }
        }
        return table.place(one) < table.place(other)
    }

    private func number(_ slot: Int) -> Int64 {
        switch order {
        case .modified: table.files.modified[Int(table.firsts[slot])] ?? .max
        case .duration: table.lengths[slot] ?? .max
        default: table.sizes[slot] ?? .max
        }
    }

    private func rank(_ slot: Int) -> Int32 {
        paths[Int(table.files.folders[Int(table.firsts[slot])])]
    }

    private func nameIsLess(_ one: Int, _ other: Int) -> Bool? {
        let names = table.files.names
        let (left, right) = (Int(table.firsts[one]), Int(table.firsts[other]))
        if names.isLess(left, right) { return true }
        return names.isLess(right, left) ? false : nil
    }

    /// Sorts by number where there is one, and by the first eight bytes of a name before the whole of it:
    /// most comparisons end there.
    func sorted(_ slots: [UInt32]) -> [UInt32] {
        switch order {
        case .number: return slots.sorted(by: isLess)
        case .name, .folder:
            let keyed = slots.map { slot in (key: prefix(Int(slot)), slot: slot) }
            return keyed.sorted { $0.key != $1.key ? $0.key < $1.key : isLess($0.slot, $1.slot) }
                .map(\.slot)
        case .modified, .duration, .size:
            let keyed = slots.map { slot in (key: number(Int(slot)), slot: slot) }
            return keyed.sorted { $0.key != $1.key ? $0.key < $1.key : isLess($0.slot, $1.slot) }
                .map(\.slot)
        }
    }

    private func prefix(_ slot: Int) -> UInt64 {
        guard order == .name else { return UInt64(UInt32(bitPattern: rank(slot))) }
        let bytes = table.files.names.bytes(Int(table.firsts[slot])).prefix(8)
        let packed = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return packed << UInt64(8 * (8 - bytes.count))
    }
}

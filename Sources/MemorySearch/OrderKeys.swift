import AudiowatchCore
import Glibc

/// How entries compare in one order: by a number, then where names count by name, then by their own number.
struct OrderKeys {
    private let table: EntryTable
    private let order: SearchOrder
    private let paths: [Int32]

    init(_ table: EntryTable, _ order: SearchOrder) {
        self.table = table
        self.order = order
        paths = order == .folder ? table.folders.ranks() : []
    }

    private typealias Keyed = (key: UInt64, slot: UInt32)

    /// The slots in this order.
    func sorted(_ slots: [UInt32]) -> [UInt32] {
        guard !slots.isEmpty else { return [] }
        return table.files.names.withText { text, ends in
            sorted(slots[...], text, ends)
        } ?? slots
    }

    /// All live slots in this order. They are parted first, so that a key is held for about `size` of them at
    /// a time.
    func sorted(inPartsOf size: Int) -> [UInt32] {
        guard table.live > 0 else { return [] }
        return table.files.names.withText { text, ends in
            let limits = limits(size, text, ends)
            var counts = [Int](repeating: 0, count: limits.count + 1)
            table.all.forEach { counts[part(of: UInt32($0), limits, text, ends)] += 1 }
            var starts = [0]
            for count in counts { starts.append(starts[starts.count - 1] + count) }
            var next = starts
            var slots = [UInt32](repeating: 0, count: table.live)
            table.all.forEach { slot in
                let part = part(of: UInt32(slot), limits, text, ends)
                slots[next[part]] = UInt32(slot)
                next[part] += 1
            }
            for (start, end) in zip(starts, starts.dropFirst()) where end > start {
                slots.replaceSubrange(start..<end, with: sorted(slots[start..<end], text, ends))
            }
            return slots
        } ?? []
    }

    private func sorted(
        _ slots: ArraySlice<UInt32>, _ text: UnsafePointer<UInt8>, _ ends: UnsafePointer<UInt32>
    ) -> [UInt32] {
        var keyed: [Keyed] = slots.map { (key($0, text, ends), $0) }
        keyed.sort { isLess($0, $1, text, ends) }
        return keyed.map(\.slot)
    }

    /// Keys that part all slots into some of about one size, from a sample of them.
    private func limits(
        _ size: Int, _ text: UnsafePointer<UInt8>, _ ends: UnsafePointer<UInt32>
    ) -> [UInt64] {
        let parts = table.live / size
        guard parts > 0 else { return [] }
        var sample: [UInt64] = []
        let step = max(1, table.live / (parts * 32))
        var place = 0
        table.all.forEach { slot in
            if place % step == 0 { sample.append(key(UInt32(slot), text, ends)) }
            place += 1
        }
        sample.sort()
        return (1...parts).map { sample[$0 * sample.count / (parts + 1)] }
    }

    /// Equal keys are in one part.
    @inline(__always)
    private func part(
        of slot: UInt32, _ limits: [UInt64], _ text: UnsafePointer<UInt8>,
        _ ends: UnsafePointer<UInt32>
    ) -> Int {
        let key = key(slot, text, ends)
        var (low, high) = (0, limits.count)
        while low < high {
            let middle = (low + high) / 2
            if limits[middle] <= key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func isLess(_ left: UInt32, _ right: UInt32) -> Bool {
        table.files.names.withText { text, ends in
            isLess((key(left, text, ends), left), (key(right, text, ends), right), text, ends)
        } ?? false
    }

    @inline(__always)
    private func isLess(
        _ left: Keyed, _ right: Keyed, _ text: UnsafePointer<UInt8>, _ ends: UnsafePointer<UInt32>
    ) -> Bool {
        if left.key != right.key { return left.key < right.key }
        if order == .name || order == .folder {
            let (one, other) = (name(left.slot, ends), name(right.slot, ends))
            let common = min(one.length, other.length)
            let difference = memcmp(text + one.start, text + other.start, common)
            if difference != 0 { return difference < 0 }
            if one.length != other.length { return one.length < other.length }
        }
        return table.place(Int(left.slot)) < table.place(Int(right.slot))
    }

    @inline(__always)
    private func name(
        _ slot: UInt32, _ ends: UnsafePointer<UInt32>
    ) -> (start: Int, length: Int) {
        TextRows.place(Int(table.firsts[Int(slot)]), ends)
    }

    /// Most comparisons end here: the number, or the first eight bytes of a name.
    private func key(
        _ slot: UInt32, _ text: UnsafePointer<UInt8>, _ ends: UnsafePointer<UInt32>
    ) -> UInt64 {
        let index = Int(slot)
        switch order {
        case .number: return OrderKeys.ordered(table.place(index))
        case .name:
            let (start, length) = name(slot, ends)
            var packed: UInt64 = 0
            for place in 0..<min(length, 8) { packed = packed << 8 | UInt64(text[start + place]) }
            return packed << UInt64(8 * (8 - min(length, 8)))
        case .folder:
            return UInt64(UInt32(bitPattern: paths[Int(table.files.folders[row(index)])]))
        case .modified: return OrderKeys.ordered(table.files.modified[row(index)])
        case .duration: return OrderKeys.ordered(table.lengths[index])
        case .size: return OrderKeys.ordered(table.sizes[index])
        }
    }

    private func row(_ slot: Int) -> Int { Int(table.firsts[slot]) }

    /// Below zero before zero; none last.
    private static func ordered(_ number: Int64?) -> UInt64 {
        UInt64(bitPattern: number ?? .max) ^ (1 << 63)
    }
}

import AudiowatchCore

/// The present files, one row each; rows of one content are chained.
struct FileRows: Sendable {
    var names = TextRows()
    var folders: [UInt32] = []
    /// The content's slot; ``none`` for a row that is dead.
    var entries: [UInt32] = []
    var next: [UInt32] = []
    var modified = NarrowColumn()
    var ids = NarrowColumn()
    private(set) var dead = 0

    /// No row, no entry.
    static let none = UInt32.max

    var count: Int { entries.count }

    /// Adds a row in front of `next`; nil when there is no room.
    mutating func append(
        _ file: IndexedFile, folder: Int, entry: UInt32, next chain: UInt32
    ) -> UInt32? {
        guard names.append(file.name.bytes) != nil else { return nil }
        folders.append(UInt32(folder))
        entries.append(entry)
        next.append(chain)
        modified.append(file.modified)
        ids.append(file.id.rawValue)
        return UInt32(entries.count - 1)
    }

    /// Takes a row over from another table; nil when there is no room.
    mutating func copy(_ row: Int, of other: FileRows, next chain: UInt32) -> UInt32? {
        guard names.append(Array(other.names.bytes(row))) != nil else { return nil }
        folders.append(other.folders[row])
        entries.append(other.entries[row])
        next.append(chain)
        modified.append(other.modified[row])
        ids.append(other.ids[row])
        return UInt32(entries.count - 1)
    }

    /// Forgets a chain.
    mutating func kill(from first: UInt32) {
        for row in chain(from: first) {
            entries[row] = FileRows.none
            dead += 1
        }
    }

    /// The rows of a chain, in order.
    func chain(from first: UInt32) -> [Int] {
        var rows: [Int] = []
        var row = first
        while row != FileRows.none {
            rows.append(Int(row))
            row = next[Int(row)]
        }
        return rows
    }

    /// True when it is worth squeezing the dead rows out.
    var isSparse: Bool { dead > 4_096 && dead > count / 4 }

    /// The entries of rows that are in `bits`.
    func entries(of bits: Bits, count: Int) -> Bits {
        var result = Bits(count: count)
        bits.forEach { row in
            let entry = entries[row]
            if entry != FileRows.none { result[Int(entry)] = true }
        }
        return result
    }

    /// The entries with a row that stands in a marked folder.
    func entries(inFolders marks: [Bool], count: Int) -> Bits {
        var result = Bits(count: count)
        for (row, folder) in folders.enumerated() where marks[Int(folder)] {
            let entry = entries[row]
            if entry != FileRows.none { result[Int(entry)] = true }
        }
        return result
    }

    /// The entries with a row whose time passes.
    func entries(changed passes: (Int64) -> Bool, count: Int) -> Bits {
        var result = Bits(count: count)
        for row in entries.indices where entries[row] != FileRows.none {
            if let time = modified[row], passes(time) { result[Int(entries[row])] = true }
        }
        return result
    }

    mutating func reserve(_ capacity: Int) {
        names.reserve(rows: capacity, bytes: capacity * 32)
        folders.reserveCapacity(capacity)
        entries.reserveCapacity(capacity)
        next.reserveCapacity(capacity)
        modified.reserve(capacity)
        ids.reserve(capacity)
    }
}

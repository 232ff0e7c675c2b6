import AudiowatchCore

/// The present files, one row each; rows of one content are chained.
struct FileRows: Sendable {
    private(set) var ids: Numbers<Int64>
    var names: TextRows
    private(set) var folders: Numbers<UInt32>
    /// The content's slot; ``none`` for a row that is dead.
    private(set) var entries: Numbers<UInt32>
    private(set) var modified: NarrowColumn
    /// What names say.
    private(set) var named: NamedColumns
    private(set) var dead = 0
    /// The next row of a content with several files; ``none`` for its last one.
    private var nexts: Numbers<UInt32>

    /// No row, no entry.
    static let none = UInt32.max

    /// In memory, or in files without a name in a folder.
    init(in folder: [UInt8]? = nil) {
        ids = Numbers(in: folder)
        names = TextRows(in: folder)
        folders = Numbers(in: folder)
        entries = Numbers(in: folder)
        nexts = Numbers(in: folder)
        modified = NarrowColumn(in: folder)
        named = NamedColumns(in: folder)
    }

    var count: Int { entries.count }

    /// Adds a row in front of `next`; nil when there is no room.
    mutating func append(
        _ file: IndexedFile, folder: Int, entry: UInt32, next chain: UInt32
    ) -> UInt32? {
        guard names.append(file.name.bytes) != nil else { return nil }
        return append(
            file.id.rawValue, UInt32(folder), entry, file.modified, file.named, chain)
    }

    /// Takes a row over from another table; nil when there is no room.
    mutating func copy(_ row: Int, of other: FileRows, next chain: UInt32) -> UInt32? {
        guard names.append(other.names.bytes(row)) != nil else { return nil }
        return append(
            other.ids[row], other.folders[row], other.entries[row], other.modified[row],
            other.named[row], chain)
    }

    private mutating func append(
        _ id: Int64, _ folder: UInt32, _ entry: UInt32, _ time: Int64?, _ sound: NamedSound,
        _ chain: UInt32
    ) -> UInt32 {
        let row = UInt32(entries.count)
        ids.append(id)
        folders.append(folder)
        entries.append(entry)
        modified.append(time)
        named.append(sound)
        nexts.append(chain)
        return row
    }

    /// The row after this one in its chain, or ``none``. Chains go down, also where a disk lost what was written.
    @inline(__always)
    func next(_ row: UInt32) -> UInt32 {
        let next = nexts[Int(row)]
        return next < row ? next : FileRows.none
    }

    /// Forgets a chain.
    mutating func kill(from first: UInt32) {
        for row in chain(from: first) {
            entries[row] = FileRows.none
            nexts[row] = FileRows.none
            dead += 1
        }
    }

    /// The rows of a chain, in order.
    func chain(from first: UInt32) -> [Int] {
        var rows: [Int] = []
        var row = first
        while row != FileRows.none {
            rows.append(Int(row))
            row = next(row)
        }
        return rows
    }

    /// True when it is worth squeezing the dead rows out.
    var isSparse: Bool { dead > 4_096 && dead > count / 4 }

    /// The entries with one of these rows whose name holds `needle`.
    func entries(holding needle: SearchedText, in part: Range<Int>, count: Int) -> Bits {
        entries(of: names.rows(holding: needle, in: part), from: part.lowerBound, count: count)
    }

    /// The entries of rows that are in `bits`, which are counted from the row `first`.
    func entries(of bits: Bits, from first: Int = 0, count: Int) -> Bits {
        var result = Bits(count: count)
        result.withMutableWords { words in
            entries.withUnsafeBufferPointer { entries in
                bits.forEach { row in
                    let entry = entries[first + row]
                    if entry != FileRows.none { mark(words, entry) }
                }
            }
        }
        return result
    }

    /// The entries with a row that stands in a marked folder.
    func entries(inFolders marks: [Bool], count: Int) -> Bits {
        var result = Bits(count: count)
        guard marks.contains(true) else { return result }
        result.withMutableWords { words in
            eachRow(in: marks) { _, entry in mark(words, entry) }
        }
        return result
    }

    /// Calls `body` with each living row of marked folders, and its entry. There must be a mark for every folder.
    @inline(__always)
    func eachRow(in marks: [Bool], _ body: (Int, UInt32) -> Void) {
        folders.withUnsafeBufferPointer { folders in
            entries.withUnsafeBufferPointer { entries in
                marks.withUnsafeBufferPointer { marks in
                    for row in 0..<folders.count where marks[Int(folders[row])] {
                        if entries[row] != FileRows.none { body(row, entries[row]) }
                    }
                }
            }
        }
    }

    /// The entries with a row whose time passes.
    func entries(changed passes: (Int64) -> Bool, count: Int) -> Bits {
        var rows = Bits(count: self.count)
        modified.mark(&rows, where: passes)
        return entries(of: rows, count: count)
    }

    /// Makes everything that was put in readable.
    mutating func flush() {
        ids.flush()
        names.flush()
        folders.flush()
        entries.flush()
        nexts.flush()
        modified.flush()
        named.flush()
    }

    mutating func reserve(_ capacity: Int) {
        ids.reserve(capacity)
        names.reserve(rows: capacity, bytes: capacity * 32)
        folders.reserve(capacity)
        entries.reserve(capacity)
        nexts.reserve(capacity)
        modified.reserve(capacity)
        named.reserve(capacity)
    }
}

import AudiowatchCore

/// The texts of tags, a row each; those of an entry stand side by side.
struct TagRows: Sendable {
    private var texts: TextRows
    private var fields: CodedColumn<TextField>
    private var entries: Numbers<UInt32>
    /// The first row of each entry, and how many it has.
    private var firsts: Numbers<UInt32>
    private var counts: Numbers<UInt8>
    private var dead = 0
    private let scratch: [UInt8]?

    /// In memory, or in files without a name in a folder.
    init(in folder: [UInt8]? = nil) {
        texts = TextRows(in: folder)
        fields = CodedColumn(in: folder)
        entries = Numbers(in: folder)
        firsts = Numbers(in: folder)
        counts = Numbers(in: folder)
        scratch = folder
    }

    mutating func set(_ tags: [(field: TextField, text: SearchedText)], of entry: UInt32) {
        guard !tags.isEmpty else { return }
        let start = entries.count
        for tag in tags.prefix(Int(UInt8.max)) {
            guard texts.append(tag.text.bytes) != nil else { break }
            fields.append(tag.field)
            entries.append(entry)
        }
        let missing = Int(entry) + 1 - firsts.count
        if missing > 0 {
            firsts.append(repeating: 0, count: missing)
            counts.append(repeating: 0, count: missing)
        }
        firsts[Int(entry)] = UInt32(start)
        counts[Int(entry)] = UInt8(entries.count - start)
    }

    private func rows(of entry: Int) -> Range<Int> {
        guard counts.indices.contains(entry) else { return 0..<0 }
        let start = Int(firsts[entry])
        return start..<start + Int(counts[entry])
    }

    mutating func kill(_ entry: UInt32) {
        let rows = rows(of: Int(entry))
        guard !rows.isEmpty else { return }
        for row in rows { entries[row] = FileRows.none }
        counts[Int(entry)] = 0
        dead += rows.count
    }

    /// Makes everything that was put in readable.
    mutating func settle() {
        flush()
        if dead > 4_096, dead > entries.count / 4 { squeeze() }
    }

    private mutating func flush() {
        texts.flush()
        fields.flush()
        entries.flush()
        firsts.flush()
        counts.flush()
    }

    /// True when the entry has such a tag that holds `text`.
    func holds(_ text: SearchedText, in field: TextField, _ entry: Int) -> Bool {
        rows(of: entry).contains { isMeant(field, $0) && texts.holds(text, $0) }
    }

    /// The entries with such a tag that holds `text`.
    func entries(holding text: SearchedText, in field: TextField, count: Int) -> Bits {
        var result = Bits(count: count)
        texts.rows(holding: text).forEach { row in
            let entry = entries[row]
            guard entry != FileRows.none, isMeant(field, row) else { return }
            result[Int(entry)] = true
        }
        return result
    }

    private func isMeant(_ field: TextField, _ row: Int) -> Bool {
        field == .anywhere || field == .tag || fields[row] == field
    }

    private mutating func squeeze() {
        var fresh = TagRows(in: scratch)
        for entry in counts.indices where counts[entry] > 0 {
            fresh.set(
                rows(of: entry).map { row in
                    (fields[row] ?? .tag, SearchedText(folded: texts.bytes(row)))
                }, of: UInt32(entry))
        }
        fresh.flush()
        self = fresh
    }
}

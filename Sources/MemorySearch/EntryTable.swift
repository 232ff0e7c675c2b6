import AudiowatchCore

/// One row for each content and each file that was never read: what a search asks of them, in columns of a
/// few bytes.
struct EntryTable: Sendable {
    var files: FileRows
    var folders = FolderTable()
    var tags: TagRows
    private var slots: [IndexedContent.Key: UInt32] = [:]
    private var contents: Numbers<UInt32>
    private(set) var keys: NarrowColumn
    private(set) var firsts: Numbers<UInt32>
    private(set) var copies: CodedColumn<Int>
    private(set) var formats: CodedColumn<String>
    private(set) var rates: CodedColumn<Int>
    private(set) var channels: CodedColumn<Int>
    private(set) var depths: CodedColumn<Int>
    private(set) var tempos: CodedColumn<Double>
    private(set) var musicalKeys: CodedColumn<MusicalKey>
    /// All labels of an entry as one value: of tools' classes there are few combinations.
    private(set) var labels: CodedColumn<[Label]>
    private(set) var sizes: NarrowColumn
    /// In steps of ``SearchSubject/lengthStep``.
    private(set) var lengths: NarrowColumn
    private(set) var states: Numbers<UInt8>
    /// Slots that nothing stands in.
    private var free: [UInt32] = []
    private(set) var live = 0
    /// Slots something stands in.
    private(set) var all = Bits(count: 0)
    private let scratch: [UInt8]?

    /// In memory, or in files without a name in this folder.
    init(in scratch: [UInt8]? = nil) {
        self.scratch = scratch
        files = FileRows(in: scratch)
        tags = TagRows(in: scratch)
        contents = Numbers(in: scratch)
        keys = NarrowColumn(in: scratch)
        firsts = Numbers(in: scratch)
        copies = CodedColumn(in: scratch)
        formats = CodedColumn(in: scratch)
        rates = CodedColumn(in: scratch)
        channels = CodedColumn(in: scratch)
        depths = CodedColumn(in: scratch)
        tempos = CodedColumn(in: scratch)
        musicalKeys = CodedColumn(in: scratch)
        labels = CodedColumn(in: scratch)
        sizes = NarrowColumn(in: scratch)
        lengths = NarrowColumn(in: scratch)
        states = Numbers(in: scratch)
    }

    var count: Int { firsts.count }

    /// States that are kept as bits; the others follow from files and sources.
    static let marks: [FileStateWord] = [.broken, .suspect, .near, .unverified, .estimated]

    func isLive(_ slot: Int) -> Bool { firsts[slot] != FileRows.none }

    func slot(_ key: IndexedContent.Key) -> Int? {
        if case .content(let id) = key, let index = Int(exactly: id.rawValue),
            (0..<EntryTable.direct).contains(index)
        {
            guard index < contents.count, contents[index] != FileRows.none else { return nil }
            return Int(contents[index])
        }
        return slots[key].map(Int.init)
    }

    /// Contents with numbers below this are found by their number, four bytes each.
    private static let direct = 64_000_000

    private mutating func setSlot(_ slot: UInt32?, of key: IndexedContent.Key) {
        if case .content(let id) = key, let index = Int(exactly: id.rawValue),
            (0..<EntryTable.direct).contains(index)
        {
            contents.append(
                repeating: FileRows.none, count: max(0, index + 1 - contents.count))
            contents[index] = slot ?? FileRows.none
        } else {
            slots[key] = slot
        }
    }

    func key(_ slot: Int) -> IndexedContent.Key? {
        keys[slot].map { number in
            number & 1 == 0
                ? .content(Content.ID(rawValue: number >> 1))
                : .file(File.ID(rawValue: number >> 1))
        }
    }

    private static func number(_ key: IndexedContent.Key) -> Int64 {
        switch key {
        case .content(let id): id.rawValue << 1
        case .file(let id): id.rawValue << 1 | 1
        }
    }

    /// Where a slot stands by number: contents first, then files that were never read.
    func place(_ slot: Int) -> Int64 {
        let number = keys[slot] ?? 0
        return (number & 1) << 62 | number >> 1
    }

    /// Puts a content in, in place of what was known of it; returns its slot, nil when there is no room.
    mutating func set(_ content: IndexedContent) -> Int? {
        remove(content.key)
        let slot = free.popLast().map(Int.init) ?? grow()
        guard let number = UInt32(exactly: slot) else { return nil }
        var first = FileRows.none
        for file in content.files.reversed() {
            guard
                let row = files.append(
                    file, folder: folders.slot(file.directory), entry: number, next: first)
            else { return nil }
            first = row
        }
        firsts[slot] = first
        all[slot] = true
        setSlot(number, of: content.key)
        live += 1
        keys[slot] = EntryTable.number(content.key)
        copies[slot] = content.files.count
        formats[slot] = content.format
        rates[slot] = content.numbers[.sampleRate].flatMap { Int(exactly: $0) }
        channels[slot] = content.numbers[.channels].flatMap { Int(exactly: $0) }
        depths[slot] = content.numbers[.bitDepth].flatMap { Int(exactly: $0) }
        tempos[slot] = content.numbers[.tempo]
        musicalKeys[slot] = content.musicalKey
        labels[slot] = content.labels.isEmpty ? nil : content.labels
        sizes[slot] = content.size
        lengths[slot] = content.numbers[.duration].map(SearchSubject.steps)
        var bits: UInt8 = 0
        for (bit, word) in EntryTable.marks.enumerated() where content.states.contains(word) {
            bits |= 1 << UInt8(bit)
        }
        states[slot] = bits
        tags.set(content.tags, of: number)
        return slot
    }

    /// Forgets a content; returns the slot it had.
    @discardableResult
    mutating func remove(_ key: IndexedContent.Key) -> Int? {
        guard let slot = slot(key) else { return nil }
        files.kill(from: firsts[slot])
        firsts[slot] = FileRows.none
        all[slot] = false
        tags.kill(UInt32(slot))
        setSlot(nil, of: key)
        free.append(UInt32(slot))
        live -= 1
        return slot
    }

    private mutating func grow() -> Int {
        firsts.append(FileRows.none)
        all.grow()
        keys.append(nil)
        copies.append(nil)
        formats.append(nil)
        rates.append(nil)
        channels.append(nil)
        depths.append(nil)
        tempos.append(nil)
        musicalKeys.append(nil)
        labels.append(nil)
        sizes.append(nil)
        lengths.append(nil)
        states.append(0)
        return firsts.count - 1
    }

    /// Makes everything that was put in readable.
    mutating func settle() {
        if files.isSparse { squeeze() }
        files.flush()
        tags.settle()
        contents.flush()
        keys.flush()
        sizes.flush()
        lengths.flush()
        firsts.flush()
        copies.flush()
        formats.flush()
        rates.flush()
        channels.flush()
        depths.flush()
        tempos.flush()
        musicalKeys.flush()
        labels.flush()
        states.flush()
    }

    /// Rewrites the files' rows without the dead ones, in the order of the entries.
    private mutating func squeeze() {
        files.flush()
        var fresh = FileRows(in: scratch)
        fresh.reserve(files.count - files.dead)
        var freshFirsts = Numbers<UInt32>(in: scratch)
        for slot in firsts.indices {
            var first = FileRows.none
            for row in files.chain(from: firsts[slot]).reversed() {
                first = fresh.copy(row, of: files, next: first) ?? first
            }
            freshFirsts.append(first)
        }
        files = fresh
        firsts = freshFirsts
    }

    /// Makes room for so many contents at once.
    mutating func reserve(_ capacity: Int) {
        files.reserve(capacity)
        contents.reserve(capacity)
        firsts.reserve(capacity)
        keys.reserve(capacity)
        for column in [\EntryTable.rates, \.channels, \.depths, \.copies] {
            self[keyPath: column].reserve(capacity)
        }
        formats.reserve(capacity)
        tempos.reserve(capacity)
        musicalKeys.reserve(capacity)
        labels.reserve(capacity)
        sizes.reserve(capacity)
        lengths.reserve(capacity)
        states.reserve(capacity)
    }
}

import AudiowatchCore

/// The folders of all sources: each name once, whatever number of files stands below it.
struct FolderTable: Sendable {
    private struct Node: Sendable {
        var parent: Int32
        var row: Int32
        var source: Source.ID
    }

    private(set) var sources: [Source.ID: IndexedSource] = [:]
    private var nodes: [Node] = []
    private var slots: [Directory.ID: Int32] = [:]
    private var names = TextRows()
    private var named = NamedColumns()

    var count: Int { nodes.count }

    /// The slot of a folder; one that is not known yet gets one without a name.
    mutating func slot(_ id: Directory.ID) -> Int {
        if let slot = slots[id] { return Int(slot) }
        nodes.append(Node(parent: -1, row: -1, source: Source.ID(rawValue: 0)))
        named.append(NamedSound())
        slots[id] = Int32(nodes.count - 1)
        return nodes.count - 1
    }

    mutating func set(_ folder: IndexedDirectory) {
        let slot = slot(folder.id)
        let parent = folder.parent.map { Int32(self.slot($0)) } ?? -1
        nodes[slot] = Node(
            parent: parent, row: Int32(names.append(folder.name.bytes) ?? -1), source: folder.source
        )
        named[slot] = folder.named
        if names.count > 2 * nodes.count + 1_000 { squeeze() }
    }

    mutating func set(_ source: IndexedSource) { sources[source.id] = source }

    mutating func remove(_ source: Source.ID) { sources[source] = nil }

    /// The source of a folder; nil when the configuration does not name it.
    func source(of slot: Int) -> IndexedSource? { sources[nodes[slot].source] }

    /// For each slot whether `passes` holds for its source.
    func marks(whereSource passes: (IndexedSource) -> Bool) -> [Bool] {
        let chosen = Set(sources.values.filter(passes).map(\.id))
        return nodes.map { chosen.contains($0.source) }
    }

    /// For each slot whether its path, from the source's folder on, holds `text`.
    func marks(holding text: SearchedText) -> [Bool] {
        let parts = FolderTable.parts(text.bytes[...])
        guard parts.count > 1 else { return inherited(marked(names.rows(holding: text))) }
        // The last part begins a name, those between are whole names, the first one ends a name.
        return inherited(
            nodes.map { node in
                hasPrefix(node.row, parts[parts.count - 1])
                    && stands(below: node.parent, parts.dropLast())
            })
    }

    /// For each slot whether its path ends with `text` as a whole or after anything.
    func marks(endingWith text: ArraySlice<UInt8>) -> [Bool] {
        let parts = FolderTable.parts(text)
        return nodes.indices.map { stands(below: Int32($0), parts[...]) }
    }

    private static func parts(_ text: ArraySlice<UInt8>) -> [[UInt8]] {
        text.split(separator: slash, omittingEmptySubsequences: false).map { Array($0) }
    }

    /// True when the path of a slot ends with these parts, the first of which may be the end of a name.
    private func stands(below slot: Int32, _ parts: ArraySlice<[UInt8]>) -> Bool {
        var next = slot
        for (place, part) in zip(parts.indices, parts).reversed() {
            guard next >= 0 else { return false }
            let row = nodes[Int(next)].row
            let isThere = place == parts.startIndex ? hasSuffix(row, part) : isName(row, part)
            guard isThere else { return false }
            next = nodes[Int(next)].parent
        }
        return true
    }

    private func hasPrefix(_ row: Int32, _ part: [UInt8]) -> Bool {
        part.isEmpty || row >= 0 && names.bytes(Int(row)).starts(with: part)
    }

    private func hasSuffix(_ row: Int32, _ part: [UInt8]) -> Bool {
        part.isEmpty || row >= 0 && names.bytes(Int(row)).suffix(part.count).elementsEqual(part)
    }

    private func isName(_ row: Int32, _ part: [UInt8]) -> Bool {
        row >= 0 ? names.bytes(Int(row)) == part : part.isEmpty
    }

    private func marked(_ rows: Bits) -> [Bool] {
        nodes.map { $0.row >= 0 && rows[Int($0.row)] }
    }

    /// For each slot what it, or the nearest folder above it that says anything, says to a question.
    func verdicts(_ ask: (NamedColumns) -> [Verdict]) -> [Verdict] {
        let own = ask(named)
        guard own.contains(where: { $0 != .none }) else { return own }
        return nodes.indices.map { slot in
            var next = slot
            for _ in 0..<FolderTable.deepest where own[next] == .none {
                guard nodes[next].parent >= 0 else { break }
                next = Int(nodes[next].parent)
            }
            return own[next]
        }
    }

    /// What the name of a folder, and where that says nothing the names of those it stands in, say.
    func named(_ slot: Int) -> NamedSound {
        var sound = NamedSound()
        var next = slot
        for _ in 0..<FolderTable.deepest {
            sound = sound.completed(by: named[next])
            guard nodes[next].parent >= 0 else { break }
            next = Int(nodes[next].parent)
        }
        return sound
    }

    /// A folder holds a word when it or any folder above it has it in its name.
    private func inherited(_ own: [Bool]) -> [Bool] {
        guard own.contains(true) else { return own }
        var isIn = own
        var late: [Int] = []
        for (slot, node) in nodes.enumerated() where !own[slot] && node.parent >= 0 {
            // Nearly every folder comes after the one it stands in.
            if Int(node.parent) < slot {
                isIn[slot] = isIn[Int(node.parent)]
            } else {
                late.append(slot)
            }
        }
        guard !late.isEmpty else { return isIn }
        return nodes.indices.map { isBelow($0, own) }
    }

    private func isBelow(_ slot: Int, _ own: [Bool]) -> Bool {
        var next = slot
        // A damaged table may go in circles.
        for _ in 0..<FolderTable.deepest {
            if own[next] { return true }
            guard nodes[next].parent >= 0 else { return false }
            next = Int(nodes[next].parent)
        }
        return false
    }

    /// Names from the source's own folder down, with slashes between.
    func path(_ slot: Int) -> [UInt8] {
        var parts: [[UInt8]] = []
        var next = slot
        while parts.count < FolderTable.deepest {
            parts.append(nodes[next].row >= 0 ? names.bytes(Int(nodes[next].row)) : [])
            guard nodes[next].parent >= 0 else { break }
            next = Int(nodes[next].parent)
        }
        return Array(parts.reversed().joined(separator: [FolderTable.slash]))
    }

    /// The slot of the folder directly below the source's own that each slot stands in, itself for those
    /// that stand nowhere deeper; -1 for the source's own folder.
    func tops() -> [Int32] {
        nodes.indices.map { slot in
            var next = slot
            for _ in 0..<FolderTable.deepest {
                let parent = nodes[next].parent
                guard parent >= 0 else { return -1 }
                if nodes[Int(parent)].parent < 0 { return Int32(next) }
                next = Int(parent)
            }
            return -1
        }
    }

    /// Calls `body` with each folder and its slot.
    func eachID(_ body: (Directory.ID, Int) -> Void) {
        for (id, slot) in slots { body(id, Int(slot)) }
    }

    /// The configured sources, and for each slot the place of its source among them; -1 for any other.
    func owners() -> (sources: [Source.ID], places: [Int32]) {
        let ids = Array(sources.keys)
        let places = Dictionary(uniqueKeysWithValues: zip(ids, 0..<Int32(ids.count)))
        return (ids, nodes.map { places[$0.source] ?? -1 })
    }

    /// The place of each slot among all paths in order.
    func ranks() -> [Int32] {
        let paths = nodes.indices.map(path)
        var ranks = [Int32](repeating: 0, count: nodes.count)
        let sorted = nodes.indices.sorted { paths[$0].lexicographicallyPrecedes(paths[$1]) }
        for (rank, slot) in sorted.enumerated() { ranks[slot] = Int32(rank) }
        return ranks
    }

    private mutating func squeeze() {
        var fresh = TextRows()
        for slot in nodes.indices where nodes[slot].row >= 0 {
            nodes[slot].row = Int32(
                fresh.append(names.bytes(Int(nodes[slot].row))) ?? -1)
        }
        names = fresh
    }

    private static let slash = UInt8(ascii: "/")
    /// No kernel path has more names (PATH_MAX).
    private static let deepest = 4_096
}

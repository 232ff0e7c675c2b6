import AudiowatchCore

/// The contents of one sample, by the sources that hold them.
struct OverlapSample {
    let fingerprint: Int64
    let size: Int64
    /// Content, whether it has no digest, and the sources that hold it.
    private(set) var contents: [Int64: (isOpen: Bool, sources: [Int64])] = [:]

    init(fingerprint: Int64, size: Int64) {
        self.fingerprint = fingerprint
        self.size = size
    }

    mutating func add(content: Int64, isOpen: Bool, to source: Int64) {
        contents[content, default: (isOpen, [])].sources.append(source)
    }
}

/// Adds up what sources share. Knows nothing of rows.
struct OverlapTally {
    var overlap = SourceOverlap()
    /// Place in ``overlap``'s sources, by number.
    private var places: [Int64: Int] = [:]
    private var shared: [Pair: ContentAmount] = [:]
    private var unverified: [Pair: ContentAmount] = [:]

    /// Two places in the order of names.
    private struct Pair: Hashable {
        var first: Int
        var second: Int

        init(_ one: Int, _ other: Int) {
            (first, second) = (min(one, other), max(one, other))
        }
    }

    init(_ sources: [(number: Int64, entry: SourceTable.Entry)]) {
        for (place, source) in sources.sorted(by: { $0.entry.name < $1.entry.name }).enumerated() {
            places[source.number] = place
            overlap.sources.append(
                OverlapSource(
                    source: source.entry.name, role: source.entry.role,
                    state: source.entry.state.word))
        }
    }

    /// Contents that exactly these sources hold.
    mutating func share(_ numbers: [Int64], _ contents: Int, _ bytes: Int64) {
        let held = numbers.compactMap { places[$0] }
        for place in held {
            overlap.sources[place].holds.add(contents, bytes)
            if held.count > 1 { overlap.sources[place].elsewhere.add(contents, bytes) }
        }
        for (one, other) in pairs(held) {
            shared[Pair(one, other), default: .init()].add(contents, bytes)
        }
    }

    /// Copies and links of contents that are spread like this.
    mutating func copies(_ spread: Spread, _ contents: Int, _ bytes: Int64) {
        var (paths, inodes, working) = (0, 0, 0)
        for holding in spread.holdings {
            guard let place = places[holding.source] else { continue }
            paths &+= holding.paths
            inodes &+= holding.inodes
            if overlap.sources[place].role == .working { working &+= holding.inodes }
        }
        guard paths > 1 else { return }
        overlap.groups &+= contents
        overlap.copies &+= (inodes &- 1).multipliedReportingOverflow(by: contents).partialValue
        overlap.hardLinks &+=
            (paths &- inodes).multipliedReportingOverflow(by: contents)
            .partialValue
        overlap.wasted = overlap.wasted.adding(
            bytes, times: Int64(clamping: max(working &- 1, 0)))
    }

    /// Copies and links of contents that are linked from one source into another.
    mutating func add(_ links: LinksAcross) {
        overlap.groups &+= links.groups
        overlap.copies &+= links.copies
        overlap.hardLinks &+= links.hardLinks
        overlap.wasted = overlap.wasted.adding(links.wasted, times: 1)
    }

    /// What may be shared of a sample. Two contents that both have a digest are proved to be different.
    mutating func maybe(_ sample: OverlapSample) {
        var held: [Int: Held] = [:]
        for (content, standing) in sample.contents {
            let places = standing.sources.compactMap { self.places[$0] }
            for place in places {
                held[place, default: Held()].add(
                    content, isOpen: standing.isOpen, isOnlyHere: places.count == 1)
            }
        }
        let size = min(sample.size, 64 << 40)
        for (one, other) in pairs(held.keys.sorted()) {
            guard let left = held[one], let right = held[other], left.mayShare(with: right) else {
                continue
            }
            unverified[Pair(one, other), default: .init()].add(1, size)
        }
        for (place, here) in held {
            let others = held.filter { $0.key != place }.values
            var count = 0
            if !others.isEmpty { count &+= here.openOnlyHere }
            if others.contains(where: { !$0.open.isEmpty }) { count &+= here.provedOnlyHere }
            let (bytes, overflow) = size.multipliedReportingOverflow(by: Int64(count))
            overlap.sources[place].unverified.add(count, overflow ? .max : bytes)
        }
    }

    /// What one source holds of a sample.
    private struct Held {
        var all: Set<Int64> = []
        /// Those without a digest.
        var open: Set<Int64> = []
        /// Those that no other source is known to hold, with and without a digest.
        var provedOnlyHere = 0
        var openOnlyHere = 0

        mutating func add(_ content: Int64, isOpen: Bool, isOnlyHere: Bool) {
            all.insert(content)
            if isOpen { open.insert(content) }
            guard isOnlyHere else { return }
            if isOpen { openOnlyHere += 1 } else { provedOnlyHere += 1 }
        }

        /// True when a content here and another one there are not both read whole.
        func mayShare(with other: Held) -> Bool {
            hasOther(open, other.all) || hasOther(other.open, all)
        }

        /// True when one of the first and one of the second are two.
        private func hasOther(_ some: Set<Int64>, _ others: Set<Int64>) -> Bool {
            guard let one = some.first, !others.isEmpty else { return false }
            return some.count > 1 || others.count > 1 || !others.contains(one)
        }
    }

    private func pairs(_ places: [Int]) -> [(Int, Int)] {
        places.enumerated().flatMap { index, one in
            places.dropFirst(index + 1).map { (one, $0) }
        }
    }

    /// The answer, with its shares and in its order.
    func finished() -> SourceOverlap {
        var result = overlap
        for place in result.sources.indices {
            let source = result.sources[place]
            result.sources[place].share = source.elsewhere.share(of: source.holds)
        }
        result.pairs = Set(shared.keys).union(unverified.keys).map { pair in
            let (first, second) = (result.sources[pair.first], result.sources[pair.second])
            let both = shared[pair] ?? .init()
            return OverlapPair(
                first: first.source, second: second.source, shared: both,
                shareOfFirst: both.share(of: first.holds),
                shareOfSecond: both.share(of: second.holds),
                unverified: unverified[pair] ?? .init())
        }
        .sorted {
            ($1.shared.bytes, $1.unverified.bytes, $0.first, $0.second)
                < ($0.shared.bytes, $0.unverified.bytes, $1.first, $1.second)
        }
        return result
    }
}

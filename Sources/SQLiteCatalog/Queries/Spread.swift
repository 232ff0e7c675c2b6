import AudiowatchCore

/// How a content is spread over the sources, as ``SchemaV3`` and ``SchemaV6`` write it.
struct Spread {
    struct Holding {
        var source: Int64
        /// Present paths there.
        var paths: Int
        /// How many separate files those are.
        var inodes: Int
    }

    var holdings: [Holding]
    /// Separate files in all: a hard link from one source into another counts once here, and in both of them.
    var inodes: Int

    /// Nil for what the schema does not write.
    init?(_ text: String) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let inodes = Int(halves[1]) else { return nil }
        self.inodes = inodes
        holdings = []
        for part in halves[0].split(separator: " ") {
            let numbers = part.split(separator: ":").compactMap { Int64($0) }
            guard numbers.count == 3 else { return nil }
            holdings.append(
                Holding(
                    source: numbers[0], paths: Int(clamping: numbers[1]),
                    inodes: Int(clamping: numbers[2])))
        }
    }

    /// True when hard links lead from one source into another: then it does not say which.
    var hasLinksAcross: Bool { holdings.reduce(0) { $0 &+ $1.inodes } != inodes }
}

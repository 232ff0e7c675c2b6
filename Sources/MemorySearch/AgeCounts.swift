import AudiowatchCore

/// How many entries have a file of each age. Each counts once in a band.
struct AgeCounts: Sendable {
    let counts: [AgeBand: Int]
    /// As long as nothing changes they stay so: until the first file comes into another band. Seconds since 1970.
    private let from: Double
    private let until: Double

    /// Moments are told apart by this, in seconds: more than a sum of such numbers is off.
    private static let grain = 0.001

    init(_ table: EntryTable, _ bits: Bits, at now: Double) {
        let bands = AgeBand.allCases
        let ranges = bands.map(\.range)
        // Where a band begins; and whether what is just so old is in the one before too.
        let begins = ranges.dropFirst().map { $0.lower?.value ?? 0 }
        let shares = ranges.dropLast().map { $0.upper?.isIncluded ?? false }
        // A bit a band: how many entries have files of just these.
        var patterns = [Int](repeating: 0, count: 1 << bands.count)
        var left = Double.infinity
        let files = table.files
        patterns.withUnsafeMutableBufferPointer { patterns in
            begins.withUnsafeBufferPointer { begins in
                files.modified.withReader { modified in
                    bits.forEach { slot in
                        var row = table.firsts[slot]
                        var found = 0
                        while row != FileRows.none {
                            if let time = modified[Int(row)] {
                                let age = now - Double(time)
                                var band = 0
                                while band < begins.count, age >= begins[band] { band += 1 }
                                found |= 1 << band
                                if band > 0, age == begins[band - 1] {
                                    left = 0
                                    if shares[band - 1] { found |= 1 << (band - 1) }
                                }
                                if band < begins.count { left = min(left, begins[band] - age) }
                            }
                            row = files.next(row)
                        }
                        patterns[found] += 1
                    }
                }
            }
        }
        counts = Dictionary(
            uniqueKeysWithValues: bands.enumerated().compactMap { place, band in
                let count = patterns.indices.reduce(0) { sum, pattern in
                    sum + (pattern >> place & 1 == 1 ? patterns[pattern] : 0)
                }
                return count > 0 ? (band, count) : nil
            })
        from = now
        until = now + left - AgeCounts.grain
    }

    func holds(at now: Double) -> Bool { now >= from && now < until }
}

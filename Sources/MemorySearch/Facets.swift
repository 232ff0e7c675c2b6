import AudiowatchCore

extension EntryTable {
    /// The facets of these entries.
    func facets(of bits: Bits) -> SearchFacets {
        var facets = SearchFacets()
        facets.formats = formats.counts(in: bits)
        facets.sampleRates = rates.counts(in: bits)
        facets.channels = channels.counts(in: bits)
        facets.bitDepths = depths.counts(in: bits)
        var bands = [Int](repeating: 0, count: LengthBand.allCases.count + 1)
        let limits = [1.0, 10, 60, 600].map(SearchSubject.steps)
        bits.forEach { slot in
            guard let length = lengths[slot] else { return bands[5] += 1 }
            bands[limits.firstIndex { length < $0 } ?? 4] += 1
        }
        for (band, count) in zip(LengthBand.allCases, bands) where count > 0 {
            facets.lengths[band] = count
        }
        if bands[5] > 0 { facets.lengths[nil] = bands[5] }
        countPlaces(bits, &facets)
        countStates(bits, &facets)
        return facets
    }

    /// Each content counts once in a place, however many of its files stand there.
    private func countPlaces(_ bits: Bits, _ facets: inout SearchFacets) {
        let tops = folders.tops()
        let sources = (0..<folders.count).map { folders.source(of: $0)?.id.rawValue ?? 0 }
        var inFolder = [Int](repeating: 0, count: folders.count)
        var inSource: [Int64: Int] = [:]
        var seenSources: [Int64] = []
        var seenFolders: [Int32] = []
        bits.forEach { slot in
            seenSources.removeAll(keepingCapacity: true)
            seenFolders.removeAll(keepingCapacity: true)
            var row = firsts[slot]
            while row != FileRows.none {
                let folder = Int(files.folders[Int(row)])
                if !seenSources.contains(sources[folder]) {
                    seenSources.append(sources[folder])
                    inSource[sources[folder], default: 0] += 1
                }
                let top = tops[folder]
                if top >= 0, !seenFolders.contains(top) {
                    seenFolders.append(top)
                    inFolder[Int(top)] += 1
                }
                row = files.next[Int(row)]
            }
        }
        for (id, count) in inSource { facets.sources[Source.ID(rawValue: id)] = count }
        let ids = folders.ids
        for (slot, count) in inFolder.enumerated() where count > 0 {
            if let id = ids[slot] { facets.folders[id] = count }
        }
    }

    private func countStates(_ bits: Bits, _ facets: inout SearchFacets) {
        for word in FileStateWord.allCases where word != .deleted && word != .settling {
            var found = entries(word)
            found.formIntersection(bits)
            let count = found.population
            if count > 0 { facets.states[word] = count }
        }
    }
}

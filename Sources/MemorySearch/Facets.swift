import AudiowatchCore

extension EntryTable {
    /// The facets of these entries.
    func facets(of bits: Bits) -> SearchFacets {
        var facets = SearchFacets()
        facets.formats = formats.counts(in: bits)
        facets.sampleRates = rates.counts(in: bits)
        facets.channels = channels.counts(in: bits)
        facets.bitDepths = depths.counts(in: bits)
        facets.labels = countLabels(bits)
        let bands = lengths.counts(
            in: bits, below: [1.0, 10, 60, 600].map(SearchSubject.steps))
        let names = LengthBand.allCases.map { LengthBand?.some($0) } + [nil]
        for (band, count) in zip(names, bands) where count > 0 { facets.lengths[band] = count }
        let sizes = sizes.counts(in: bits, below: [100_000, 1_000_000, 10_000_000, 100_000_000])
        for (band, count) in zip(SizeBand.allCases, sizes) where count > 0 {
            facets.sizes[band] = count
        }
        countPlaces(bits, &facets)
        countStates(bits, &facets)
        return facets
    }

    /// Each content counts once in a place, however many of its files stand there.
    private func countPlaces(_ bits: Bits, _ facets: inout SearchFacets) {
        let tops = folders.tops()
        let (sources, owners) = folders.owners()
        var inFolder = [Int](repeating: 0, count: folders.count)
        var inSource = [Int](repeating: 0, count: sources.count)
        var seenSources: [Int32] = []
        var seenFolders: [Int32] = []
        inFolder.withUnsafeMutableBufferPointer { inFolder in
            inSource.withUnsafeMutableBufferPointer { inSource in
                bits.forEach { slot in
                    let first = firsts[slot]
                    guard first != FileRows.none else { return }
                    var next = files.next(first)
                    let folder = Int(files.folders[Int(first)])
                    if owners[folder] >= 0 { inSource[Int(owners[folder])] += 1 }
                    if tops[folder] >= 0 { inFolder[Int(tops[folder])] += 1 }
                    guard next != FileRows.none else { return }
                    seenSources.removeAll(keepingCapacity: true)
                    seenFolders.removeAll(keepingCapacity: true)
                    seenSources.append(owners[folder])
                    seenFolders.append(tops[folder])
                    while next != FileRows.none {
                        let folder = Int(files.folders[Int(next)])
                        let (owner, top) = (owners[folder], tops[folder])
                        if owner >= 0, !seenSources.contains(owner) {
                            seenSources.append(owner)
                            inSource[Int(owner)] += 1
                        }
                        if top >= 0, !seenFolders.contains(top) {
                            seenFolders.append(top)
                            inFolder[Int(top)] += 1
                        }
                        next = files.next(next)
                    }
                }
            }
        }
        for (id, count) in zip(sources, inSource) where count > 0 { facets.sources[id] = count }
        folders.eachID { id, slot in
            if inFolder[slot] > 0 { facets.folders[id] = inFolder[slot] }
        }
    }

    /// Each label counts in every combination that it stands in; one that is written in two ways is one.
    private func countLabels(_ bits: Bits) -> [String: Int] {
        var counts: [SearchedText: (text: String, count: Int)] = [:]
        for (combination, count) in labels.counts(in: bits) {
            for label in combination ?? [] {
                let known = counts[label.searched]
                counts[label.searched] = (
                    min(known?.text ?? label.text, label.text), (known?.count ?? 0) + count
                )
            }
        }
        return Dictionary(uniqueKeysWithValues: counts.values.map { ($0.text, $0.count) })
    }

    private func countStates(_ bits: Bits, _ facets: inout SearchFacets) {
        var patterns = [Int](repeating: 0, count: 256)
        patterns.withUnsafeMutableBufferPointer { patterns in
            states.withUnsafeBufferPointer { states in
                bits.forEach { patterns[Int(states[$0])] += 1 }
            }
        }
        for word in FileStateWord.allCases where word != .deleted && word != .settling {
            let count: Int
            if let bit = EntryTable.marks.firstIndex(of: word) {
                count = patterns.indices.reduce(0) { sum, pattern in
                    sum + (pattern >> bit & 1 == 1 ? patterns[pattern] : 0)
                }
            } else if word == .duplicate {
                count = copies.counts(in: bits).reduce(0) { sum, copies in
                    sum + ((copies.key ?? 0) > 1 ? copies.value : 0)
                }
            } else {
                var found = entries(word)
                found.formIntersection(bits)
                count = found.population
            }
            if count > 0 { facets.states[word] = count }
        }
    }
}

import AudiowatchCore
import Foundation
import Testing

@testable import MemorySearch

/// The index must say what a look at each content by itself says.
@Suite struct SearchIndexTests {
    private let moment = SearchMoment(now: 1_716_000_000, offset: 3_600)

    @Test(arguments: 0..<8) func `equals a look at each content, through all changes`(
        seed: UInt64
    ) throws {
        var shelf = RandomShelf(seed: seed)
        // Names in memory, and in a file without a name; by either plan as often as may be.
        let index = SearchIndex(
            scratch: seed % 2 == 0 ? nil : Array(NSTemporaryDirectory().utf8),
            plan: seed % 4 < 2
                ? SearchPlan(sorted: 5, part: .max, together: 7, changed: 3)
                : SearchPlan(sorted: 60, part: 1)
        )
        index.update(shelf.fill(60))
        for _ in 0..<8 {
            for _ in 0..<10 { try compare(index, &shelf) }
            index.update((0..<40).map { _ in shelf.change() })
        }
    }

    @Test func `what is asked again is answered anew once anything, or the time, has changed`()
        throws
    {
        var shelf = RandomShelf(seed: 1)
        let index = SearchIndex()
        index.update(shelf.fill(60))
        let everything = SearchQuestion(try SearchQuery(parsing: ""), wantsFacets: true)
        let young = SearchQuestion(try SearchQuery(parsing: "modified:<1d"))
        let before = try #require(index.answer(everything, at: moment))
        #expect(try #require(index.answer(everything, at: moment)).total == before.total)
        let gone = try #require(before.rows.first)
        index.update([.contentGone(gone)])
        let after = try #require(index.answer(everything, at: moment))
        #expect(after.total == before.total - 1)
        #expect(!after.rows.contains(gone))
        let times = [0.0, 1e10].map { SearchMoment(now: $0, offset: 0) }
        let totals = times.map { index.answer(young, at: $0)?.total }
        #expect(totals == [after.total, 0])
        let ages = times.map { index.answer(everything, at: $0)?.facets?.ages }
        #expect(ages == [[.week: after.total], [.older: after.total]])
    }

    @Test func `a file comes of another age at its second, while nothing else happens`() throws {
        var shelf = RandomShelf(seed: 2)
        _ = shelf.fill(60)
        var content = try #require(shelf.contents.values.first { $0.files.count == 1 })
        content.files[0].modified = 1_000_000
        let index = SearchIndex()
        index.update([.content(content), .complete])
        let everything = SearchQuestion(try SearchQuery(parsing: ""), wantsFacets: true)
        let month = 1_000_000.0 + 30 * 86_400
        let cases: [(now: Double, bands: Set<AgeBand>)] = [
            (month - 10, [.month]), (month - 0.5, [.month]), (month, [.month, .year]),
            (month + 0.5, [.year]), (month - 1_728_000, [.month]), (month - 2_505_600, [.week]),
        ]
        for (now, bands) in cases {
            let answer = index.answer(everything, at: SearchMoment(now: now, offset: 0))
            let found = answer?.facets?.ages.keys
            #expect(found.map { Set($0) } == bands, "\(now)")
        }
    }

    private func compare(_ index: SearchIndex, _ shelf: inout RandomShelf) throws {
        let query = try shelf.query()
        let wanted = shelf.contents.values.filter { query.matches(shelf.subject($0), at: moment) }
        let order = SearchOrder.allCases.randomElement(using: &shelf.chance) ?? .number
        let isDescending = Bool.random(using: &shelf.chance)
        let all = try #require(
            index.answer(
                .init(
                    query, order: order, isDescending: isDescending, limit: .max, wantsFacets: true),
                at: moment))
        let text = "seed state, \(query.description), by \(order)"
        #expect(all.total == wanted.count, "\(text)")
        #expect(Set(all.rows) == Set(wanted.map(\.key)), "\(text)")
        var sorted = wanted.sorted { isBefore($0, $1, order, shelf) }
        if isDescending { sorted.reverse() }
        #expect(all.rows == sorted.map(\.key), "\(text)")
        #expect(all.files == sorted.map { found($0, query, shelf) }, "\(text)")
        try comparePages(index, query, order, isDescending, all.rows, &shelf)
        compare(try #require(all.facets), wanted, shelf, text)
    }

    /// The files of a content, and the one that a look at all of them would show.
    private func found(
        _ content: IndexedContent, _ query: SearchQuery, _ shelf: RandomShelf
    ) -> FoundFiles {
        let files = shelf.subject(content).files
        let best = query.best(of: files.count, first: 0) { files[$0] }
        return FoundFiles(
            count: files.count, shown: content.files[best].id, named: shelf.named(content))
    }

    private func comparePages(
        _ index: SearchIndex, _ query: SearchQuery, _ order: SearchOrder, _ isDescending: Bool,
        _ rows: [IndexedContent.Key], _ shelf: inout RandomShelf
    ) throws {
        let offset = Int.random(in: 0...(rows.count + 1), using: &shelf.chance)
        let page = try #require(
            index.answer(
                .init(query, order: order, isDescending: isDescending, offset: offset, limit: 7),
                at: moment))
        #expect(page.rows == Array(rows.dropFirst(offset).prefix(7)))
        guard let last = page.rows.last else { return }
        let next = try #require(
            index.answer(
                .init(query, order: order, isDescending: isDescending, after: last, limit: 7),
                at: moment))
        #expect(next.rows == Array(rows.dropFirst(offset + page.rows.count).prefix(7)))
        #expect(next.offset == offset + page.rows.count)
        // Of a row that has gone meanwhile only its place is left.
        let gone = IndexedContent.Key.content(Content.ID(rawValue: .max))
        let rest = try #require(
            index.answer(
                .init(
                    query, order: order, isDescending: isDescending,
                    offset: offset + page.rows.count, after: gone, limit: 7), at: moment))
        #expect(rest.rows == Array(rows.dropFirst(offset + page.rows.count - 1).prefix(7)))
    }

    private func isBefore(
        _ left: IndexedContent, _ right: IndexedContent, _ order: SearchOrder, _ shelf: RandomShelf
    ) -> Bool {
        func number(_ key: IndexedContent.Key) -> Int64 {
            switch key {
            case .content(let id): id.rawValue
            case .file(let id): id.rawValue + 1_000_000
            }
        }
        func name(_ content: IndexedContent) -> [UInt8] { content.files[0].name.bytes }
        func folder(_ content: IndexedContent) -> [UInt8] {
            shelf.path(content.files[0].directory).bytes
        }
        func value(_ content: IndexedContent) -> Int64 {
            switch order {
            case .modified: content.files[0].modified
            case .size: content.size
            case .duration: content.numbers[.duration].map(SearchSubject.steps) ?? .max
            default: 0
            }
        }
        if order == .folder, folder(left) != folder(right) {
            return folder(left).lexicographicallyPrecedes(folder(right))
        }
        if order == .folder || order == .name, name(left) != name(right) {
            return name(left).lexicographicallyPrecedes(name(right))
        }
        if value(left) != value(right) { return value(left) < value(right) }
        return number(left.key) < number(right.key)
    }

    private func compare(
        _ facets: SearchFacets, _ wanted: [IndexedContent], _ shelf: RandomShelf, _ text: String
    ) {
        func counts<Value: Hashable>(_ values: (IndexedContent) -> [Value]) -> [Value: Int] {
            wanted.flatMap { Array(Set(values($0))) }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(facets.formats == counts { [$0.format] }, "\(text)")
        #expect(facets.channels == counts { [$0.numbers[.channels].map { Int($0) }] }, "\(text)")
        #expect(
            facets.sampleRates == counts { [$0.numbers[.sampleRate].map { Int($0) }] }, "\(text)")
        #expect(facets.bitDepths == counts { [$0.numbers[.bitDepth].map { Int($0) }] }, "\(text)")
        #expect(
            facets.lengths
                == counts { [$0.numbers[.duration].map { LengthBand(seconds: $0) }] }, "\(text)")
        #expect(facets.sizes == counts { [SizeBand(bytes: $0.size)] }, "\(text)")
        #expect(
            facets.ages
                == counts { content in
                    content.files.flatMap { file in
                        AgeBand.allCases.filter {
                            $0.range.contains(moment.now - Double(file.modified))
                        }
                    }
                }, "\(text)")
        #expect(
            facets.sources
                == counts { content in
                    content.files.compactMap { shelf.source(of: $0.directory)?.id }
                }, "\(text)")
        #expect(
            facets.folders
                == counts { content in
                    content.files.compactMap {
                        shelf.folders[$0.directory]?.parents.dropFirst().first
                    }
                }, "\(text)")
        // Of two ways to write a label the first by its letters is shown.
        var labels: [String: Int] = [:]
        for (searched, count) in counts({ $0.labels.map(\.searched) }) {
            let ways = wanted.flatMap(\.labels).filter { $0.searched == searched }.map(\.text)
            labels[ways.min() ?? ""] = count
        }
        #expect(facets.labels == labels, "\(text)")
        #expect(facets.states == counts { Array(shelf.subject($0).states) }, "\(text)")
    }

    @Test func `says nothing until everything is in, nor of what it cannot know`() throws {
        let index = SearchIndex()
        let query = try SearchQuery(parsing: "")
        #expect(index.answer(.init(query), at: moment) == nil)
        index.update([.complete])
        #expect(index.answer(.init(query), at: moment)?.total == 0)
        #expect(index.answer(.init(try SearchQuery(parsing: "is:deleted")), at: moment) == nil)
        #expect(index.answer(.init(try SearchQuery(parsing: "-is:settling")), at: moment) == nil)
    }

    @Test func `dead rows are squeezed out`() {
        var shelf = RandomShelf(seed: 99)
        let index = SearchIndex()
        index.update(shelf.fill(50))
        for _ in 0..<150 { index.update((0..<50).map { _ in shelf.change() }) }
        #expect(index.count == shelf.contents.count)
    }
}

@Suite struct TextRowsTests {
    @Test func `a word is found wherever it stands in a row, and never across two`() {
        var chance = Chance(seed: 7)
        let letters = Array("abc /é".utf8)
        for _ in 0..<300 {
            var rows = TextRows()
            var texts: [[UInt8]] = []
            for _ in 0..<Int.random(in: 0..<40, using: &chance) {
                let text = (0..<Int.random(in: 0..<24, using: &chance)).map { _ in
                    letters.randomElement(using: &chance) ?? 0
                }
                texts.append(text)
                #expect(rows.append(text) == texts.count - 1)
            }
            let needle = SearchedText(
                folded: (0..<Int.random(in: 0..<5, using: &chance)).map { _ in
                    letters.randomElement(using: &chance) ?? 0
                })
            let found = rows.rows(holding: needle)
            let middle = Int.random(in: 0...texts.count, using: &chance)
            let (before, after) = (
                rows.rows(holding: needle, in: 0..<middle),
                rows.rows(holding: needle, in: middle..<texts.count)
            )
            for (row, text) in texts.enumerated() {
                #expect(found[row] == SearchedText(folded: text).contains(needle))
                #expect(found[row] == (row < middle ? before[row] : after[row - middle]))
            }
        }
    }
}

import AudiowatchCore

/// Hits brought into another order than that of their numbers. Of those behind the end of the page only
/// their number is kept, unless the page begins after a row whose place is not known yet.
struct OrderedHits {
    private struct Place {
        var text: [UInt8] = []
        var number: Double = 0
        var row: SearchHit
    }

    private let question: SearchQuestion
    private var best: [Place] = []
    private var total = 0

    init(_ question: SearchQuestion) {
        self.question = question
    }

    /// Hits that are kept: those up to the end of the page.
    private var wanted: Int {
        let (sum, overflow) = question.offset.addingReportingOverflow(question.limit)
        return question.after != nil || overflow ? .max : sum
    }

    mutating func add(_ hit: SearchHit) {
        total += 1
        best.append(OrderedHits.place(hit, question.order))
        // Sorting now and then costs less than keeping order all the time.
        if wanted < Int.max / 2, best.count > 2 * wanted + 1_000 { cut() }
    }

    private mutating func cut() {
        best.sort(by: isBefore)
        best.removeLast(max(0, best.count - wanted))
    }

    var page: SearchPage {
        var sorted = self
        sorted.cut()
        let after = question.after.flatMap { after in
            sorted.best.firstIndex { $0.row.cursor.place == after }
        }
        let start = after.map { $0 + 1 } ?? question.skipped
        let hits = sorted.best.dropFirst(start).prefix(question.limit).map(\.row)
        let passed = start + hits.count
        return SearchPage(
            hits: hits,
            next: passed < total
                ? hits.last.map { SearchCursor($0.cursor.place, passed: passed) } : nil,
            total: total, offset: min(start, total))
    }

    private static func place(_ hit: SearchHit, _ order: SearchOrder) -> Place {
        var place = Place(row: hit)
        let path = hit.exactPath.bytes
        let slash = path.lastIndex(of: UInt8(ascii: "/")) ?? 0
        let name = SearchedText(FileName(bytes: Array(path[slash...].dropFirst())))
        switch order {
        case .number: break
        case .name: place.text = name.bytes
        case .folder:
            // A separator below every letter keeps a folder's files before those of the folders in it.
            place.text =
                SearchedText(FileName(bytes: Array(path[..<slash]))).bytes + [0] + name.bytes
        case .modified: place.number = hit.modifiedAt.rounded(.down)
        case .duration: place.number = hit.properties.duration ?? .infinity
        case .size: place.number = Double(hit.size)
        }
        return place
    }

    private func isBefore(_ left: Place, _ right: Place) -> Bool {
        let (left, right) = question.isDescending ? (right, left) : (left, right)
        if left.number != right.number { return left.number < right.number }
        if left.text != right.text { return left.text.lexicographicallyPrecedes(right.text) }
        return number(left.row) < number(right.row)
    }

    /// Contents first, then files that were never read.
    private func number(_ hit: SearchHit) -> Int64 {
        hit.id?.rawValue ?? hit.file.rawValue &+ Int64.max / 2
    }
}

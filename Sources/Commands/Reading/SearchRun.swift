import AudiowatchCore
import SQLiteCatalog

/// A search on its way into a list: answered by the daemon's index, or read from the database.
struct SearchRun {
    let session: Session
    let request: SearchRequest
    let order: SearchOrder
    let isDescending: Bool

    /// Rows of the first page, and of the longest: later ones are larger, because each begins a search anew.
    private static let pages = (first: 1_000, longest: 16_000)

    /// Adds what is found.
    func run(into list: inout RowOutput, row: (SearchHit) -> RowOutput.Row) throws {
        let daemon = DaemonSearch(
            session.daemon, request, order: order, isDescending: isDescending)
        if daemon.run(into: &list, row: row) { return }
        let catalog = try session.catalog()
        guard order == .number, !isDescending else {
            return try sorted(catalog, &list, row)
        }
        guard list.isStream else {
            return try catalog.search(request, at: .now()) { list.add(row($0)) }
        }
        try paged(catalog, &list, row)
    }

    /// Page by page: who reads slowly must not hold one state of the database, whose log could not shrink meanwhile.
    private func paged(
        _ catalog: Catalog, _ list: inout RowOutput, _ row: (SearchHit) -> RowOutput.Row
    ) throws {
        var request = request
        var left = request.limit ?? .max
        var size = SearchRun.pages.first
        let moment = SearchMoment.now()
        while left > 0 {
            request.limit = min(size, left)
            let page = try catalog.searchPage(request, at: moment)
            for hit in page.hits where !list.add(row(hit)) { return }
            guard let next = page.next else { return }
            left -= page.hits.count
            request.after = next
            size = min(size * 2, SearchRun.pages.longest)
        }
    }

    /// In another order than that of the rows everything must be found before the first can be told.
    private func sorted(
        _ catalog: Catalog, _ list: inout RowOutput, _ row: (SearchHit) -> RowOutput.Row
    ) throws {
        let question = SearchQuestion(
            request.query, order: order, isDescending: isDescending, limit: list.least ?? .max)
        let page = try catalog.page(question, at: .now())
        for hit in page.hits where !list.add(row(hit)) { return }
        if request.limit == nil { list.count(further: (page.total ?? 0) - page.hits.count) }
    }
}

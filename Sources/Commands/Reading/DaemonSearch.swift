import AudiowatchCore
import DaemonClient
import SQLiteCatalog

/// A search that a running daemon answers from its index, page by page.
struct DaemonSearch {
    private let daemon: DaemonClient
    private let request: SearchRequest
    private let order: SearchOrder
    private let isDescending: Bool

    /// Rows asked for at once: as many as the daemon gives.
    private static let page = 1_000
    /// More rows than this are read from the database instead, in one pass.
    private static let most = 10_000

    init(
        _ daemon: DaemonClient, _ request: SearchRequest, order: SearchOrder = .number,
        isDescending: Bool = false
    ) {
        self.daemon = daemon
        self.request = request
        self.order = order
        self.isDescending = isDescending
    }

    /// Adds the rows; false when no daemon answers from an index, or there are too many: then none is added.
    func run(into list: inout RowOutput, row: (SearchHit) -> RowOutput.Row) -> Bool {
        guard var page = ask(at: 0, list.least), let total = page.total else { return false }
        let wanted = min(total, list.least ?? .max)
        guard wanted <= DaemonSearch.most else { return false }
        var count = 0
        while true {
            for hit in page.hits {
                count += 1
                if !list.add(row(hit)) { return true }
            }
            guard count < wanted, !page.hits.isEmpty, let next = ask(at: count, wanted - count)
            else { break }
            page = next
        }
        if request.limit == nil { list.count(further: total - count) }
        return true
    }

    /// How many rows there are; nil when no daemon answers from an index.
    var total: Int? { ask(at: 0, 1)?.total }

    private func ask(at offset: Int, _ rows: Int?) -> SearchPage? {
        let limit = min(rows ?? DaemonSearch.page, DaemonSearch.page)
        let query = DaemonSearch.escaped(request.query.description)
        let sort = "sort=\(order.rawValue)&order=\(isDescending ? "desc" : "asc")"
        // Whatever goes wrong, the database knows the same, only slower.
        return try? daemon.get("/api/files?q=\(query)&\(sort)&offset=\(offset)&limit=\(limit)")
    }

    /// Any text as a part of an address. Source: RFC 3986 §2.3.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isPlain = byte < 0x80 && (character.isLetter || character.isNumber)
            guard !isPlain, !"-._~".contains(character) else { return String(character) }
            let hex = String(byte, radix: 16, uppercase: true)
            return "%" + (hex.count < 2 ? "0" : "") + hex
        }.joined()
    }
}

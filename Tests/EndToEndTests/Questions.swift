import TestSupport

/// What tests ask of a world beyond the seed's views.
extension World {
    /// What the views leave out of a content.
    struct ContentDetails: Sendable {
        let codec: String?
        let isEstimated: Bool
    }

    /// By id.
    func contents() throws -> [Int: ContentDetails] {
        let rows = try DatabaseFile(database).rows("SELECT id, codec, estimated FROM contents")
        return Dictionary(
            rows.map {
                (
                    $0[0].integer ?? 0,
                    ContentDetails(codec: $0[1].string, isEstimated: $0[2].integer == 1)
                )
            }
        ) { first, _ in first }
    }

    /// Kinds of problem by path, as `problems --json` prints them.
    func problems() throws -> [DiskPath: [String]] {
        let result = try audiowatch("problems", "--json")
        guard [0, 1, 4].contains(result.status) else {
            throw TestFailure("problems ended with \(result.status): \(result.errorText)")
        }
        var kinds: [DiskPath: [String]] = [:]
        for item in try JSON.items(result.output) {
            guard let path = item.path, let kind = item["kind"].string else { continue }
            kinds[path, default: []].append(kind)
        }
        return kinds
    }

    /// Nothing that SQLite itself could find wrong with the database.
    func damage() throws -> [String] {
        let database = try DatabaseFile(database)
        let integrity = try database.rows("PRAGMA integrity_check").compactMap { $0[0].string }
        let orphans = try database.rows("PRAGMA foreign_key_check").map { "\($0)" }
        return integrity.filter { $0 != "ok" } + orphans
    }
}

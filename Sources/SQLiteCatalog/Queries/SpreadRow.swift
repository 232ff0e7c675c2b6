import GRDB

/// The contents of a format that are spread alike.
struct SpreadRow {
    var spread: Spread
    /// Nil for contents in which no format was found.
    var format: String?
    var contents: Int
    /// Their bytes, each once.
    var bytes: Int64
    /// Their length, each once.
    var milliseconds: Int64

    /// All of them: as many rows as there are ways, however many contents.
    static func all(_ db: Database) throws -> [SpreadRow] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT spread, format, contents, bytes, milliseconds FROM spreads"))
        var all: [SpreadRow] = []
        while let row = try rows.next() {
            guard let spread = Spread(try row.text("spread") ?? "") else { continue }
            all.append(
                SpreadRow(
                    spread: spread,
                    format: try row.text("format").flatMap { $0.isEmpty ? nil : $0 },
                    contents: try row.count("contents"), bytes: try row.integer("bytes"),
                    milliseconds: try row.integer("milliseconds")))
        }
        return all
    }
}

/// Contents with a hard link from one source into another: of these the rows tell which are whose.
struct LinksAcross {
    var groups = 0
    /// Separate files beyond the first of each content.
    var copies = 0
    /// Paths that are another name of a file.
    var hardLinks = 0
    /// Bytes that keeping one copy of each would free.
    var wasted: Int64 = 0

    /// Those of sources that the configuration names.
    init(_ db: Database) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT size, count(*) AS contents, sum(paths) AS paths, sum(inodes) AS inodes,
                    sum(max(working - 1, 0)) AS spare, sum(paths > 1) AS groups
                FROM (
                    SELECT \(SchemaV1.size("c")) AS size, count(*) AS paths,
                        count(DISTINCT \(LinksAcross.place)) AS inodes,
                        count(DISTINCT CASE role WHEN 'working' THEN \(LinksAcross.place) END) AS working
                    FROM contents AS c JOIN files AS f ON f.content_id = c.id
                    JOIN sources AS s ON s.id = f.source_id
                    WHERE c.present > 1 AND c.inodes < (
                            SELECT sum(inodes) FROM holdings WHERE content_id = c.id)
                        AND f.deleted_at IS NULL AND s.configured = 1
                    GROUP BY c.id)
                GROUP BY size
                """)
        while let row = try rows.next() {
            let (paths, inodes) = (try row.count("paths"), try row.count("inodes"))
            groups &+= try row.count("groups")
            copies &+= inodes &- (try row.count("contents"))
            hardLinks &+= paths &- inodes
            wasted = wasted.adding(try row.integer("size"), times: try row.integer("spare"))
        }
    }

    /// Which bytes on the disk a file row stands for.
    private static let place = """
        f.inode || ' ' || f.born || ' ' || CASE f.born WHEN 0 THEN f.source_id ELSE 0 END
        """
}

extension Int64 {
    /// This and so many times `bytes`; the most there is where that is too much.
    func adding(_ bytes: Int64, times: Int64) -> Int64 {
        let (product, overflow) = bytes.multipliedReportingOverflow(by: times)
        let (sum, isTooLarge) = addingReportingOverflow(overflow ? .max : product)
        return isTooLarge ? .max : sum
    }
}

public import AudiowatchCore
import GRDB

/// A total in the catalogue that is not what a count of the rows gives.
public struct WrongCounter: Hashable, Sendable, CustomStringConvertible {
    /// What is counted: `sources.files of 1`, …
    public var name: String
    /// What the catalogue says.
    public var recorded: String
    /// What a count gives.
    public var counted: String

    /// One line.
    public var description: String { "\(name): \(recorded), counted \(counted)" }
}

extension Catalog {
    /// Counts everything and compares with the totals that are kept along; none differ in a sound catalogue.
    /// Reads every row: blocks for about a second a million files.
    public func verifyCounters() throws(CatalogError) -> [WrongCounter] {
        try read { db in
            var wrong: [WrongCounter] = []
            for counter in Counters.all {
                let recorded = try Counters.rows(counter.recorded, in: db)
                let counted = try Counters.rows(counter.counted, in: db)
                for key in Set(recorded.keys).union(counted.keys).sorted()
                where recorded[key] != counted[key] {
                    wrong.append(
                        WrongCounter(
                            name: "\(counter.name) of \(key)", recorded: recorded[key] ?? "none",
                            counted: counted[key] ?? "none"))
                }
            }
            return wrong
        }
    }
}

extension CatalogWriter {
    /// Writes the totals anew where any of them is wrong, and says which were. Reads every row.
    public func mendCounters() throws(CatalogError) -> RecountReport {
        let wrong = try catalog.verifyCounters()
        if !wrong.isEmpty { try recount() }
        return RecountReport(mended: wrong.map(\.description))
    }

    /// Counts everything anew and writes the totals. Reads every row.
    public func recount() throws(CatalogError) {
        try catalog.write { db in
            // Totals of contents first: the others are made from them.
            try db.execute(
                sql: """
                    UPDATE contents SET (present, inodes) = (0, 0)
                    WHERE id NOT IN (SELECT id FROM (\(Counters.presence)));
                    UPDATE contents SET (present, inodes) = (now.present, now.inodes)
                    FROM (\(Counters.presence)) AS now
                    WHERE now.id = contents.id
                        AND (now.present <> contents.present OR now.inodes <> contents.inodes);
                    UPDATE sources SET (files, bytes, deleted) = (
                        SELECT files, bytes, deleted FROM (\(Counters.sources)) AS now
                        WHERE now.id = sources.id);
                    \(SchemaV6.recount)
                    \(SchemaV7.recount)
                    """)
        }
    }
}

/// Each total, as it is kept and as it is counted: rows of a key followed by numbers.
enum Counters {
    static let all = [
        (
            name: "files, bytes, deleted",
            recorded: "SELECT id, files, bytes, deleted FROM sources",
            counted: sources
        ),
        (
            name: "present, inodes",
            recorded: "SELECT id, present, inodes FROM contents WHERE present > 0",
            counted: presence
        ),
        (
            name: "paths, inodes",
            recorded: held("holdings"),
            counted: held("(\(SchemaV3.holdings))")
        ),
        (
            name: "contents, bytes, milliseconds",
            recorded: spread("spreads"),
            counted: spread("(\(SchemaV6.spreads))")
        ),
        (
            name: "number",
            recorded: tally("tallies"),
            counted: tally("(\(SchemaV6.tallies))")
        ),
        (
            name: "wasted",
            recorded: "SELECT id, wasted FROM contents WHERE wasted > 0",
            counted: SchemaV7.wastes
        ),
        (
            name: "open samples",
            recorded: sample("open_samples"),
            counted: sample("(\(SchemaV3.openSamples))")
        ),
    ]

    private static func held(_ table: String) -> String {
        "SELECT content_id || ' in ' || source_id, paths, inodes FROM \(table)"
    }

    private static func spread(_ table: String) -> String {
        "SELECT format || ' ' || spread, contents, bytes, milliseconds FROM \(table)"
    }

    private static func tally(_ table: String) -> String {
        "SELECT line || ' in ' || source_id, number FROM \(table) WHERE number > 0"
    }

    private static func sample(_ table: String) -> String {
        "SELECT fingerprint || ' of ' || size, 1 FROM \(table)"
    }

    static let sources = """
        SELECT s.id AS id, count(f.id) - count(f.deleted_at) AS files,
            coalesce(sum(\(SchemaV1.size("f"))) FILTER (WHERE f.deleted_at IS NULL), 0) AS bytes,
            count(f.deleted_at) AS deleted
        FROM sources AS s LEFT JOIN files AS f ON f.source_id = s.id GROUP BY s.id
        """

    static let presence = """
        SELECT content_id AS id, sum(names) AS present, count(*) AS inodes FROM (
            SELECT content_id, count(*) AS names FROM files
            WHERE deleted_at IS NULL AND content_id IS NOT NULL
            GROUP BY content_id, inode, born, CASE born WHEN 0 THEN source_id END)
        GROUP BY content_id
        """

    static func rows(_ sql: String, in db: Database) throws -> [String: String] {
        var result: [String: String] = [:]
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            let values = row.map { $0.1.description }
            guard let key = values.first else { continue }
            result[key] = values.dropFirst().joined(separator: ", ")
        }
        return result
    }
}

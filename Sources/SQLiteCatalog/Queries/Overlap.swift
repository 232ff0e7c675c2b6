public import AudiowatchCore
import GRDB

/// How much there is more than once, and which sources share how much.
///
/// Sources that are away count with what is known of them; deleted files and sources that the configuration no
/// longer names do not. What is shared is proved; what may be, and is not compared yet, stands apart.
public struct SourceOverlap: Hashable, Sendable, Encodable {
    /// Contents with more than one present path.
    public var groups = 0
    /// Separate files beyond the first of each content.
    public var copies = 0
    /// Paths that are another name of a file: they take no space.
    public var hardLinks = 0
    /// Bytes that keeping one copy of each would free: hard links and copies in a backup source count nothing.
    public var wasted: Int64 = 0
    /// Every configured source, by name.
    public var sources: [OverlapSource] = []
    /// Every two sources that share something, or may, the most bytes first.
    public var pairs: [OverlapPair] = []
}

/// Contents and their bytes, each once.
public struct ContentAmount: Hashable, Sendable, Encodable {
    /// How many contents.
    public var contents = 0
    /// Their bytes.
    public var bytes: Int64 = 0

    mutating func add(_ contents: Int, _ bytes: Int64) {
        self.contents &+= contents
        self.bytes &+= bytes
    }

    /// The part of `all` that this is, in % of the bytes; nil of nothing.
    func share(of all: ContentAmount) -> Double? {
        all.bytes > 0 ? Double(bytes) / Double(all.bytes) * 100 : nil
    }
}

/// How much of a source exists elsewhere.
public struct OverlapSource: Hashable, Sendable, Encodable {
    /// Its name.
    public var source: String
    /// `working` or `backup`.
    public var role: Source.Role
    /// `online`, `degraded`, `offline` or `disabled`.
    public var state: String
    /// What it holds.
    public var holds = ContentAmount()
    /// What of that another source holds too.
    public var elsewhere = ContentAmount()
    /// The same in % of the bytes; nil when it holds none.
    public var share: Double?
    /// What of the rest may exist elsewhere: samples are equal, and not all bytes were compared yet.
    public var unverified = ContentAmount()
}

/// What two sources share.
public struct OverlapPair: Hashable, Sendable, Encodable {
    /// The source whose name comes first.
    public var first: String
    /// The other one.
    public var second: String
    /// What both hold.
    public var shared = ContentAmount()
    /// In % of the bytes that the first one holds; nil when it holds none.
    public var shareOfFirst: Double?
    /// In % of the bytes that the second one holds; nil when it holds none.
    public var shareOfSecond: Double?
    /// Samples of which each holds a content, where the two are not proved to be equal or different.
    public var unverified = ContentAmount()
}

/// Reads what sources share from the counters of ``SchemaV6``: a row for each way that contents are spread.
struct Overlap {
    private let db: Database
    private let sources: SourceTable

    init(_ db: Database) throws {
        self.db = db
        sources = try SourceTable(db)
    }

    func read() throws -> SourceOverlap {
        var tally = OverlapTally(
            sources.entries.values.filter(\.isConfigured).map { ($0.id.rawValue, $0) })
        var hasLinksAcross = false
        for row in try SpreadRow.all(db) {
            tally.share(row.spread.holdings.map(\.source), row.contents, row.bytes)
            if row.spread.hasLinksAcross {
                hasLinksAcross = true
            } else {
                tally.copies(row.spread, row.contents, row.bytes)
            }
        }
        if hasLinksAcross { tally.add(try LinksAcross(db)) }
        try addUnverified(to: &tally)
        return tally.finished()
    }

    /// Samples that wait for a digest; few but while a large library is read for the first time.
    private func addUnverified(to tally: inout OverlapTally) throws {
        let rows = try HeldSample.fetchCursor(
            db,
            sql: """
                SELECT o.fingerprint, o.size, c.id, c.digest IS NULL, h.source_id
                FROM open_samples AS o
                CROSS JOIN contents AS c ON c.fingerprint = o.fingerprint AND c.size = o.size
                CROSS JOIN holdings AS h ON h.content_id = c.id
                WHERE c.present > 0 ORDER BY o.fingerprint, o.size
                """)
        var sample = OverlapSample(fingerprint: 0, size: 0)
        while let row = try rows.next() {
            if row.fingerprint != sample.fingerprint || row.size != sample.size {
                tally.maybe(sample)
                sample = OverlapSample(fingerprint: row.fingerprint, size: row.size)
            }
            sample.add(content: row.content, isOpen: row.isOpen, to: row.source)
        }
        tally.maybe(sample)
    }

    /// A source that holds a content of a sample that waits for digests.
    private struct HeldSample: DirectRow {
        let fingerprint: Int64
        let size: Int64
        let content: Int64
        let isOpen: Bool
        let source: Int64

        init(_ columns: Columns) {
            fingerprint = columns.integer(0)
            size = columns.integer(1)
            content = columns.integer(2)
            isOpen = columns.bool(3)
            source = columns.integer(4)
        }
    }
}

extension Catalog {
    /// How much there is more than once, and which sources share how much; a few milliseconds at any size, once
    /// digests are made.
    public func overlap() throws(CatalogError) -> SourceOverlap {
        try read { try Overlap($0).read() }
    }
}

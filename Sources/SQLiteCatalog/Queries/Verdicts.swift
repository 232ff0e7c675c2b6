public import AudiowatchCore
import GRDB

/// What the user decided of a group.
public struct GroupVerdict: Hashable, Sendable, Encodable {
    /// The decision.
    public var verdict: Verdict
    /// The file to keep; nil when none is, or when that one is gone: then the group is open again.
    public var file: File.ID?
    /// Copies that came after one was chosen to be kept: nobody said that they may go, so the group is open again.
    public var unseen: [File.ID]?
    /// When it was decided, seconds since 1970 UTC.
    public var decidedAt: Double
}

/// How many groups there are of each verdict.
public struct VerdictCounts: Hashable, Sendable, Encodable {
    /// Groups of which one is kept.
    public var keep = 0
    /// Groups that are none.
    public var notDuplicate = 0
    /// Groups put off.
    public var later = 0

    private enum CodingKeys: String, CodingKey {
        case keep
        case notDuplicate = "not_duplicate"
        case later
    }

    mutating func add(_ number: Int, of verdict: Verdict?) {
        switch verdict {
        case .keep: keep += number
        case .notDuplicate: notDuplicate += number
        case .later: later += number
        case nil: break
        }
    }
}

/// Reads verdicts from annotations.
struct Verdicts {
    private let db: Database

    init(_ db: Database) {
        self.db = db
    }

    /// The verdict on the copies of a content; its file is nil when that is not a present one of the content.
    func exact(_ content: Int64) throws -> GroupVerdict? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT value, at, \(DuplicateOrder.keeps) AS keeps FROM annotations AS a
                    WHERE content_id = ? AND kind = '\(SchemaV7.exact)'
                    """), arguments: [content])
        guard let row, let stored = StoredVerdict(try row.text("value")) else { return nil }
        let keeps = try row.integer("keeps") != 0
        return GroupVerdict(
            verdict: stored.verdict, file: keeps ? stored.file.map(File.ID.init(rawValue:)) : nil,
            unseen: try unseen(stored.seen, content),
            decidedAt: try row.seconds("at") ?? 0)
    }

    private func unseen(_ seen: [SeenFile]?, _ content: Int64) throws -> [File.ID]? {
        guard let seen else { return nil }
        let judged = Set(seen.map(\.id))
        let late = try Int64.fetchAll(
            db.cachedStatement(
                sql: "SELECT id FROM files WHERE content_id = ? AND deleted_at IS NULL ORDER BY id"),
            arguments: [content]
        ).filter { !judged.contains($0) }
        return late.isEmpty ? nil : late.map(File.ID.init(rawValue:))
    }

    /// Exact groups by their verdicts: those that stand, of contents with copies.
    func exactCounts() throws -> VerdictCounts {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT a.value ->> '$.verdict' AS verdict, count(*) AS number
                    FROM annotations AS a CROSS JOIN contents AS c ON c.id = a.content_id
                    WHERE a.kind = '\(SchemaV7.exact)' AND c.present > 1
                        AND \(DuplicateOrder.stands)
                    GROUP BY 1
                    """))
        var counts = VerdictCounts()
        while let row = try rows.next() {
            counts.add(
                try row.count("number"), of: try row.text("verdict").flatMap(Verdict.init))
        }
        return counts
    }
}

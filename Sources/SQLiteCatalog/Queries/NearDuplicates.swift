public import AudiowatchCore
import GRDB

/// Different contents under one base name with nearly the same length.
public struct NearGroup: Hashable, Sendable, Encodable {
    /// How much the members are alike.
    public enum Kind: String, Sendable, Encodable, CaseIterable {
        /// Lengths differ by at most 20 ms or 1 %.
        case close
        /// Lengths differ by at most half a second.
        case loose
        /// More than ``NearGroup/commonSize`` of them: a name that says nothing, such as `Audio 1`.
        case commonName = "common-name"
    }

    /// Groups larger than this are a common name.
    public static let commonSize = 20

    /// The content that the others are compared with: the shortest.
    public var leader: Content.ID
    /// The folded base name they share.
    public var baseName: String
    /// How much they are alike.
    public var kind: Kind
    /// Contents in the group, which may be more than ``members``.
    public var count: Int
    /// Contents by length; of a common name only the first ``commonSize``.
    public var members: [NearMember]
    /// What the user decided of all of them.
    public var verdict: GroupVerdict?
    /// Where a following page starts.
    var place: NearCursor

    private enum CodingKeys: String, CodingKey {
        case leader, baseName, kind, count, members, verdict
    }
}

/// One content of a group, shown at its primary file.
public struct NearMember: Hashable, Sendable, Encodable {
    /// The content.
    public var id: Content.ID
    /// Its primary file.
    public var file: File.ID
    /// That file's absolute path, for reading.
    public var path: String
    /// The exact bytes of the path in base64, only where reading changed them.
    public var pathBase64: String?
    /// Name of its source.
    public var source: String
    /// Bytes.
    public var size: Int64
    /// Whether it is close to the leader; the leader itself is.
    public var isClose: Bool
    /// What a probe read.
    public var properties: Properties

    private enum CodingKeys: String, CodingKey {
        case id, file, path
        case pathBase64 = "path_base64"
        case source, size, isClose, properties
    }
}

/// Some groups.
public struct NearPage: Hashable, Sendable, Encodable {
    /// Groups: `close`, then `loose`, then common names; within a kind by name.
    public var groups: [NearGroup]
    /// Ask for this next; nil when these were the last.
    public var next: NearCursor?
    /// How many of all groups are decided.
    public var decided: VerdictCounts
}

/// The place in the order of groups after which the next page starts. Opaque to clients.
public struct NearCursor: Hashable, Sendable, Encodable, CustomStringConvertible {
    /// By kind.
    let rank: Int64
    let baseName: String
    let leader: Int64

    init(rank: Int64, baseName: String, leader: Int64) {
        self.rank = rank
        self.baseName = baseName
        self.leader = leader
    }

    /// Reads what ``description`` wrote; nil for any other text.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let rank = Int64(parts[0]), let leader = Int64(parts[1]),
            let name = Base64.decoded(
                String(parts[2]).replacing("-", with: "+").replacing("_", with: "/")
                    .replacing(".", with: "="))
        else { return nil }
        self.init(rank: rank, baseName: String(decoding: name, as: UTF8.self), leader: leader)
    }

    /// A short text, safe in a URL.
    public var description: String {
        let name = Base64.encoded(Array(baseName.utf8)).replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: ".")
        return "\(rank)-\(leader)-\(name)"
    }

    /// Writes the short text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Reads groups of near duplicates.
struct NearDuplicates {
    private let db: Database
    private let sources: SourceTable
    private let folders: DirectoryPaths

    init(_ db: Database) throws {
        self.db = db
        sources = try SourceTable(db)
        folders = DirectoryPaths(db, sources)
    }

    /// Hands over each group of these verdicts after a place, until `take` says false.
    func run(
        after: NearCursor? = nil, decided: DuplicateQuestion.Decided = .all,
        _ take: (NearGroup) throws -> Bool
    ) throws {
        let place = "(\(NearDuplicates.rank), base_name, leader_id)"
        var sql = NearDuplicates.groups("1") + NearDuplicates.condition(decided)
        var arguments: StatementArguments = []
        if let after {
            sql += " AND \(place) > (?, ?, ?)"
            arguments = [after.rank, after.baseName, after.leader]
        }
        let rows = try Row.fetchCursor(
            db, sql: sql + " ORDER BY \(NearDuplicates.rank), base_name, leader_id",
            arguments: arguments)
        while let row = try rows.next() {
            guard try take(group(row)) else { return }
        }
    }

    /// The group of a leader; nil when it has no other present member.
    func group(of leader: Int64) throws -> NearGroup? {
        try Row.fetchOne(db, sql: NearDuplicates.groups("leader_id = ?"), arguments: [leader])
            .map(group)
    }

    /// Groups by their verdicts.
    func counts() throws -> VerdictCounts {
        let annotated = """
            leader_id IN (
                SELECT leader_id FROM near JOIN annotations USING (content_id)
                WHERE kind = '\(SchemaV7.near)')
            """
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT verdict ->> '$.verdict' AS word, count(*) AS groups
                FROM (\(NearDuplicates.groups(annotated)) AND verdict IS NOT NULL) GROUP BY 1
                """)
        var counts = VerdictCounts()
        while let row = try rows.next() {
            counts.add(try row.count("groups"), of: try row.text("word").flatMap(Verdict.init))
        }
        return counts
    }

    /// Common names last; close before loose.
    private static let rank = "((number > \(NearGroup.commonSize)) * 2 + 1 - all_close)"

    /// The verdict is the one that all have had since the same time; see ``VerdictRows``.
    private static func groups(_ condition: String) -> String {
        """
        SELECT leader_id, base_name, number, all_close, decided_at,
            CASE WHEN said ->> '$.verdict' <> 'keep' OR EXISTS (
                SELECT 1 FROM files AS kept
                WHERE kept.id = said ->> '$.file' AND kept.deleted_at IS NULL)
            THEN said END AS verdict
        FROM (
            SELECT leader_id, near.base_name AS base_name, count(*) AS number,
                min(near.close) AS all_close, max(a.at) AS decided_at,
                CASE WHEN count(a.at) = count(*) AND min(a.at) = max(a.at)
                    THEN max(a.value) END AS said
            FROM near JOIN contents ON contents.id = near.content_id AND present > 0
            LEFT JOIN annotations AS a
                ON a.content_id = near.content_id AND a.kind = '\(SchemaV7.near)'
            WHERE \(condition) GROUP BY leader_id HAVING number > 1)
        WHERE 1
        """
    }

    private static func condition(_ decided: DuplicateQuestion.Decided) -> String {
        switch decided {
        case .all: ""
        case .no: " AND verdict IS NULL"
        case .yes: " AND verdict IS NOT NULL"
        case .keep, .notDuplicate, .later:
            " AND verdict ->> '$.verdict' = '\(decided.rawValue)'"
        }
    }

    private func group(_ row: Row) throws -> NearGroup {
        let count = try row.count("number")
        let leader = try row.integer("leader_id")
        let baseName = try row.text("base_name") ?? ""
        let isClose = try row.integer("all_close") != 0
        let isCommon = count > NearGroup.commonSize
        return NearGroup(
            leader: Content.ID(rawValue: leader), baseName: baseName,
            kind: isCommon ? .commonName : isClose ? .close : .loose,
            count: count, members: try members(of: leader, limit: NearGroup.commonSize),
            verdict: try verdict(row),
            place: NearCursor(
                rank: (isCommon ? 2 : 0) + (isClose ? 0 : 1), baseName: baseName, leader: leader))
    }

    private func verdict(_ row: Row) throws -> GroupVerdict? {
        try StoredVerdict(row.text("verdict")).map { stored in
            GroupVerdict(
                verdict: stored.verdict, file: stored.file.map(File.ID.init(rawValue:)),
                unseen: nil,
                decidedAt: try row.seconds("decided_at") ?? 0)
        }
    }

    /// The contents of a group by length.
    private func members(of leader: Int64, limit: Int) throws -> [NearMember] {
        let statement = try db.cachedStatement(
            sql: """
                \(NearRow.select)
                FROM near JOIN contents ON contents.id = near.content_id AND present > 0
                JOIN files ON files.id = contents.primary_file_id
                WHERE leader_id = ? ORDER BY duration, contents.id LIMIT ?
                """)
        return try NearRow.fetchAll(statement, arguments: [leader, limit]).map { row in
            let path = try folders.path(row.directory, row.name.bytes)
            return NearMember(
                id: Content.ID(rawValue: row.content.id), file: File.ID(rawValue: row.file),
                path: path.text, pathBase64: path.base64,
                source: sources.entries[row.source]?.name ?? "", size: row.content.size,
                isClose: row.isClose, properties: row.content.properties)
        }
    }
}

/// A content of a group, with its primary file.
private struct NearRow: DirectRow {
    static let select = """
        SELECT \(SearchedContentRow.columns), near.close, files.id, files.directory_id, files.name,
            files.source_id
        """

    let content: SearchedContentRow
    let isClose: Bool
    let file: Int64
    let directory: Int64
    let name: FileName
    let source: Int64

    init(_ columns: Columns) {
        let next = SearchedContentRow.width
        content = SearchedContentRow(columns)
        isClose = columns.bool(next)
        file = columns.integer(next + 1)
        directory = columns.integer(next + 2)
        name = columns.name(next + 3)
        source = columns.integer(next + 4)
    }
}

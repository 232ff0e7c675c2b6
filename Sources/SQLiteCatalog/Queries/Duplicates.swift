public import AudiowatchCore
import GRDB

/// Files with proved equal bytes.
public struct DuplicateGroup: Hashable, Sendable, Encodable {
    /// The content they share.
    public var content: Content.ID
    /// Bytes of one.
    public var size: Int64
    /// What a probe read.
    public var properties: Properties
    /// Bytes that keeping one copy would free: hard links and copies in a backup source count nothing.
    public var wasted: Int64
    /// Present paths in configured sources; the original first, then by number.
    public var members: [DuplicateMember]
    /// What is known of them.
    public var state: State
    /// Other contents with this sample, of which not every one has been read whole: they may be copies too.
    public var unverified: Int
    /// What the user decided.
    public var verdict: GroupVerdict?
    /// Where a following page starts.
    var place: DuplicateCursor

    /// What is known of the members.
    public enum State: String, Sendable, Encodable, CaseIterable {
        /// Equal in every byte.
        case proved
        /// Names of one file: they take no space.
        case hardLinked = "hard-linked"
        /// Equal at both ends and in size; some are not read whole yet. No verdict, and what they waste is a guess.
        case unverified
    }

    private enum CodingKeys: String, CodingKey {
        case content, size, properties, wasted, members, state, unverified, verdict
    }
}

/// One path of a group.
public struct DuplicateMember: Hashable, Sendable, Encodable {
    /// What this path is to the group.
    public enum Kind: String, Sendable, Encodable, CaseIterable {
        /// The one that the catalogue calls the primary file.
        case original
        /// Bytes of its own.
        case copy
        /// The same inode as a member above it: it takes no space.
        case hardLink = "hard-link"
    }

    /// The file.
    public var file: File.ID
    /// Its absolute path, for reading.
    public var path: String
    /// The exact bytes of the path in base64, only where reading changed them.
    public var pathBase64: String?
    /// Name of its source.
    public var source: String
    /// `online`, `degraded`, `offline` or `disabled`.
    public var sourceState: String
    /// `working` or `backup`.
    public var role: Source.Role
    /// What this path is to the group.
    public var kind: Kind

    private enum CodingKeys: String, CodingKey {
        case file, path
        case pathBase64 = "path_base64"
        case source, sourceState, role, kind
    }
}

/// Some groups.
public struct DuplicatePage: Hashable, Sendable, Encodable {
    /// Groups, in the order that was asked for.
    public var groups: [DuplicateGroup]
    /// Ask for this next; nil when these were the last.
    public var next: DuplicateCursor?
    /// How many of all groups are decided.
    public var decided: VerdictCounts
}

/// Reads groups of exact duplicates.
struct Duplicates {
    let db: Database
    let sources: SourceTable
    let folders: DirectoryPaths
    private let verdicts: Verdicts

    init(_ db: Database) throws {
        self.db = db
        sources = try SourceTable(db)
        folders = DirectoryPaths(db, sources)
        verdicts = Verdicts(db)
    }

    /// Hands over each group that a question asks for until `take` says false. Only the rows of one are read at a
    /// time.
    func run(_ question: DuplicateQuestion, _ take: (DuplicateGroup) throws -> Bool) throws {
        if question.state == .unverified {
            return try runUnverified(after: question.after, take)
        }
        guard let order = try DuplicateOrder(question, db, sources) else { return }
        let contents = try Row.fetchCursor(db, sql: order.sql, arguments: order.arguments)
        while let row = try contents.next() {
            let place = DuplicateCursor(
                amount: try row.integer("amount"), content: try row.integer("id"))
            guard let group = try group(at: place) else { continue }
            guard try take(group) else { return }
        }
    }

    /// The group of a content; nil when fewer than two of its paths are in configured sources.
    private func group(at place: DuplicateCursor) throws -> DuplicateGroup? {
        let statement = try db.cachedStatement(sql: "\(SearchedContentRow.select) WHERE id = ?")
        guard let content = try SearchedContentRow.fetchOne(statement, arguments: [place.content])
        else {
            return nil
        }
        var gathered = GroupMembers()
        try gathered.add(content, db, sources, folders)
        let members = gathered.members
        guard members.count > 1 else { return nil }
        return DuplicateGroup(
            content: Content.ID(rawValue: place.content), size: content.size,
            properties: content.properties, wasted: gathered.waste(size: content.size),
            members: members,
            state: members.dropFirst().allSatisfy { $0.kind == .hardLink } ? .hardLinked : .proved,
            unverified: try unverified(content), verdict: try verdicts.exact(place.content),
            place: place)
    }

    private func unverified(_ content: SearchedContentRow) throws -> Int {
        let sample: StatementArguments = [
            Int64(bitPattern: content.fingerprint.value), content.size,
        ]
        // Those that wait are few, and have a table.
        let waits = try Bool.fetchOne(
            db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM open_samples WHERE fingerprint = ? AND size = ?)"
            ),
            arguments: sample)
        guard waits == true else { return 0 }
        return try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(*) FROM contents
                    WHERE fingerprint = ? AND size = ? AND id <> ? AND present > 0
                        AND (digest IS NULL OR ?)
                    """),
            arguments: sample
                + [content.id, content.digest == nil]) ?? 0
    }

    /// The present paths of a content.
    func members(of content: SearchedContentRow) throws -> [DuplicateMember] {
        var gathered = GroupMembers()
        try gathered.add(content, db, sources, folders)
        return gathered.members
    }
}

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
    /// Where a following page starts.
    var place: DuplicateCursor

    private enum CodingKeys: String, CodingKey {
        case content, size, properties, wasted, members
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
    /// Groups, the most bytes to free first.
    public var groups: [DuplicateGroup]
    /// Ask for this next; nil when these were the last.
    public var next: DuplicateCursor?
}

/// The place in the order of groups after which the next page starts. Opaque to clients.
public struct DuplicateCursor: Hashable, Sendable, Encodable, CustomStringConvertible {
    let reclaimable: Int64
    let content: Int64

    init(reclaimable: Int64, content: Int64) {
        self.reclaimable = reclaimable
        self.content = content
    }

    /// Reads what ``description`` wrote; nil for any other text.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let reclaimable = Int64(parts[0]), let content = Int64(parts[1])
        else { return nil }
        self.init(reclaimable: reclaimable, content: content)
    }

    /// A short text, safe in a URL.
    public var description: String { "\(reclaimable)-\(content)" }

    /// Writes the short text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Reads groups of exact duplicates.
struct Duplicates {
    private let db: Database
    private let sources: SourceTable
    private let folders: DirectoryPaths

    /// Contents with copies after a cursor, the most bytes to free first.
    static let order = """
        SELECT id, size * (inodes - 1) AS reclaimable FROM contents
        WHERE present > 1 AND size * (inodes - 1) <= ?
            AND (size * (inodes - 1) < ? OR id < ?)
        ORDER BY size * (inodes - 1) DESC, id DESC
        """

    init(_ db: Database) throws {
        self.db = db
        sources = try SourceTable(db)
        folders = DirectoryPaths(db, sources)
    }

    /// Hands over each group after `cursor`, the most bytes to free first, until `take` says false.
    func run(after cursor: DuplicateCursor?, _ take: (DuplicateGroup) throws -> Bool) throws {
        // In the order of `contents_copied`; only the rows of one group are read at a time.
        let contents = try Row.fetchCursor(
            db, sql: Duplicates.order,
            arguments: [
                cursor?.reclaimable ?? .max, cursor?.reclaimable ?? .max, cursor?.content ?? .max,
            ])
        while let row = try contents.next() {
            let place = DuplicateCursor(
                reclaimable: try row.integer("reclaimable"), content: try row.integer("id"))
            guard let group = try group(at: place) else { continue }
            guard try take(group) else { return }
        }
    }

    /// The group of a content; nil when fewer than two of its paths are in configured sources.
    private func group(at place: DuplicateCursor) throws -> DuplicateGroup? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM contents WHERE id = ?")
        guard let content = try Row.fetchOne(statement, arguments: [place.content]) else {
            return nil
        }
        let (members, working) = try members(of: content)
        guard members.count > 1 else { return nil }
        let size = try content.integer("size")
        let spare = Int64(clamping: max(working - 1, 0))
        let (wasted, overflow) = size.multipliedReportingOverflow(by: spare)
        return DuplicateGroup(
            content: Content.ID(rawValue: place.content), size: size,
            properties: try Properties(row: content), wasted: overflow ? .max : wasted,
            members: members, place: place)
    }

    /// The present paths of a content, and how many separate files of working sources they are.
    func members(of content: Row) throws -> (members: [DuplicateMember], working: Int) {
        let primary = try content.integerIfPresent("primary_file_id")
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, directory_id, name, source_id, inode, born FROM files
                WHERE content_id = ? AND deleted_at IS NULL ORDER BY id IS NOT ?, id
                """)
        // As the counters tell hard links: by inode and birth time, without the latter within one source only.
        var seen: Set<[Int64]> = []
        var working: Set<[Int64]> = []
        var members: [DuplicateMember] = []
        let rows = try Row.fetchCursor(
            statement, arguments: [try content.integer("id"), primary])
        while let row = try rows.next() {
            let (source, born) = (try row.integer("source_id"), try row.integer("born"))
            guard let entry = sources.configured(source) else { continue }
            let place = [try row.integer("inode"), born, born == 0 ? source : 0]
            let isNew = seen.insert(place).inserted
            if entry.role == .working { working.insert(place) }
            let path = try folders.path(row.integer("directory_id"), row.bytes("name") ?? [])
            members.append(
                DuplicateMember(
                    file: File.ID(rawValue: try row.integer("id")), path: path.text,
                    pathBase64: path.base64, source: entry.name, sourceState: entry.state.word,
                    role: entry.role,
                    kind: !isNew ? .hardLink : members.isEmpty ? .original : .copy))
        }
        return (members, working.count)
    }
}

public import AudiowatchCore
import GRDB

/// A copy that may go, as the user decided: another file of its group stays.
public struct ChosenCopy: Hashable, Sendable {
    /// The content both have.
    public var content: Content.ID
    /// The copy's row.
    public var file: File.ID
    /// Where the copy stands, exact bytes.
    public var path: PathText
    /// Where the file stands that is kept, exact bytes.
    public var kept: PathText
    /// Bytes of each.
    public var size: Int64
    /// Name of the copy's source.
    public var source: String

    /// All values.
    public init(
        content: Content.ID, file: File.ID, path: PathText, kept: PathText, size: Int64,
        source: String
    ) {
        self.content = content
        self.file = file
        self.path = path
        self.kept = kept
        self.size = size
        self.source = source
    }
}

/// Reads which copies go: of each group of which one file is kept every other present one, but for hard links of the
/// kept one, which free nothing; for copies in backups, which are there on purpose; and for what is away, since
/// nobody can say what stands there now. Where the kept file itself is away nothing goes.
struct ChosenCopies {
    private let db: Database
    private let sources: SourceTable
    private let folders: DirectoryPaths

    init(_ db: Database) throws {
        self.db = db
        sources = try SourceTable(db)
        folders = DirectoryPaths(db, sources)
    }

    /// Hands over each, group by group, the most waste first, until `take` says false.
    func run(_ take: (ChosenCopy) throws -> Bool) throws {
        let groups = try Row.fetchCursor(
            db,
            sql: """
                SELECT c.id, c.size, a.value ->> '$.file' AS kept
                FROM annotations AS a CROSS JOIN contents AS c ON c.id = a.content_id
                WHERE a.kind = '\(SchemaV7.exact)' AND a.value ->> '$.verdict' = 'keep'
                    AND c.present > 1 AND \(DuplicateOrder.stands)
                ORDER BY c.wasted DESC, c.id DESC
                """)
        while let group = try groups.next() {
            let content = Content.ID(rawValue: try group.integer("id"))
            let files = try files(of: content)
            let number = try group.integer("kept")
            guard let kept = files.first(where: { $0.file.rawValue == number }) else { continue }
            for copy in files
            where copy.place != kept.place && copy.role == .working {
                let chosen = ChosenCopy(
                    content: content, file: copy.file, path: copy.path, kept: kept.path,
                    size: try group.integer("size"), source: copy.source)
                guard try take(chosen) else { return }
            }
        }
    }

    private struct Standing {
        var file: File.ID
        var path: PathText
        var source: String
        var role: Source.Role
        /// Which bytes on the disk it is: by inode and birth time, without the latter within one source only.
        var place: [Int64]
    }

    /// The present files of a content that can be reached now.
    private func files(of content: Content.ID) throws -> [Standing] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: ChosenCopies.reachable), arguments: [content.rawValue])
        var files: [Standing] = []
        while let row = try rows.next() {
            let (source, born) = (try row.integer("source_id"), try row.integer("born"))
            guard let entry = sources.configured(source) else { continue }
            switch entry.state {
            case .online, .degraded: break
            case .offline, .disabled: continue
            }
            files.append(
                Standing(
                    file: File.ID(rawValue: try row.integer("id")),
                    path: try folders.path(
                        row.integer("directory_id"), row.bytes("name") ?? []),
                    source: entry.name, role: entry.role,
                    place: [try row.integer("inode"), born, born == 0 ? source : 0]))
        }
        return files
    }

    private static let reachable = """
        SELECT id, directory_id, name, source_id, inode, born FROM files AS f
        WHERE content_id = ? AND deleted_at IS NULL AND NOT EXISTS (
            WITH RECURSIVE above (id, away) AS (
                SELECT d.parent_id, d.away FROM directories AS d WHERE d.id = f.directory_id
                UNION ALL
                SELECT d.parent_id, d.away FROM above JOIN directories AS d ON d.id = above.id)
            SELECT 1 FROM above WHERE away = 1)
        ORDER BY id
        """
}

extension Catalog {
    /// Hands over each copy that may go as the user decided, until `take` says false.
    public func chosenCopies(_ take: (ChosenCopy) -> Bool) throws(CatalogError) {
        try read { try ChosenCopies($0).run(take) }
    }
}

public import AudiowatchCore
import GRDB
public import SystemPackage

/// Where the bytes of a file are to be found, and how to tell that they still are the catalogued ones.
public struct FilePlace: Hashable, Sendable {
    /// The file.
    public var file: File.ID
    /// Its content; nil when it was never read.
    public var content: Content.ID?
    /// Its source, and the name of that.
    public var source: Source.ID
    /// Name of the source.
    public var sourceName: String
    /// How the source stands.
    public var sourceState: SourceState
    /// The source's folder.
    public var folder: FilePath
    /// The way from there, the file's own name last.
    public var names: [FileName]
    /// What the catalogue last saw of it.
    public var stamp: Stamp
    /// What its file system can prove.
    public var traits: FileSystemTraits
    /// What is known of its sound; nothing where it was never read.
    public var properties: Properties
    /// Sampled identity of the bytes, sixteen hex digits.
    public var fingerprint: String?
}

extension Catalog {
    /// Where to find the bytes of a present file: of a content its primary file first, then the others, at most
    /// `limit` in all. Empty when there is no such row, or nothing of it is present. Blocks.
    public func places(
        of reference: FileReference, limit: Int = 20
    ) throws(CatalogError) -> [FilePlace] {
        try read { try FilePlaces($0).find(reference, limit: limit) }
    }
}

extension Catalog {
    /// The paths of files by where they stand; of folders that the catalogue does not know there is none. Blocks.
    public func paths(of places: [Place]) throws(CatalogError) -> [Place: PathText] {
        try read { db in
            let folders = DirectoryPaths(db, try SourceTable(db))
            var paths: [Place: PathText] = [:]
            for place in places {
                guard let folder = try folders.folder(place.directory.rawValue) else { continue }
                paths[place] = PathText(FilePath(bytes: folder.path).child(place.name))
            }
            return paths
        }
    }
}

/// Reads the places of files.
struct FilePlaces {
    private let db: Database

    init(_ db: Database) {
        self.db = db
    }

    func find(_ reference: FileReference, limit: Int) throws -> [FilePlace] {
        let sources = try SourceTable(db)
        let folders = DirectoryPaths(db, sources)
        let condition: String
        let arguments: StatementArguments
        switch reference {
        case .file(let id): (condition, arguments) = ("files.id = ?", [id.rawValue])
        case .content(let id): (condition, arguments) = ("files.content_id = ?", [id.rawValue])
        case .path(let path):
            guard case .present(let id) = try FileLookup(db).find(path) else { return [] }
            (condition, arguments) = ("files.id = ?", [id.rawValue])
        }
        return try Row.fetchAll(
            db,
            sql: """
                SELECT files.*, sources.fs_type
                FROM files JOIN sources ON sources.id = files.source_id
                LEFT JOIN contents ON contents.id = files.content_id
                WHERE \(condition) AND deleted_at IS NULL AND configured = 1
                ORDER BY files.id IS NOT contents.primary_file_id, files.id LIMIT ?
                """, arguments: arguments + [max(0, limit)]
        ).compactMap { row in
            let source = try row.integer("source_id")
            let path = try folders.path(row.integer("directory_id"), row.bytes("name") ?? [])
            guard let entry = sources.configured(source),
                let names = path.path.names(below: entry.path), !names.isEmpty
            else { return nil }
            let content = try row.integerIfPresent("content_id").flatMap(content)
            return FilePlace(
                file: File.ID(rawValue: try row.integer("id")),
                content: content.map { Content.ID(rawValue: $0.id) },
                source: entry.id, sourceName: entry.name, sourceState: entry.state,
                folder: entry.path, names: names,
                stamp: Stamp(
                    size: try row.integer("size"), modified: try row.integer("modified"),
                    changed: try row.integer("changed"), inode: try row.integer("inode"),
                    born: try row.integer("born")),
                traits: try DirectoryChain.fetch(row.integer("directory_id"), in: db)?.home?.traits
                    ?? row.text("fs_type").map(FileSystemTraits.of(type:)) ?? .local,
                properties: content?.properties ?? Properties(),
                fingerprint: content?.fingerprint.hex)
        }
    }

    private func content(_ id: Int64) throws -> SearchedContentRow? {
        let statement = try db.cachedStatement(sql: "\(SearchedContentRow.select) WHERE id = ?")
        return try SearchedContentRow.fetchOne(statement, arguments: [id])
    }
}

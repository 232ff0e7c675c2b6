public import AudiowatchCore
import GRDB

/// Something that could not be handled, and where.
public struct ProblemRow: Hashable, Sendable, Encodable {
    /// Row number; a daemon retries by it.
    public var id: Int64
    /// What kind of problem.
    public var kind: String
    /// The file, the directory, or the source's folder; absolute, for reading.
    public var path: String
    /// The exact bytes of the path in base64, only where reading changed them.
    public var pathBase64: String?
    /// Name of its source.
    public var source: String
    /// One sentence with the facts.
    public var reason: String
    /// What can be done, where something can.
    public var hint: String?
    /// When it was first seen, seconds since 1970 UTC.
    public var firstAt: Double
    /// When it was last seen.
    public var lastAt: Double
    /// Tries that failed.
    public var attempts: Int

    private enum CodingKeys: String, CodingKey {
        case id, kind, path
        case pathBase64 = "path_base64"
        case source, reason, hint, firstAt, lastAt, attempts
    }
}

/// Some problems.
public struct ProblemPage: Hashable, Sendable, Encodable {
    /// The newest first.
    public var problems: [ProblemRow]
    /// Ask for this next; nil when these were the last.
    public var next: Int64?
}

/// Reads problems of configured sources.
struct Problems {
    private let db: Database
    private let sources: SourceTable
    private let folders: DirectoryPaths

    init(_ db: Database) throws {
        self.db = db
        sources = try SourceTable(db)
        folders = DirectoryPaths(db, sources)
    }

    /// Hands over each problem with a number below `before`, the newest first, until `take` says false.
    func run(before: Int64?, _ take: (ProblemRow) throws -> Bool) throws {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT * FROM problems WHERE id < ? ORDER BY id DESC",
            arguments: [before ?? .max])
        while let row = try rows.next() {
            guard let problem = try problem(row) else { continue }
            guard try take(problem) else { return }
        }
    }

    /// The place of one; nil when there is no such problem.
    func path(of id: Int64) throws -> PathText? {
        try Row.fetchOne(db, sql: "SELECT * FROM problems WHERE id = ?", arguments: [id])
            .flatMap(place)
    }

    /// The problems of one place.
    func at(directory: Int64, name: [UInt8]) throws -> [ProblemRow] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM problems WHERE directory_id = ? AND name = ? ORDER BY id",
            arguments: [directory, FileName(bytes: name).column]
        )
        .compactMap(problem)
    }

    private func problem(_ row: Row) throws -> ProblemRow? {
        guard let source = sources.configured(try row.integer("source_id")),
            let path = try place(row)
        else { return nil }
        return ProblemRow(
            id: try row.integer("id"), kind: try row.text("kind") ?? "", path: path.text,
            pathBase64: path.base64, source: source.name, reason: try row.text("reason") ?? "",
            hint: try row.text("hint"), firstAt: try row.seconds("first_at") ?? 0,
            lastAt: try row.seconds("last_at") ?? 0, attempts: try row.count("attempts"))
    }

    /// The file, else the folder, else the source's own; nil of a source that the configuration does not name.
    private func place(_ row: Row) throws -> PathText? {
        guard let source = sources.configured(try row.integer("source_id")) else { return nil }
        guard let directory = try row.integerIfPresent("directory_id") else {
            return PathText(source.path)
        }
        if let name = row.bytes("name"), !name.isEmpty {
            return try folders.path(directory, name)
        }
        return try folders.folder(directory).map { PathText(bytes: $0.path) }
            ?? PathText(source.path)
    }
}

extension Catalog {
    /// The file or folder that a problem is about; nil when there is no such problem. Blocks.
    public func path(ofProblem id: Int64) throws(CatalogError) -> PathText? {
        try read { try Problems($0).path(of: id) }
    }
}

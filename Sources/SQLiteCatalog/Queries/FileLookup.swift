public import AudiowatchCore
import GRDB
import SystemPackage

/// What the catalogue knows of a path.
public enum KnownPath: Hashable, Sendable {
    /// A present file.
    case present(File.ID)
    /// A file that is gone from the disk; the row is kept.
    case deleted(File.ID)
    /// A directory of a source.
    case directory(Directory.ID)
    /// Inside a source, but no row has this name.
    case unknown
    /// In no source that the catalogue has.
    case outside
}

/// Finds rows by path, name by name: paths are derived, so nothing stores a whole one.
struct FileLookup {
    let db: Database
    let sources: SourceTable

    init(_ db: Database) throws {
        self.db = db
        sources = try SourceTable(db)
    }

    /// What stands at an absolute path. The present row goes before a deleted one, of those the latest.
    func find(_ path: FilePath) throws -> KnownPath {
        guard let (source, names) = sources.owner(of: path) else { return .outside }
        var places = try Int64.fetchAll(
            db, sql: "SELECT id FROM directories WHERE source_id = ? AND parent_id IS NULL",
            arguments: [source.id.rawValue])
        guard let last = names.last else {
            return places.first.map { .directory(Directory.ID(rawValue: $0)) } ?? .unknown
        }
        for name in names.dropLast() {
            // Of one name there is one live directory and any number of gone ones, all worth a look.
            places = try places.flatMap { try directories(in: $0, named: name) }
        }
        var deleted: (id: Int64, at: Int64)?
        for place in places {
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: "SELECT id, deleted_at FROM files WHERE directory_id = ? AND name = ?"),
                arguments: [place, last.column])
            while let row = try rows.next() {
                let id = try row.integer("id")
                guard let at = try row.integerIfPresent("deleted_at") else {
                    return .present(File.ID(rawValue: id))
                }
                if (deleted?.at ?? .min) <= at { deleted = (id, at) }
            }
        }
        if let place = try places.lazy.compactMap({ try live($0, last) }).first {
            return .directory(Directory.ID(rawValue: place))
        }
        return deleted.map { .deleted(File.ID(rawValue: $0.id)) } ?? .unknown
    }

    private func directories(in parent: Int64, named name: FileName) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id FROM directories WHERE parent_id = ? AND name = ?
                    ORDER BY gone_at IS NOT NULL, gone_at DESC LIMIT 100
                    """), arguments: [parent, name.column])
    }

    private func live(_ parent: Int64, _ name: FileName) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id FROM directories WHERE parent_id = ? AND name = ? AND gone_at IS NULL
                    """), arguments: [parent, name.column])
    }
}

import AudiowatchCore
import GRDB

/// The paths of single files, by their rows.
struct FilePaths {
    private let db: Database
    private let folders: DirectoryPaths

    init(_ db: Database) throws {
        self.db = db
        folders = DirectoryPaths(db, try SourceTable(db))
    }

    /// The exact bytes of a file's absolute path; nil where there is no such row.
    func path(of file: Int64) throws -> [UInt8]? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT directory_id, name FROM files WHERE id = ?"),
            arguments: [file])
        guard let row else { return nil }
        return try folders.path(row.integer("directory_id"), row.bytes("name") ?? []).bytes
    }
}

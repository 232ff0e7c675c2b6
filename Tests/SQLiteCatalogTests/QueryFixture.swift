import AudiowatchCore
import Foundation
import GRDB

@testable import SQLiteCatalog

/// A catalogue in memory whose rows a test writes by hand, so that queries are tested apart from the writer.
struct QueryFixture {
    let db: Database

    /// Gives a fresh database to `test`.
    static func with(_ test: (QueryFixture) throws -> Void) throws {
        let queue = try DatabaseQueue()
        try Migrations.all.migrate(queue)
        try queue.write { try test(QueryFixture(db: $0)) }
    }

    /// A source with its own folder's row; directory numbers start at a hundred times its number.
    func source(
        _ id: Int64, _ name: String, _ path: String, state: String = "online",
        role: String = "working", configured: Bool = true
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO sources (id, name, path, state, reason, role, configured)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, name, path, state, state == "offline" ? "the drive is away" : nil, role,
                configured,
            ])
        try db.execute(
            sql: """
                INSERT INTO directories (id, source_id, parent_id, name, inode, born)
                VALUES (?, ?, NULL, '', 1, 0)
                """, arguments: [id * 100, id])
    }

    /// A directory.
    func directory(_ id: Int64, in parent: Int64, _ name: FileName, goneAt: Int64? = nil) throws {
        try db.execute(
            sql: """
                INSERT INTO directories (id, source_id, parent_id, name, inode, born, gone_at)
                SELECT ?, source_id, ?, ?, 1, 0, ? FROM directories WHERE id = ?
                """, arguments: [id, parent, name.column, goneAt, parent])
    }

    /// A content without files.
    func content(
        _ id: Int64, fingerprint: Int64? = nil, size: Int64 = 1_000, digest: Data? = nil,
        duration: Double? = 1, format: String? = "wav", baseName: String? = nil,
        title: String? = nil
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO contents (id, fingerprint, size, digest, duration, sample_rate, format,
                    base_name, title) VALUES (?, ?, ?, ?, ?, 44100, ?, ?, ?)
                """,
            arguments: [id, fingerprint ?? id, size, digest, duration, format, baseName, title])
    }

    /// A file; triggers count it, the first present one of a content becomes the primary.
    func file(
        _ id: Int64, in directory: Int64, _ name: FileName, content: Int64?, inode: Int64? = nil,
        size: Int64 = 1_000, deletedAt: Int64? = nil
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO files (id, directory_id, name, source_id, content_id, size, modified,
                    changed, inode, born, examined_at, deleted_at)
                SELECT ?, id, ?, source_id, ?, ?, 1500000000000000000, 0, ?, 0, 7, ?
                FROM directories WHERE id = ?
                """,
            arguments: [id, name.column, content, size, inode ?? id, deletedAt, directory])
        // The writer names the primary; of a content whose files were always deleted it is any of them.
        try db.execute(
            sql: """
                UPDATE contents SET primary_file_id = coalesce(primary_file_id, ?) WHERE id = ?
                """, arguments: [id, content])
    }

    /// Paths that a search finds, in its order.
    func found(_ text: String) throws -> [String] {
        try hits(SearchRequest(SearchQuery(parsing: text))).map(\.path)
    }

    /// Rows that a search finds.
    func hits(_ request: SearchRequest) throws -> [SearchHit] {
        var hits: [SearchHit] = []
        try Search(db, request, at: SearchMoment(now: 0, offset: 0)).run {
            hits.append($0)
            return true
        }
        return hits
    }
}

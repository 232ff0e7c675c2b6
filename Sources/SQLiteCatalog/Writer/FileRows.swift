import AudiowatchCore
import GRDB

/// A file row inside a transaction.
struct FileRow: DirectRow {
    var id: Int64
    var place: Place
    var source: Int64
    var content: Int64?
    var stamp: Stamp
    var examinedAt: Int64
    var deletedAt: Int64?

    var isPresent: Bool { deletedAt == nil }

    /// True when the row was examined so shortly after the file was written that its stamp proves nothing.
    func wasRacy(on traits: FileSystemTraits) -> Bool {
        stamp.isRacy(examinedAt: examinedAt, on: traits)
    }

    /// True when `stamp` proves that the bytes are the ones this row was made from.
    func isProvedBy(_ stamp: Stamp, on traits: FileSystemTraits) -> Bool {
        !wasRacy(on: traits) && stamp.proves(sameBytesAs: self.stamp, on: traits)
    }

    init(
        id: Int64, place: Place, source: Int64, content: Int64?, stamp: Stamp, examinedAt: Int64
    ) {
        self.id = id
        self.place = place
        self.source = source
        self.content = content
        self.stamp = stamp
        self.examinedAt = examinedAt
    }

    static let columns = """
        id, directory_id, name, source_id, content_id, size, modified, changed, inode, born,
        examined_at, deleted_at
        """

    init(_ columns: Columns) {
        id = columns.integer(0)
        place = Place(Directory.ID(rawValue: columns.integer(1)), columns.name(2))
        source = columns.integer(3)
        content = columns.integerIfPresent(4)
        stamp = columns.stamp(from: 5)
        examinedAt = columns.integer(10)
        deletedAt = columns.integerIfPresent(11)
    }
}

extension Stamp {
    /// True for a file examined, in microseconds since 1970, within one granularity of its own time.
    func isRacy(examinedAt: Int64, on traits: FileSystemTraits) -> Bool {
        let (nanoseconds, overflow) = examinedAt.multipliedReportingOverflow(by: 1_000)
        return !overflow && isRacy(at: nanoseconds, on: traits)
    }
}

/// Statements on single file rows.
extension Edit {
    func file(_ id: Int64) throws -> FileRow? {
        try FileRow.fetchOne(
            db.cachedStatement(sql: "SELECT \(FileRow.columns) FROM files WHERE id = ?"),
            arguments: [id])
    }

    /// The present row at a place.
    func liveFile(at place: Place) throws -> FileRow? {
        try FileRow.fetchOne(
            db.cachedStatement(sql: Edit.liveSQL),
            arguments: [place.directory.rawValue, place.name.column])
    }

    private static let liveSQL = """
        SELECT \(FileRow.columns) FROM files
        WHERE directory_id = ? AND name = ? AND deleted_at IS NULL
        """

    /// The deleted row that comes back when these bytes appear at a place: one that had them before any
    /// other, and the one deleted last before the rest.
    func deletedFile(
        at place: Place, fingerprint: Int64?, size: Int64
    ) throws -> FileRow? {
        guard mayHaveDeleted else { return nil }
        return try FileRow.fetchOne(
            db.cachedStatement(sql: Edit.deletedSQL),
            arguments: [place.directory.rawValue, place.name.column, fingerprint, size])
    }

    private static let deletedSQL = """
        SELECT \(FileRow.columns) FROM files AS f
        WHERE directory_id = ? AND name = ? AND deleted_at IS NOT NULL
        ORDER BY EXISTS (
            SELECT 1 FROM contents AS c
            WHERE c.id = f.content_id AND c.fingerprint = ? AND c.size = ?) DESC,
            deleted_at DESC, id DESC
        LIMIT 1
        """

    /// A deleted row of this very inode, unwritten since: the latest.
    func displacedFile(_ stamp: Stamp) throws -> FileRow? {
        try FileRow.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT \(FileRow.columns) FROM files
                    WHERE inode = ? AND born = ? AND size = ? AND modified = ?
                        AND deleted_at IS NOT NULL
                    ORDER BY deleted_at DESC, id DESC LIMIT 1
                    """),
            arguments: [stamp.inode, stamp.born, stamp.size, stamp.modified])
    }

    func insertFile(
        at place: Place, source: Int64, content: Int64?, _ stamp: Stamp, examinedAt: Int64,
        deletedAt: Int64? = nil
    ) throws -> FileRow {
        try db.cachedStatement(
            sql: """
                INSERT INTO files (directory_id, name, source_id, content_id, size, modified,
                    changed, inode, born, examined_at, deleted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            place.directory.rawValue, place.name.column, source, content, stamp.size,
            stamp.modified, stamp.changed, stamp.inode, stamp.born, examinedAt, deletedAt,
        ])
        if let content, mayHaveVerdicts { joined.insert(content) }
        return FileRow(
            id: db.lastInsertedRowID, place: place, source: source, content: content, stamp: stamp,
            examinedAt: examinedAt)
    }

    /// Writes all of a row but its number.
    func update(_ row: FileRow) throws {
        try db.cachedStatement(
            sql: """
                UPDATE files SET directory_id = ?, name = ?, source_id = ?, content_id = ?, size = ?,
                    modified = ?, changed = ?, inode = ?, born = ?, examined_at = ?, deleted_at = ?
                WHERE id = ?
                """
        ).execute(arguments: [
            row.place.directory.rawValue, row.place.name.column, row.source, row.content,
            row.stamp.size, row.stamp.modified, row.stamp.changed, row.stamp.inode, row.stamp.born,
            row.examinedAt, row.deletedAt, row.id,
        ])
    }

    /// Marks a row deleted; what it says is kept.
    func markDeleted(_ row: FileRow, isLive: Bool) throws {
        try db.cachedStatement(sql: "UPDATE files SET deleted_at = ? WHERE id = ?")
            .execute(arguments: [at, row.id])
        try noteDeleted(row, isLive: isLive)
    }

    /// As ``markDeleted(_:isLive:)`` for each of these.
    func markDeleted(_ rows: [FileRow], isLive: Bool) throws {
        try Many.run(
            "\(Many.table) UPDATE files SET deleted_at = ? WHERE id IN (SELECT value FROM wanted)",
            of: rows.map(\.id), and: at.databaseValue, in: db)
        for row in rows { try noteDeleted(row, isLive: isLive) }
    }

    /// A row was marked deleted: what follows from it.
    private func noteDeleted(_ row: FileRow, isLive: Bool) throws {
        mayHaveDeleted = true
        unnamed.insert(Inode(row.stamp))
        if let content = row.content {
            touched.insert(content)
            departed[content] = row.stamp.modified
        }
        try tell(.deleted, row, isLive: isLive)
    }
}

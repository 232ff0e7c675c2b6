import AudiowatchCore
import GRDB

/// An inode over its whole life, where inodes are stable.
struct Inode: Hashable {
    var number: Int64
    var born: Int64

    init(number: Int64, born: Int64) {
        self.number = number
        self.born = born
    }

    init(_ stamp: Stamp) {
        self.init(number: stamp.inode, born: stamp.born)
    }
}

/// The kernel tells of a write under one name only, but every name of the inode has its new bytes.
extension Edit {
    /// A file was read: names of its inode whose rows say otherwise are looked at, deleted ones too, since one
    /// that was too small for a moment may be back. What deleted rows knew of it counts no more.
    func lookAtLinks(of row: FileRow) throws {
        guard row.stamp.inode != 0, try traits(of: row.place).hasStableInodes else { return }
        let others = try NamedRow.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT \(NamedRow.columns) FROM files
                    WHERE inode = ? AND born = ? AND id <> ? AND (deleted_at IS NOT NULL
                        OR size <> ? OR modified <> ? OR changed <> ?)
                    """),
            arguments: [
                row.stamp.inode, row.stamp.born, row.id, row.stamp.size, row.stamp.modified,
                row.stamp.changed,
            ])
        try look(at: others)
        try disown(others.filter(\.isDeleted).map(\.id), .inode)
    }

    /// A name is gone: what was written under it shortly before is seen under the names that are left.
    func lookAtLinks() throws {
        let inodes = unnamed
        unnamed = []
        let rows: [NamedRow] = try Many.all(
            Edit.namesSQL, of: Set(inodes.lazy.map(\.number)).subtracting([0]), in: db
        ).filter { try inodes.contains($0.inode) && traits(of: $0.place).hasStableInodes }
        let named = rows.filter { !$0.isDeleted }
        try look(at: named)
        var seen: [Inode: Int64] = [:]
        for row in named {
            seen[row.inode] = max(row.examinedAt, seen[row.inode] ?? row.examinedAt)
        }
        // By the inode it is still found when the file is read: it may have been too small for a moment only.
        // A name read after all that are left knows best, should those turn out to be gone as well.
        let former = rows.filter { row in
            row.isDeleted && seen[row.inode].map { row.examinedAt <= $0 } ?? false
        }
        try disown(former.map(\.id), .size)
    }

    private static let namesSQL = """
        \(Many.table)
        SELECT \(NamedRow.columns) FROM wanted CROSS JOIN files ON inode = wanted.value
        """

    /// Deleted rows of a file that has another name now: should it be renamed once more, it is not taken for what
    /// they remember, since it may have been written to in between.
    private func disown(_ rows: [Int64], _ column: Disowned) throws {
        guard !rows.isEmpty else { return }
        try Many.run(column.sql, of: rows, and: column.value.databaseValue, in: db)
    }

    /// What of a deleted row is made to fit no file.
    private enum Disowned {
        case inode, size

        var sql: String {
            "\(Many.table) UPDATE files SET \(self == .inode ? "inode" : "size") = ? "
                + "WHERE id IN (SELECT value FROM wanted)"
        }

        var value: Int64 { self == .inode ? 0 : -1 }
    }

    private func look(at rows: [NamedRow]) throws {
        for row in rows where try folder(row.place.directory)?.isGone == false {
            try JobRows.enqueue(
                JobRequest(.examine, source: row.source, place: row.place, priority: .again),
                in: db)
        }
    }

    /// A name of an inode, or one that it had.
    private struct NamedRow: DirectRow {
        let id: Int64
        let source: Source.ID
        let place: Place
        let isDeleted: Bool
        let inode: Inode
        let examinedAt: Int64

        static let columns = """
            id, source_id, directory_id, name, deleted_at IS NOT NULL, inode, born, examined_at
            """

        init(_ columns: Columns) {
            id = columns.integer(0)
            source = Source.ID(rawValue: columns.integer(1))
            place = Place(Directory.ID(rawValue: columns.integer(2)), columns.name(3))
            isDeleted = columns.bool(4)
            inode = Inode(number: columns.integer(5), born: columns.integer(6))
            examinedAt = columns.integer(7)
        }
    }
}

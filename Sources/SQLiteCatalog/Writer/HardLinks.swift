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
        let others = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT source_id, directory_id, name, id, deleted_at IS NOT NULL FROM files
                    WHERE inode = ? AND born = ? AND id <> ? AND (deleted_at IS NOT NULL
                        OR size <> ? OR modified <> ? OR changed <> ?)
                    """),
            arguments: [
                row.stamp.inode, row.stamp.born, row.id, row.stamp.size, row.stamp.modified,
                row.stamp.changed,
            ])
        try look(at: others)
        try disown(others.filter { $0[4] }.map { $0[3] }, .inode)
    }

    /// A name is gone: what was written under it shortly before is seen under the names that are left.
    func lookAtLinks() throws {
        let inodes = unnamed
        unnamed = []
        var named: [Row] = []
        var former: [Row] = []
        try Many.rows(Edit.namesSQL, of: Set(inodes.lazy.map(\.number)).subtracting([0]), in: db) {
            row in
            guard inodes.contains(Inode(number: row[3], born: row[4])) else { return }
            if row[6] { former.append(row.copy()) } else { named.append(row.copy()) }
        }
        try look(at: named)
        var seen: [Inode: Int64] = [:]
        for row in named {
            let (inode, at) = (Inode(number: row[3], born: row[4]), row[7] as Int64)
            seen[inode] = max(at, seen[inode] ?? at)
        }
        // By the inode it is still found when the file is read: it may have been too small for a moment only.
        // A name read after all that are left knows best, should those turn out to be gone as well.
        try disown(
            former.filter { row in
                seen[Inode(number: row[3], born: row[4])].map { row[7] <= $0 } ?? false
            }.map { $0[5] }, .size)
    }

    private static let namesSQL = """
        \(Many.table)
        SELECT f.source_id, f.directory_id, f.name, f.inode, f.born, f.id,
            f.deleted_at IS NOT NULL, f.examined_at
        FROM wanted CROSS JOIN files AS f ON f.inode = wanted.value
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

    private func look(at rows: [Row]) throws {
        for row in rows {
            let place = Place(Directory.ID(rawValue: row[1]), try row.name(at: 2))
            guard try folder(place.directory)?.isGone == false else { continue }
            try JobRows.enqueue(
                JobRequest(
                    .examine, source: Source.ID(rawValue: row[0]), place: place, priority: .again),
                in: db)
        }
    }
}

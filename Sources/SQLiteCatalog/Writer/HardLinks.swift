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
    /// A file was read: names of its inode whose rows say otherwise are looked at.
    func lookAtLinks(of row: FileRow) throws {
        guard row.stamp.inode != 0, try traits(of: row.place).hasStableInodes else { return }
        try look(
            at: Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT source_id, directory_id, name FROM files
                        WHERE inode = ? AND born = ? AND deleted_at IS NULL AND id <> ?
                            AND (size <> ? OR modified <> ? OR changed <> ?)
                        """),
                arguments: [
                    row.stamp.inode, row.stamp.born, row.id, row.stamp.size, row.stamp.modified,
                    row.stamp.changed,
                ]))
    }

    /// A name is gone: what was written under it shortly before is seen under the names that are left.
    func lookAtLinks() throws {
        let inodes = unnamed
        unnamed = []
        var named: [Row] = []
        try Many.rows(Edit.namesSQL, of: Set(inodes.lazy.map(\.number)).subtracting([0]), in: db) {
            row in
            if inodes.contains(Inode(number: row[3], born: row[4])) { named.append(row.copy()) }
        }
        try look(at: named)
    }

    private static let namesSQL = """
        \(Many.table)
        SELECT f.source_id, f.directory_id, f.name, f.inode, f.born
        FROM wanted CROSS JOIN files AS f ON f.inode = wanted.value
        WHERE f.deleted_at IS NULL
        """

    private func look(at rows: [Row]) throws {
        for row in rows {
            let place = Place(Directory.ID(rawValue: row[1]), try row.name(at: 2))
            try JobRows.enqueue(
                JobRequest(
                    .examine, source: Source.ID(rawValue: row[0]), place: place, priority: .again),
                in: db)
        }
    }
}

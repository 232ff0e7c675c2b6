import AudiowatchCore
import GRDB

/// An inode over its whole life, where inodes are stable.
struct Inode: Hashable {
    var number: Int64
    var born: Int64

    init(_ stamp: Stamp) {
        number = stamp.inode
        born = stamp.born
    }
}

/// The kernel tells of a write under one name only, but every name of the inode has its new bytes.
extension Edit {
    /// A file was read: names of its inode whose rows say otherwise are looked at.
    func lookAtLinks(of row: FileRow) throws {
        guard row.stamp.inode != 0, try traits(row.source).hasStableInodes else { return }
        try look(
            at: Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT source_id, directory_id, name FROM files
                        WHERE inode = ? AND born = ? AND deleted_at IS NULL AND id <> ?
                            AND (size <> ? OR modified <> ?)
                        """),
                arguments: [
                    row.stamp.inode, row.stamp.born, row.id, row.stamp.size, row.stamp.modified,
                ]))
    }

    /// A name is gone: what was written under it shortly before is seen under the names that are left.
    func lookAtLinks() throws {
        while let inode = unnamed.popFirst() {
            guard inode.number != 0 else { continue }
            try look(
                at: Row.fetchAll(
                    db.cachedStatement(
                        sql: """
                            SELECT source_id, directory_id, name FROM files
                            WHERE inode = ? AND born = ? AND deleted_at IS NULL
                            """), arguments: [inode.number, inode.born]))
        }
    }

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

import TestSupport

/// What the original tool's views do not show of a copy: its own time of modification.
struct RowTimes {
    private let nanoseconds: [DiskPath: Int]

    /// Every present file's.
    init(_ database: DatabaseFile) throws {
        let rows = try database.rows(
            """
            WITH RECURSIVE folders (id, path) AS (
                SELECT directories.id, CAST(sources.path AS BLOB)
                FROM directories JOIN sources ON sources.id = directories.source_id
                WHERE directories.parent_id IS NULL
                UNION ALL
                SELECT inner.id,
                    CAST(path || x'2F' || CAST(inner.name AS BLOB) AS BLOB)
                FROM folders JOIN directories AS inner ON inner.parent_id = folders.id
            )
            SELECT CAST(path || x'2F' || CAST(files.name AS BLOB) AS BLOB), files.modified
            FROM files JOIN folders ON folders.id = files.directory_id
            WHERE files.deleted_at IS NULL
            """)
        nanoseconds = Dictionary(
            rows.map { (DiskPath($0[0].bytes ?? []), $0[1].integer ?? 0) }
        ) { first, _ in first }
    }

    /// One sentence for each file whose row has another time than the disk.
    func differences(from disk: [DiskFile]) -> [String] {
        disk.compactMap { file in
            let wanted = file.seconds * 1_000_000_000 + file.nanoseconds
            guard let found = nanoseconds[file.path], found != wanted else { return nil }
            return "\(file.path): modified at \(wanted) ns on the disk, \(found) in the catalogue"
        }
    }
}

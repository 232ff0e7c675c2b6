public import AudiowatchCore
import GRDB

/// What a source's thread reads: its tree, and what is known of a folder. Each blocks.
extension Catalog {
    /// The directories of a source that stand somewhere, parents before their children.
    public func tree(of source: Source.ID) throws(CatalogError) -> [KnownDirectory] {
        try read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        WITH RECURSIVE tree (id) AS (
                            SELECT id FROM directories
                            WHERE source_id = ? AND parent_id IS NULL
                            UNION ALL
                            SELECT d.id FROM tree JOIN directories AS d ON d.parent_id = tree.id
                            WHERE d.gone_at IS NULL
                        )
                        SELECT d.id, d.parent_id, d.name, d.inode, d.born, d.away,
                            d.fs_type, d.fs_id, d.fs_folder
                        FROM tree JOIN directories AS d ON d.id = tree.id
                        """), arguments: [source.rawValue])
            var tree: [KnownDirectory] = []
            while let row = try rows.next() {
                let parent: Int64? = row[1]
                tree.append(
                    KnownDirectory(
                        id: Directory.ID(rawValue: row[0]),
                        parent: parent.map(Directory.ID.init(rawValue:)), name: try row.name(at: 2),
                        inode: row[3], born: row[4],
                        fileSystem: try FileSystemIdentity(row, from: 6, inode: row[3]),
                        isAway: row[5]))
            }
            return tree
        }
    }

    /// Directories of a source that have no place, as their rows say, and still hold present files or jobs.
    public func directoriesWithoutPlace(
        in source: Source.ID
    ) throws(CatalogError) -> [Directory.ID] {
        try read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM directories AS lost
                    WHERE source_id = ? AND gone_at IS NOT NULL AND EXISTS (
                        WITH RECURSIVE below (id) AS (
                            VALUES (lost.id)
                            UNION ALL
                            SELECT d.id FROM below JOIN directories AS d ON d.parent_id = below.id
                        )
                        SELECT 1 FROM below
                        WHERE EXISTS (
                                SELECT 1 FROM files
                                WHERE directory_id = below.id AND deleted_at IS NULL)
                            OR EXISTS (SELECT 1 FROM jobs WHERE directory_id = below.id))
                    """, arguments: [source.rawValue]
            ).map(Directory.ID.init(rawValue:))
        }
    }

    /// The greatest directory number in use; 0 in an empty catalogue.
    public func maxDirectoryID() throws(CatalogError) -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM directories") ?? 0 }
    }

    /// Where a directory stands; nil when it, or a directory above it, is gone.
    public func location(of directory: Directory.ID) throws(CatalogError) -> DirectoryLocation? {
        try read { db in
            guard
                let chain = try DirectoryChain.fetch(directory.rawValue, in: db),
                !chain.isGone
            else { return nil }
            return DirectoryLocation(
                source: Source.ID(rawValue: chain.source), names: chain.names, inode: chain.inode,
                born: chain.born, home: chain.home, isAway: chain.isAway)
        }
    }

    /// True when the catalogue has a present file in a directory or anywhere below it, or is about to have one.
    public func holdsFiles(below directory: Directory.ID) throws(CatalogError) -> Bool {
        try read { db in
            try Bool.fetchOne(
                db.cachedStatement(
                    sql: """
                        WITH RECURSIVE below (id) AS (
                            VALUES (?)
                            UNION ALL
                            SELECT d.id FROM below JOIN directories AS d ON d.parent_id = below.id
                            WHERE d.gone_at IS NULL
                        )
                        SELECT EXISTS (
                            SELECT 1 FROM below
                            WHERE EXISTS (
                                    SELECT 1 FROM files
                                    WHERE directory_id = below.id AND deleted_at IS NULL)
                                OR EXISTS (SELECT 1 FROM jobs WHERE directory_id = below.id))
                        """), arguments: [directory.rawValue]) ?? false
        }
    }

    /// What the catalogue knows of one directory, as of one moment.
    public func folder(_ directory: Directory.ID) throws(CatalogError) -> KnownFolder {
        try read { try Catalog.folder(directory, $0) }
    }

    /// The same of many directories in one go; one of which nothing is known is left out.
    public func folders(
        _ directories: some Sequence<Directory.ID>
    ) throws(CatalogError) -> [Directory.ID: KnownFolder] {
        try read { db in
            var result: [Directory.ID: KnownFolder] = [:]
            for directory in directories {
                let folder = try Catalog.folder(directory, db)
                if folder != KnownFolder() { result[directory] = folder }
            }
            return result
        }
    }

    private static func folder(_ directory: Directory.ID, _ db: Database) throws -> KnownFolder {
        let rows = try KnownFileRow.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT name, id, size, modified, changed, inode, born, examined_at,
                        content_id IS NOT NULL
                    FROM files
                    WHERE directory_id = ? AND deleted_at IS NULL
                    """), arguments: [directory.rawValue])
        var folder = KnownFolder()
        while let row = try rows.next() { folder.files[row.name] = row.file }
        let asked = try NameRow.fetchCursor(
            db.cachedStatement(sql: "SELECT name FROM jobs WHERE directory_id = ? AND kind = ?"),
            arguments: [directory.rawValue, Job.Kind.examine.rawValue])
        while let row = try asked.next() { folder.asked.insert(row.name) }
        return folder
    }
}

/// A present file of a folder: name, id, size, modified, changed, inode, born, examined_at, whether it was read.
private struct KnownFileRow: DirectRow {
    let name: FileName
    let file: KnownFile

    init(_ columns: Columns) {
        name = columns.name(0)
        file = KnownFile(
            id: File.ID(rawValue: columns.integer(1)), stamp: columns.stamp(from: 2),
            examinedAt: CatalogTime(microseconds: columns.integer(7)), isRead: columns.bool(8))
    }
}

/// A name alone.
private struct NameRow: DirectRow {
    let name: FileName

    init(_ columns: Columns) { name = columns.name(0) }
}

extension FileSystemIdentity {
    /// Three columns in the order fs_type, fs_id, fs_folder, and the inode of the folder; nil where no file
    /// system begins.
    init?(_ row: Row, from first: Int, inode: Int64) throws {
        guard let type: String = row[first] else { return nil }
        let isStable = FileSystemTraits.of(type: type).hasStableInodes
        self.init(
            type: type, id: row[first + 1] ?? "", rootInode: isStable ? inode : 0,
            folder: try row.path(at: first + 2))
    }
}

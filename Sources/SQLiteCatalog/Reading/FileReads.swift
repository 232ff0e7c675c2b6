public import AudiowatchCore
import GRDB

/// What a worker reads before it opens a file. Each blocks; each is a hint: the writer decides again.
extension Catalog {
    /// The present row at a place where a file of this stamp stands now, and, unless it is that file's own
    /// row, the rows of its inode: see ``rows(withInodeOf:)``. One question, since a first scan asks it of
    /// every file and mostly hears that there is nothing.
    public func rows(
        at place: Place, of stamp: Stamp, on traits: FileSystemTraits
    ) throws(CatalogError) -> (live: LiveFile?, kin: [InodeRow]) {
        let (live, mayHaveKin) = try glance { db in
            let live = try Catalog.liveFile(at: place, on: traits, db)
            guard traits.hasStableInodes, live?.stamp.isSameInode(as: stamp, on: traits) != true
            else { return (live, false) }
            let known = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM files WHERE inode = ? LIMIT 1"),
                arguments: [stamp.inode])
            return (live, known != nil)
        }
        // Where they stand is put together from several rows: of one state.
        return (live, mayHaveKin ? try rows(withInodeOf: stamp, on: traits) : [])
    }

    /// The present row at a place, on a file system of these traits.
    public func liveFile(
        at place: Place, on traits: FileSystemTraits = .local
    ) throws(CatalogError) -> LiveFile? {
        try glance { try Catalog.liveFile(at: place, on: traits, $0) }
    }

    private static func liveFile(
        at place: Place, on traits: FileSystemTraits, _ db: Database
    ) throws -> LiveFile? {
        try LiveRow.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT f.id, f.size, f.modified, f.changed, f.inode, f.born, f.examined_at,
                        f.content_id, coalesce(c.format IS NOT NULL, 0), EXISTS (
                            SELECT 1 FROM problems AS p
                            WHERE p.directory_id = f.directory_id AND p.name = f.name)
                    FROM files AS f LEFT JOIN contents AS c ON c.id = f.content_id
                    WHERE f.directory_id = ? AND f.name = ? AND f.deleted_at IS NULL
                    """), arguments: [place.directory.rawValue, place.name.column])?
            .file(on: traits)
    }

    /// Rows whose last stamp names the same inode with the same size and time: where a file that is new at
    /// its place may have come from. The one examined last comes first; a few are enough.
    /// Empty for an inode of 0.
    public func rows(
        withInodeOf stamp: Stamp, on traits: FileSystemTraits = .local
    ) throws(CatalogError) -> [InodeRow] {
        try read { try Catalog.rows(withInodeOf: stamp, on: traits, $0) }
    }

    private static func rows(
        withInodeOf stamp: Stamp, on traits: FileSystemTraits, _ db: Database
    ) throws -> [InodeRow] {
        guard stamp.inode != 0 else { return [] }
        let rows = try KinRow.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, source_id, directory_id, name, deleted_at IS NOT NULL, changed,
                        examined_at, content_id IS NOT NULL
                    FROM files
                    WHERE inode = ? AND born = ? AND size = ? AND modified = ?
                    ORDER BY examined_at DESC, id DESC LIMIT 16
                    """),
            arguments: [stamp.inode, stamp.born, stamp.size, stamp.modified])
        return try rows.compactMap { row in
            guard let chain = try DirectoryChain.fetch(row.directory, in: db) else { return nil }
            let isRacy = stamp.isRacy(examinedAt: row.examinedAt, on: traits)
            return InodeRow(
                id: File.ID(rawValue: row.id), source: Source.ID(rawValue: row.source),
                place: Place(Directory.ID(rawValue: row.directory), row.name),
                names: chain.names, home: chain.home, changed: row.changed,
                isDeleted: row.isDeleted || chain.isGone, isRead: row.isRead,
                mustBeRead: row.examinedAt == 0 || isRacy)
        }
    }

    /// The content that these bytes are, when that is proved without a digest, its properties were read and
    /// nothing was wrong with them: then a copy of it needs no probe.
    public func knownContent(
        fingerprint: Fingerprint, size: Int64
    ) throws(CatalogError) -> KnownContent? {
        guard Fingerprint.covers(size: size, chunk: chunk) else { return nil }
        return try glance { db in
            try KnownRow.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT c.id, c.duration FROM contents AS c
                        WHERE c.fingerprint = ? AND c.size = ? AND c.format IS NOT NULL
                            AND NOT EXISTS (
                                SELECT 1 FROM files AS f JOIN problems AS p
                                    ON p.directory_id = f.directory_id AND p.name = f.name
                                WHERE f.id = c.primary_file_id)
                        ORDER BY c.id LIMIT 1
                        """),
                arguments: [Int64(bitPattern: fingerprint.value), size])?.content
        }
    }

    /// True when ``knownContent(fingerprint:size:)`` finds one.
    public func isKnown(fingerprint: Fingerprint, size: Int64) throws(CatalogError) -> Bool {
        try knownContent(fingerprint: fingerprint, size: size) != nil
    }

    /// Present files of a source, by its name.
    public func presentFiles(in source: String) throws(CatalogError) -> Int {
        try read {
            try Int.fetchOne(
                $0, sql: "SELECT files FROM sources WHERE name = ?", arguments: [source]) ?? 0
        }
    }

    /// The latest time in the catalogue: a ``HybridClock`` starts after it.
    public func latestTime() throws(CatalogError) -> CatalogTime {
        try read { CatalogTime(microseconds: try Meta.number(.clock, in: $0) ?? 0) }
    }
}

private struct LiveRow: DirectRow {
    private let file: LiveFile

    init(_ columns: Columns) {
        file = LiveFile(
            id: File.ID(rawValue: columns.integer(0)), stamp: columns.stamp(from: 1),
            examinedAt: CatalogTime(microseconds: columns.integer(6)),
            content: columns.integerIfPresent(7).map(Content.ID.init(rawValue:)),
            hasProperties: columns.bool(8), hasProblem: columns.bool(9), mustBeRead: false)
    }

    func file(on traits: FileSystemTraits) -> LiveFile {
        var file = file
        let at = file.examinedAt.microseconds
        file.mustBeRead = at == 0 || file.stamp.isRacy(examinedAt: at, on: traits)
        return file
    }
}

private struct KinRow: DirectRow {
    let (id, source, directory): (Int64, Int64, Int64)
    let name: FileName
    let isDeleted: Bool
    let (changed, examinedAt): (Int64, Int64)
    let isRead: Bool

    init(_ columns: Columns) {
        (id, source, directory) = (columns.integer(0), columns.integer(1), columns.integer(2))
        name = columns.name(3)
        isDeleted = columns.bool(4)
        (changed, examinedAt) = (columns.integer(5), columns.integer(6))
        isRead = columns.bool(7)
    }
}

private struct KnownRow: DirectRow {
    let content: KnownContent

    init(_ columns: Columns) {
        content = KnownContent(
            id: Content.ID(rawValue: columns.integer(0)), duration: columns.real(1))
    }
}

import AudiowatchCore
import GRDB

/// What every content must satisfy before a transaction ends: a present primary where there is any present
/// file, no row without files, and the base name of its primary.
extension Edit {
    func settleContents() throws {
        while !touched.isEmpty {
            let ids = touched
            touched = []
            for id in try unsettled(ids) { try settle(id) }
            if mayHaveVerdicts { joined.formUnion(ids) }
        }
    }

    /// Those of these contents that are not in order, or whose successor has to be looked for. Of the others
    /// only what follows from their change is noted.
    private func unsettled(_ ids: Set<Int64>) throws -> Set<Int64> {
        var unsettled = ids
        try Many.rows(Edit.settledSQL, of: ids, in: db) { row in
            let id: Int64 = row[0]
            let present: Int64 = row[1]
            let hasPeers: Bool = row[5]
            guard present > 0 || departed[id] == nil || !hasPeers else { return }
            let baseName: String? = row[2]
            guard baseName == BaseName.of(try row.name(at: 4)) else { return }
            if let baseName { baseNames.insert(baseName) }
            let isOpen: Bool = row[3]
            if isOpen { unproved.insert(id) }
            if present == 0 { departed[id] = nil }
            unsettled.remove(id)
        }
        return unsettled
    }

    /// Contents whose primary is one that may be, and whose length nobody has to count: id, present, base
    /// name, whether a digest of theirs or of another with their fingerprint is missing (one that has its digest
    /// may be back, and those that came meanwhile have none), the primary's name, and whether others have their
    /// fingerprint.
    private static let settledSQL = """
        \(Many.table)
        SELECT c.id, c.present, c.base_name, EXISTS (
            SELECT 1 FROM contents AS peer
            WHERE peer.fingerprint = c.fingerprint AND peer.size = c.size AND peer.id <> c.id
                AND (c.digest IS NULL OR peer.digest IS NULL)), f.name, EXISTS (
            SELECT 1 FROM contents AS peer
            WHERE peer.fingerprint = c.fingerprint AND peer.size = c.size AND peer.id <> c.id)
        FROM wanted CROSS JOIN contents AS c ON c.id = wanted.value
        JOIN files AS f ON f.id = c.primary_file_id AND f.content_id = c.id
            AND (f.deleted_at IS NULL) = (c.present > 0)
        WHERE c.estimated = 0 OR c.present = 0
        """

    private func settle(_ id: Int64) throws {
        guard let content = try content(id) else { return }
        if let name = content.baseName { baseNames.insert(name) }
        if content.present == 0, let modified = departed.removeValue(forKey: id),
            try takeOver(content, modified: modified)
        {
            return
        }
        guard let primary = try primary(of: content) else { return try forget(content) }
        unproved.insert(id)
        if content.awaitsCount { estimated.insert(id) }
        let base = BaseName.of(primary.name)
        baseNames.insert(base)
        guard primary.id != content.primary || base != content.baseName else { return }
        try db.cachedStatement(
            sql: "UPDATE contents SET primary_file_id = ?, base_name = ? WHERE id = ?"
        ).execute(arguments: [primary.id, base, id])
    }

    /// The file that stands for a content: the one that does, while it is present; else the oldest present
    /// copy; else, of a deleted content, the one that did, or the last that was there.
    private func primary(of content: ContentRow) throws -> (id: Int64, name: FileName)? {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT id, name FROM files WHERE content_id = ?
                    ORDER BY deleted_at IS NOT NULL, id <> ?, deleted_at DESC, id LIMIT 1
                    """), arguments: [content.id, content.primary ?? 0])
        return try rows.next().map { (id: $0[0], name: try $0.name(at: 1)) }
    }

    /// No file is left that has these bytes. What the user said of them is kept for when they come back.
    private func forget(_ content: ContentRow) throws {
        try db.cachedStatement(
            sql: """
                DELETE FROM contents WHERE id = ?
                    AND NOT EXISTS (SELECT 1 FROM annotations WHERE content_id = contents.id)
                """
        ).execute(arguments: [content.id])
        guard db.changesCount == 0 else { return }
        try db.cachedStatement(
            sql: "UPDATE contents SET primary_file_id = NULL, base_name = NULL WHERE id = ?"
        ).execute(arguments: [content.id])
    }

    /// "Moved, by sample": a move across drives copies, then unlinks. When the last file of a content goes,
    /// a younger content with the same fingerprint, size and time that is not proved to be another one is
    /// that copy, and takes the older row over.
    private func takeOver(_ content: ContentRow, modified: Int64) throws -> Bool {
        guard !Fingerprint.covers(size: content.size, chunk: chunk) else { return false }
        let peer = try ContentRow.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT \(ContentRow.columns) FROM (
                        SELECT * FROM contents
                        WHERE fingerprint = ? AND size = ? AND id > ? AND present > 0
                            AND (digest IS NULL OR ?)
                        LIMIT ?) AS peer
                    WHERE EXISTS (
                        SELECT 1 FROM files
                        WHERE content_id = peer.id AND deleted_at IS NULL AND modified = ?)
                    LIMIT 1
                    """),
            arguments: [
                content.fingerprint, content.size, content.id, content.digest == nil,
                Edit.candidates, modified,
            ])
        guard let peer else { return false }
        // What was proved of the files that are gone is not proved of this one.
        try partFromDeleted(content.id)
        _ = try merge(content, peer, digest: peer.digest)
        unverified.insert(content.id)
        return true
    }

    /// A content goes to a file that only its sample speaks for: files that had it before and are deleted have
    /// none now, and are read should they turn up again.
    func partFromDeleted(_ content: Int64) throws {
        try db.cachedStatement(
            sql:
                "UPDATE files SET content_id = NULL WHERE content_id = ? AND deleted_at IS NOT NULL"
        ).execute(arguments: [content])
    }

    /// More contents than this with one fingerprint are no evidence for a move.
    private static let candidates = 64
}

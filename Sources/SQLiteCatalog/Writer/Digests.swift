import AudiowatchCore
import GRDB

/// Proving which contents are one.
extension Edit {
    func digested(_ digest: Digest, _ stamp: Stamp, _ evidence: Evidence) throws {
        var (row, content): (FileRow, ContentRow)
        switch try rowOfWhole(stamp, evidence) {
        case .gone: return try done(evidence)
        case .changed: return try redo(evidence)
        case .same(let found, let its): (row, content) = (found, its)
        }
        let twin = try self.content(content.bytes, digest)
        if content.digest == nil {
            if let twin {
                row.content = try merge(content, twin, digest: digest)
            } else {
                try setDigest(of: content.id, digest)
            }
        } else if content.digest != digest {
            try part(&row, from: content, to: twin, digest)
        }
        try tell(.verified, row, isLive: false)
        try done(evidence)
    }

    private func content(
        _ bytes: ContentRow.Bytes, _ digest: Digest
    ) throws -> ContentRow? {
        try ContentRow.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT \(ContentRow.columns) FROM contents
                    WHERE fingerprint = ? AND size = ? AND digest = ?
                    """), arguments: [bytes.fingerprint, bytes.size, digest.column])
    }

    /// The bytes are not those of the content the file was counted to: somebody wrote to it without leaving
    /// a trace in its stamp. It is read again for its properties.
    private func part(
        _ row: inout FileRow, from content: ContentRow, to twin: ContentRow?, _ digest: Digest
    ) throws {
        touched.insert(content.id)
        let target =
            try twin?.id
            ?? insertContent(content.bytes, nil, name: row.place.name, digest: digest)
        touched.insert(target)
        row.content = target
        if twin == nil {
            row.examinedAt = 0
            try JobRows.ensure(.examine, at: row.place, .again, in: db)
        }
        try update(row)
    }

    /// Two contents are one: the older keeps its number, and everything attached to the other moves along.
    func merge(_ first: ContentRow, _ second: ContentRow, digest: Digest?) throws -> Int64 {
        let (keep, drop) = first.id < second.id ? (first, second) : (second, first)
        try db.cachedStatement(sql: "UPDATE files SET content_id = ? WHERE content_id = ?")
            .execute(arguments: [keep.id, drop.id])
        try moveAnnotations(from: drop.id, to: keep.id)
        if !keep.hasProperties && drop.hasProperties {
            try db.execute(
                sql: """
                    UPDATE contents SET (\(Edit.properties))
                    = (SELECT \(Edit.properties) FROM contents WHERE id = ?) WHERE id = ?
                    """, arguments: [drop.id, keep.id])
        }
        try db.cachedStatement(sql: "DELETE FROM contents WHERE id = ?")
            .execute(arguments: [drop.id])
        try setDigest(of: keep.id, digest)
        for name in [keep.baseName, drop.baseName] { if let name { baseNames.insert(name) } }
        if unverified.remove(drop.id) != nil { unverified.insert(keep.id) }
        touched.insert(keep.id)
        return keep.id
    }

    /// What a probe finds.
    private static let properties = """
        duration, estimated, sample_rate, channels, bit_depth, format, codec, bit_rate, title, artist,
        album, genre, date, comment, track, bpm, key, chunk_tempo, chunk_key, beats, one_shot,
        root_note, loop_start, loop_end, cues, originator, recorded_at, time_reference
        """

    /// Where contents share a fingerprint that does not cover them, each gets a digest, of one of its files. One
    /// without files counts too where the user said something of it: these may be its bytes, back again.
    func requestDigests() throws {
        for id in unverified.union(unproved) {
            guard let content = try content(id), content.present > 0,
                !Fingerprint.covers(size: content.size, chunk: chunk)
            else { continue }
            let peers = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT id, digest IS NULL FROM contents
                        WHERE fingerprint = ? AND size = ? AND id <> ? AND (present > 0
                            OR EXISTS (SELECT 1 FROM annotations WHERE content_id = contents.id))
                        ORDER BY digest LIMIT ?
                        """),
                arguments: [content.fingerprint, content.size, id, Edit.peers])
            guard !peers.isEmpty else { continue }
            // A digest that is being made of bytes from before the change must not end the job.
            if content.digest == nil {
                try requestDigest(of: id, isAnew: unverified.contains(id))
            }
            for peer in peers where peer[1] == true {
                try requestDigest(of: peer[0], isAnew: false)
            }
        }
    }

    private func requestDigest(of content: Int64, isAnew: Bool) throws {
        guard let (place, source) = try presentPlace(of: content) else { return }
        if isAnew {
            let request = JobRequest(.digest, source: source, place: place, priority: .digest)
            try JobRows.enqueue(request, in: db)
        } else {
            try JobRows.ensure(.digest, at: place, .digest, in: db)
        }
    }

    /// Of many contents that share a fingerprint all but the newest have their job already.
    private static let peers = 4

    func presentPlace(of content: Int64) throws -> (Place, Source.ID)? {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT directory_id, name, source_id FROM files
                    WHERE content_id = ? AND deleted_at IS NULL ORDER BY id LIMIT 1
                    """), arguments: [content])
        return try rows.next().map { row in
            (
                Place(Directory.ID(rawValue: row[0]), try row.name(at: 1)),
                Source.ID(rawValue: row[2])
            )
        }
    }
}

import AudiowatchCore
import Foundation
import GRDB

/// A content row inside a transaction, as far as decisions need it.
struct ContentRow: DirectRow {
    var id: Int64
    var fingerprint: Int64
    var size: Int64
    var digest: Digest?
    var primary: Int64?
    var present: Int64
    var hasProperties: Bool
    var baseName: String?
    var awaitsCount: Bool

    /// The bytes that a fingerprint and a size stand for, as far as they do.
    struct Bytes: Hashable {
        var fingerprint: Int64
        var size: Int64

        init(fingerprint: Int64, size: Int64) {
            self.fingerprint = fingerprint
            self.size = size
        }

        init(_ reading: Examination.Reading) {
            self.init(
                fingerprint: Int64(bitPattern: reading.fingerprint.value), size: reading.stamp.size)
        }
    }

    var bytes: Bytes { Bytes(fingerprint: fingerprint, size: size) }

    static let columns = """
        id, fingerprint, size, digest, primary_file_id, present, format IS NOT NULL, base_name,
        estimated AND format IN ('mp3', 'mp2', 'aac')
        """

    init(_ columns: Columns) {
        id = columns.integer(0)
        fingerprint = columns.integer(1)
        size = columns.integer(2)
        digest = Digest(bytes: columns.bytes(3))
        primary = columns.integerIfPresent(4)
        present = columns.integer(5)
        hasProperties = columns.bool(6)
        baseName = columns.text(7)
        awaitsCount = columns.bool(8)
    }
}

/// Statements on single content rows.
extension Edit {
    func content(_ id: Int64) throws -> ContentRow? {
        try ContentRow.fetchOne(
            db.cachedStatement(sql: "SELECT \(ContentRow.columns) FROM contents WHERE id = ?"),
            arguments: [id])
    }

    /// The first content with these bytes.
    func content(_ bytes: ContentRow.Bytes) throws -> ContentRow? {
        try ContentRow.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT \(ContentRow.columns) FROM contents WHERE fingerprint = ? AND size = ?
                    ORDER BY id LIMIT 1
                    """), arguments: [bytes.fingerprint, bytes.size])
    }

    func insertContent(
        _ bytes: ContentRow.Bytes, _ properties: Properties?, name: FileName, digest: Digest? = nil
    ) throws -> Int64 {
        let base = BaseName.of(name)
        let properties = properties ?? Properties()
        try db.cachedStatement(
            sql: """
                INSERT INTO contents (fingerprint, size, digest, base_name, duration, estimated,
                    sample_rate, channels, bit_depth, format, codec, bit_rate, title, artist, album,
                    genre, date, comment, track, bpm, key, chunk_tempo, chunk_key, beats, one_shot,
                    root_note, loop_start, loop_end, cues, originator, recorded_at, time_reference)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [bytes.fingerprint, bytes.size, digest?.column, base]
                + properties.columns)
        baseNames.insert(base)
        let id = db.lastInsertedRowID
        if properties.awaitsCount { estimated.insert(id) }
        return id
    }

    /// Other bytes stand where these did, and nobody else has them: the content keeps its number.
    func replaceBytes(
        of content: ContentRow, by bytes: ContentRow.Bytes, _ properties: Properties?
    ) throws {
        try db.cachedStatement(
            sql: "UPDATE contents SET fingerprint = ?, size = ?, digest = NULL WHERE id = ?"
        ).execute(arguments: [bytes.fingerprint, bytes.size, content.id])
        try setProperties(of: content, properties ?? Properties())
        if let base = content.baseName { baseNames.insert(base) }
    }

    func setProperties(of content: ContentRow, _ properties: Properties) throws {
        try db.cachedStatement(
            sql: """
                UPDATE contents SET duration = ?, estimated = ?, sample_rate = ?, channels = ?,
                    bit_depth = ?, format = ?, codec = ?, bit_rate = ?, title = ?, artist = ?,
                    album = ?, genre = ?, date = ?, comment = ?, track = ?, bpm = ?, key = ?,
                    chunk_tempo = ?, chunk_key = ?, beats = ?, one_shot = ?, root_note = ?,
                    loop_start = ?, loop_end = ?, cues = ?, originator = ?, recorded_at = ?,
                    time_reference = ?
                WHERE id = ?
                """
        ).execute(arguments: properties.columns + [content.id])
        if properties.awaitsCount { estimated.insert(content.id) }
        if let base = content.baseName { baseNames.insert(base) }
    }

    func setDigest(of content: Int64, _ digest: Digest?) throws {
        try db.cachedStatement(sql: "UPDATE contents SET digest = ? WHERE id = ?")
            .execute(arguments: [digest?.column, content])
    }

    /// True when no other file row, present or deleted, and nothing that the user said hangs on a content.
    func isAlone(_ content: Int64, with file: Int64) throws -> Bool {
        let isShared = try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM files WHERE content_id = ? AND id <> ?)
                        OR EXISTS (SELECT 1 FROM annotations WHERE content_id = ?)
                    """), arguments: [content, file, content])
        return isShared == false
    }
}

extension Digest {
    var column: DatabaseValue { Data(bytes).databaseValue }
}

extension Properties {
    /// Twenty-eight columns, in the order of the statements above. A length that is none is not stored.
    fileprivate var columns: StatementArguments {
        let length = duration.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        return [
            length, isEstimated, sampleRate, channels, bitDepth, format, codec, bitRate,
            tags.title, tags.artist, tags.album, tags.genre, tags.date, tags.comment, tags.track,
            tags.bpm, tags.key,
            chunks?.tempo, chunks?.key?.text, chunks?.beats, chunks?.isOneShot, chunks?.rootNote,
            chunks?.loopStart, chunks?.loopEnd, chunks?.cues, chunks?.originator,
            chunks?.recordedAt, chunks?.timeReference,
        ]
    }
}

import AudiowatchCore
import GRDB

/// Which content the bytes of a file are.
///
/// Up to two chunks the fingerprint covers every byte, so equal ones are one content at once. Longer files
/// get a content of their own until digests prove that they are copies: same-length stems with silent ends
/// share a fingerprint.
extension Edit {
    struct Resolution {
        var content: Int64
        /// The file's bytes or properties are not what the catalogue had.
        var isChange: Bool
        /// Who is its primary has to be looked at.
        var needsSettling = false
    }

    /// Nil when the bytes were not probed, because their content was thought to be known, and it is not.
    func resolve(
        _ reading: Examination.Reading, _ old: FileRow?, _ name: FileName,
        on traits: FileSystemTraits, mayLackProperties: Bool
    ) throws -> Resolution? {
        let mine = try old?.content.flatMap { try content($0) }
        let isUnprobed =
            reading.properties == nil && reading.problems.isEmpty && !mayLackProperties
        if Fingerprint.covers(size: reading.stamp.size, chunk: chunk) {
            return try covered(reading, old, mine, name, isUnprobed: isUnprobed)
        }
        return try sampled(reading, old, mine, name, on: traits, isUnprobed: isUnprobed)
    }

    private func covered(
        _ reading: Examination.Reading, _ old: FileRow?, _ mine: ContentRow?, _ name: FileName,
        isUnprobed: Bool
    ) throws -> Resolution? {
        let bytes = ContentRow.Bytes(reading)
        if let mine, mine.bytes == bytes {
            guard !isUnprobed || mine.hasProperties else { return nil }
            return Resolution(content: mine.id, isChange: try improve(mine, reading))
        }
        if let known = try content(bytes) {
            guard !isUnprobed || known.hasProperties else { return nil }
            if !known.hasProperties { _ = try improve(known, reading) }
            return Resolution(
                content: known.id, isChange: true, needsSettling: known.present == 0)
        }
        return isUnprobed ? nil : try fresh(bytes, reading, old, mine, name)
    }

    private func sampled(
        _ reading: Examination.Reading, _ old: FileRow?, _ mine: ContentRow?, _ name: FileName,
        on traits: FileSystemTraits, isUnprobed: Bool
    ) throws -> Resolution? {
        let bytes = ContentRow.Bytes(reading)
        if let old, let mine, mine.bytes == bytes {
            let isProved = old.isProvedBy(reading.stamp, on: traits)
            guard !isUnprobed || (isProved && mine.hasProperties) else { return nil }
            let isAlone = try isAlone(mine.id, with: old.id)
            // While a row was deleted, the files that share its content may have changed.
            if isProved && (old.isPresent || isAlone) {
                return Resolution(content: mine.id, isChange: try improve(mine, reading))
            }
            // Its ends are as they were; its middle may not be. What was proved of it counts no more.
            if isAlone {
                if mine.digest != nil { try setDigest(of: mine.id, nil) }
                _ = try improve(mine, reading)
                unverified.insert(mine.id)
                return Resolution(content: mine.id, isChange: true)
            }
            // Should nobody be left behind, the number comes along: see ``takeOver(_:modified:)``.
            if old.stamp.modified == reading.stamp.modified {
                departed[mine.id] = reading.stamp.modified
            }
            let own = try insertContent(bytes, reading.properties, name: name)
            unverified.insert(own)
            return Resolution(content: own, isChange: true)
        }
        guard !isUnprobed else { return nil }
        guard try content(bytes) != nil else { return try fresh(bytes, reading, old, mine, name) }
        if let left = try departedContent(bytes, modified: reading.stamp.modified) {
            if left.digest != nil { try setDigest(of: left.id, nil) }
            try partFromDeleted(left.id)
            _ = try improve(left, reading)
            unverified.insert(left.id)
            return Resolution(content: left.id, isChange: true, needsSettling: true)
        }
        let resolution = try fresh(bytes, reading, old, mine, name)
        unverified.insert(resolution.content)
        return resolution
    }

    /// Bytes that the catalogue does not have. A content that was this file's alone keeps its number.
    private func fresh(
        _ bytes: ContentRow.Bytes, _ reading: Examination.Reading, _ old: FileRow?,
        _ mine: ContentRow?, _ name: FileName
    ) throws -> Resolution {
        if let old, let mine, try isAlone(mine.id, with: old.id) {
            try replaceBytes(of: mine, by: bytes, reading.properties)
            return Resolution(content: mine.id, isChange: true)
        }
        return Resolution(
            content: try insertContent(bytes, reading.properties, name: name), isChange: true)
    }

    /// Takes over what a probe found; true when nothing was known before.
    private func improve(_ content: ContentRow, _ reading: Examination.Reading) throws -> Bool {
        guard let properties = reading.properties, properties.format != nil else { return false }
        try setProperties(of: content, properties)
        return !content.hasProperties
    }

    /// "Moved, by sample": a content all of whose files are gone, one of them with this very time.
    private func departedContent(
        _ bytes: ContentRow.Bytes, modified: Int64
    ) throws -> ContentRow? {
        try ContentRow.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT c.id, c.fingerprint, c.size, c.digest, c.primary_file_id, c.present,
                        c.format IS NOT NULL, c.base_name,
                        c.estimated AND c.format IN ('mp3', 'mp2', 'aac')
                    FROM files AS f JOIN contents AS c ON c.id = f.content_id
                    WHERE f.deleted_at IS NOT NULL AND f.size = ? AND f.modified = ?
                        AND c.fingerprint = ? AND c.size = f.size AND c.present = 0
                    ORDER BY c.id LIMIT 1
                    """), arguments: [bytes.size, modified, bytes.fingerprint])
    }
}

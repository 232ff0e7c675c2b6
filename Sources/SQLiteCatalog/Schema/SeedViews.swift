/// Views with exactly the tables and columns that the original tool had, so that anyone's SQL on the old
/// catalogue still runs.
///
/// A path is TEXT unless one of its parts is not UTF-8; then it is the BLOB of its exact bytes, because
/// `text || blob` would be a TEXT that is none.
extension SchemaV1 {
    static let seedViews = """
        CREATE VIEW directory_paths (id, source_id, path) AS
        WITH RECURSIVE below (id, source_id, path) AS (
            SELECT d.id, d.source_id, s.path
            FROM directories AS d JOIN sources AS s ON s.id = d.source_id
            WHERE d.parent_id IS NULL
            UNION ALL
            SELECT d.id, d.source_id, \(joined("below.path", "d.name"))
            FROM below JOIN directories AS d ON d.parent_id = below.id
        )
        SELECT id, source_id, path FROM below;

        CREATE VIEW audio_files (
            id, path, filename, directory, source_root, file_size, file_hash, duration_secs,
            sample_rate, channels, format, bit_depth, modified_at, scanned_at, deleted
        ) AS
        SELECT c.id, \(joined("d.path", "f.name")), f.name, d.path, s.name, c.size,
            \(fileHash), c.duration, c.sample_rate, c.channels, c.format, c.bit_depth,
            \(localTime("f.modified")), datetime(f.examined_at / 1000000, 'unixepoch'),
            c.present = 0
        FROM contents AS c
        JOIN files AS f ON f.id = c.primary_file_id
        JOIN directory_paths AS d ON d.id = f.directory_id
        JOIN sources AS s ON s.id = f.source_id;

        CREATE VIEW duplicate_paths (
            id, file_hash, original_id, duplicate_path, duplicate_size, source_root, found_at
        ) AS
        SELECT f.id, \(fileHash), c.id, \(joined("d.path", "f.name")), f.size, s.name,
            datetime(f.examined_at / 1000000, 'unixepoch')
        FROM files AS f
        JOIN contents AS c ON c.id = f.content_id
        JOIN directory_paths AS d ON d.id = f.directory_id
        JOIN sources AS s ON s.id = f.source_id
        WHERE f.deleted_at IS NULL AND f.id <> c.primary_file_id;
        """

    /// A name put on a folder's path; the file system's own root has no slash to add.
    private static func joined(_ folder: String, _ name: String) -> String {
        let text = "CASE \(folder) WHEN '/' THEN '' ELSE \(folder) END || '/' || \(name)"
        return """
            CASE WHEN typeof(\(folder)) = 'blob' OR typeof(\(name)) = 'blob'
            THEN CAST(\(text) AS BLOB) ELSE \(text) END
            """
    }

    /// Unique, as the old column was: of contents that share a fingerprint without being proved equal the
    /// first has it plain.
    private static let fileHash = """
        printf('%016x', c.fingerprint) || CASE WHEN EXISTS (
            SELECT 1 FROM contents AS first
            WHERE first.fingerprint = c.fingerprint AND first.id < c.id)
        THEN '-' || c.id ELSE '' END
        """

    /// Nanoseconds since 1970 as Python's `datetime.fromtimestamp(t).isoformat()` writes them: local time,
    /// six decimals unless they are zero.
    private static func localTime(_ column: String) -> String {
        let micros =
            "((\(column) / 1000) + ((\(column) % 1000) >= 500) - ((\(column) % 1000) < -500))"
        let rest = "((\(micros) % 1000000 + 1000000) % 1000000)"
        return """
            coalesce(strftime('%Y-%m-%dT%H:%M:%S', (\(micros) - \(rest)) / 1000000, 'unixepoch',
                'localtime'), '') || CASE \(rest) WHEN 0 THEN '' ELSE printf('.%06d', \(rest)) END
            """
    }
}

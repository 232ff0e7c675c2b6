import TestSupport

/// One row of `audio_files`.
struct AudioFileRow: Sendable {
    let id: Int
    let path: DiskPath
    let name: [UInt8]
    let directory: [UInt8]
    let source: String
    let size: Int
    let hash: String
    let duration: Double?
    let rate: Int?
    let channels: Int?
    let format: String?
    let bits: Int?
    let modified: String
    let isDeleted: Bool
}

/// One row of `duplicate_paths`.
struct DuplicateRow: Sendable {
    let original: Int
    let path: DiskPath
    let size: Int
    let hash: String
    let source: String
}

/// The catalogue as the original tool's two tables, which anyone's SQL may read.
struct SeedViews: Sendable {
    let files: [AudioFileRow]
    let duplicates: [DuplicateRow]

    private init(files: [AudioFileRow], duplicates: [DuplicateRow]) {
        (self.files, self.duplicates) = (files, duplicates)
    }

    /// What they have of these sources.
    func of(_ sources: [String]) -> SeedViews {
        SeedViews(
            files: files.filter { sources.contains($0.source) },
            duplicates: duplicates.filter { sources.contains($0.source) })
    }

    /// Reads both in one transaction.
    init(_ database: DatabaseFile) throws {
        try database.execute("BEGIN")
        defer { try? database.execute("COMMIT") }
        files = try database.rows(
            """
            SELECT id, path, filename, directory, source_root, file_size, file_hash, duration_secs,
                sample_rate, channels, format, bit_depth, modified_at, deleted, scanned_at
            FROM audio_files
            """
        ).map { row in
            AudioFileRow(
                id: try required(row[0].integer, "id", row),
                path: DiskPath(try required(row[1].bytes, "path", row)),
                name: try required(row[2].bytes, "filename", row),
                directory: try required(row[3].bytes, "directory", row),
                source: try required(row[4].string, "source_root", row),
                size: try required(row[5].integer, "file_size", row),
                hash: try required(row[6].string, "file_hash", row),
                duration: row[7].number, rate: row[8].integer, channels: row[9].integer,
                format: row[10].string, bits: row[11].integer,
                modified: try required(row[12].string, "modified_at", row),
                isDeleted: try required(row[13].integer, "deleted", row) != 0)
        }
        duplicates = try database.rows(
            """
            SELECT id, file_hash, original_id, duplicate_path, duplicate_size, source_root, found_at
            FROM duplicate_paths
            """
        ).map { row in
            DuplicateRow(
                original: try required(row[2].integer, "original_id", row),
                path: DiskPath(try required(row[3].bytes, "duplicate_path", row)),
                size: try required(row[4].integer, "duplicate_size", row),
                hash: try required(row[1].string, "file_hash", row),
                source: try required(row[5].string, "source_root", row))
        }
    }

    /// Rows of files that are there.
    var present: [AudioFileRow] { files.filter { !$0.isDeleted } }

    /// The id that a path stands under, as original or as copy; nil when the catalogue has no such file.
    func id(of path: DiskPath) -> Int? {
        present.first { $0.path == path }?.id ?? duplicates.first { $0.path == path }?.original
    }

    /// The properties that a path has, its own row's or its original's.
    func row(of path: DiskPath) -> AudioFileRow? {
        guard let id = id(of: path) else { return nil }
        return present.first { $0.id == id }
    }
}

private func required<Value>(_ value: Value?, _ column: String, _ row: [Cell]) throws -> Value {
    guard let value else { throw TestFailure("\(column) is missing or of another type in \(row)") }
    return value
}

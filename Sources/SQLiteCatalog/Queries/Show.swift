public import AudiowatchCore
import GRDB
public import SystemPackage

/// Which file is meant.
public enum FileReference: Hashable, Sendable {
    /// By absolute path; a deleted file is found when no present one has its name.
    case path(FilePath)
    /// By its row.
    case file(File.ID)
    /// By its content: the primary file.
    case content(Content.ID)
}

/// Gathers everything about one file.
struct Show {
    private let db: Database

    /// Copies, history lines and unverified contents shown at most.
    private static let most = 1_000

    init(_ db: Database) {
        self.db = db
    }

    /// The details; nil when there is no such file.
    func details(of reference: FileReference) throws -> FileDetails? {
        guard let id = try fileNumber(of: reference),
            let file = try Row.fetchOne(
                db, sql: "SELECT * FROM files WHERE id = ?", arguments: [id])
        else { return nil }
        let sources = try SourceTable(db)
        let source = sources.entries[try file.integer("source_id")]
        let name = file.bytes("name") ?? []
        let directory = try file.integer("directory_id")
        let folders = DirectoryPaths(db, sources)
        let path = try folders.path(directory, name)
        let content = try file.integerIfPresent("content_id").flatMap { number in
            try SearchedContentRow.fetchOne(
                db, sql: "\(SearchedContentRow.select) WHERE id = ?", arguments: [number])
        }
        let told = try told(content, file, folders)
        return FileDetails(
            id: content.map { Content.ID(rawValue: $0.id) },
            file: File.ID(rawValue: id), path: path.text, pathBase64: path.base64,
            source: source?.name ?? "", sourceState: source?.state.word ?? "offline",
            size: try file.integer("size"), modifiedAt: try file.fileSeconds("modified"),
            examinedAt: try file.seconds("examined_at") ?? 0,
            firstSeenAt: try content.flatMap {
                try AnnotationRows.firstSeen(of: $0.id, in: db).map { Double($0.seconds) }
            },
            deletedAt: try file.seconds("deleted_at"),
            fingerprint: content?.fingerprint.hex, digest: content?.digest?.hex,
            properties: content?.properties ?? Properties(),
            tempo: told.tempo, key: told.key,
            labels: try content.map {
                try AnnotationRows.labels(of: $0.id, in: db).map(\.text)
            } ?? [],
            copies: try content.map { try copies(of: $0, but: id) } ?? [],
            unverified: try content.map(unverified) ?? [], near: try content.flatMap(near),
            problems: try Problems(db).at(directory: directory, name: name),
            jobs: try jobs(directory, name),
            history: try Activity(db: db).history(
                file: id, content: content?.id, limit: Show.most))
    }

    /// Its own name speaks first, then those of the content's other present files, the primary one's first.
    private func told(_ content: SearchedContentRow?, _ file: Row, _ folders: DirectoryPaths) throws
        -> ToldSound
    {
        func named(_ row: Row) throws -> NamedSound {
            let folder = try folders.folder(try row.integer("directory_id"))
            return NamedSound(file: FileName(bytes: row.bytes("name") ?? []))
                .completed(by: folder?.named ?? NamedSound())
        }
        let own = (content?.told ?? ToldSound()).completed(by: [try named(file)])
        guard let content, own.tempo == nil || own.key == nil else { return own }
        let others = try Row.fetchAll(
            db,
            sql: """
                SELECT directory_id, name FROM files
                WHERE content_id = ? AND deleted_at IS NULL AND id <> ?
                    AND source_id IN (SELECT id FROM sources WHERE configured)
                ORDER BY id = ? DESC, id LIMIT ?
                """,
            arguments: [content.id, try file.integer("id"), content.primary, Show.most])
        return own.completed(by: try others.map(named))
    }

    private func fileNumber(of reference: FileReference) throws -> Int64? {
        switch reference {
        case .file(let id): return id.rawValue
        case .content(let id):
            return try Int64.fetchOne(
                db, sql: "SELECT primary_file_id FROM contents WHERE id = ?",
                arguments: [id.rawValue])
        case .path(let path):
            switch try FileLookup(db).find(path) {
            case .present(let id), .deleted(let id): return id.rawValue
            case .directory, .unknown, .outside: return nil
            }
        }
    }

    private func copies(of content: SearchedContentRow, but file: Int64) throws -> [DuplicateMember]
    {
        let members = try Duplicates(db).members(of: content)
        return Array(members.lazy.filter { $0.file.rawValue != file }.prefix(Show.most))
    }

    private func unverified(_ content: SearchedContentRow) throws -> [Content.ID] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, digest IS NULL AS open FROM contents
                WHERE fingerprint = ? AND size = ? AND id <> ? ORDER BY id LIMIT ?
                """,
            arguments: [
                Int64(bitPattern: content.fingerprint.value), content.size, content.id, Show.most,
            ])
        // Two that were both read whole are known to differ.
        let isOpen = content.digest == nil
        return try rows.filter { try isOpen || $0.integer("open") != 0 }
            .map { Content.ID(rawValue: try $0.integer("id")) }
    }

    private func near(_ content: SearchedContentRow) throws -> NearGroup? {
        let leader = try Int64.fetchOne(
            db, sql: "SELECT leader_id FROM near WHERE content_id = ?",
            arguments: [content.id])
        return try leader.flatMap { try NearDuplicates(db).group(of: $0) }
    }

    /// What is still to be done at a path, whether it has a row or not.
    func jobs(at path: FilePath) throws -> [WaitingJob] {
        guard let name = path.fileName,
            case .directory(let directory) = try FileLookup(db).find(path.removingLastComponent())
        else { return [] }
        return try jobs(directory.rawValue, name.bytes)
    }

    private func jobs(_ directory: Int64, _ name: [UInt8]) throws -> [WaitingJob] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM jobs WHERE directory_id = ? AND name = ? ORDER BY kind",
            arguments: [directory, FileName(bytes: name).column]
        ).map { row in
            WaitingJob(
                kind: Job.Kind(rawValue: try row.integer("kind")).map { "\($0)" } ?? "unknown",
                notBefore: try row.seconds("not_before") ?? 0,
                attempts: try row.count("attempts"), lastError: try row.text("last_error"),
                isSettling: try row.integer("priority") == Job.Priority.settling.rawValue)
        }
    }
}

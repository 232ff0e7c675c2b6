import AudiowatchCore
import GRDB

/// Finds contents by words and properties: one pass in the order of their numbers, holding one at a time.
///
/// A content is found when one of its present files in a configured source, together with the content's
/// tags, holds every word and no excluded one. Files whose source is away count as present.
struct Search {
    private let request: SearchRequest
    private let db: Database
    private let sources: SourceTable
    private let folders: DirectoryPaths

    init(_ db: Database, _ request: SearchRequest) throws {
        self.request = request
        self.db = db
        sources = try SourceTable(db)
        folders = DirectoryPaths(db, sources)
    }

    /// Hands over each hit until `take` says false or the limit is reached.
    func run(_ take: (SearchHit) throws -> Bool) throws {
        var left = request.limit ?? .max
        guard left > 0 else { return }
        func handOver(_ hit: SearchHit?) throws -> Bool {
            guard let hit else { return true }
            left -= 1
            return try take(hit) && left > 0
        }
        guard try eachContent(handOver) else { return }
        // A file that was never read has no format and no length.
        guard request.formats.isEmpty, request.duration == nil else { return }
        _ = try eachUnreadFile(handOver)
    }

    private func eachContent(_ handOver: (SearchHit?) throws -> Bool) throws -> Bool {
        var sql = "SELECT * FROM contents WHERE present > 0 AND id > ?"
        var arguments: StatementArguments
        switch request.after?.place {
        case .content(let id): arguments = [id.rawValue]
        case .file: return true
        case nil: arguments = [0]
        }
        if !request.formats.isEmpty {
            sql += " AND format IN (\(databaseQuestionMarks(count: request.formats.count)))"
            arguments += StatementArguments(request.formats.sorted())
        }
        if let duration = request.duration {
            sql += " AND duration BETWEEN ? AND ?"
            arguments += [duration.lowerBound, duration.upperBound]
        }
        let rows = try Row.fetchCursor(db, sql: sql + " ORDER BY id", arguments: arguments)
        while let row = try rows.next() {
            guard try handOver(hit(content: row)) else { return false }
        }
        return true
    }

    private func eachUnreadFile(_ handOver: (SearchHit?) throws -> Bool) throws -> Bool {
        var after: Int64 = 0
        if case .file(let id) = request.after?.place { after = id.rawValue }
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT id, directory_id, name, source_id, size, modified FROM files
                WHERE content_id IS NULL AND id > ? AND deleted_at IS NULL ORDER BY id
                """, arguments: [after])
        while let row = try rows.next() {
            let match = try match(file: row, tags: [])
            guard try handOver(match.map { try hit(file: row, at: $0, content: nil, copies: 0) })
            else { return false }
        }
        return true
    }

    private func hit(content: Row) throws -> SearchHit? {
        let tags = try ["title", "artist", "album", "comment"].compactMap { column in
            try content.text(column).map { FoldedText($0) }
        }
        let primary = try content.integerIfPresent("primary_file_id")
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, directory_id, name, source_id, size, modified FROM files
                WHERE content_id = ? AND deleted_at IS NULL ORDER BY id
                """)
        var shown: (file: Row, source: SourceTable.Entry)?
        var paths = 0
        let files = try Row.fetchCursor(statement, arguments: [try content.integer("id")])
        while let file = try files.next() {
            let id = try file.integer("id")
            guard sources.configured(try file.integer("source_id")) != nil else { continue }
            paths += 1
            guard shown == nil || id == primary, let source = try match(file: file, tags: tags)
            else { continue }
            shown = (file.copy(), source)
        }
        return try shown.map {
            try hit(file: $0.file, at: $0.source, content: content, copies: paths - 1)
        }
    }

    /// The file's source when the file is one that was asked for.
    private func match(file: Row, tags: [FoldedText]) throws -> SourceTable.Entry? {
        guard let source = sources.configured(try file.integer("source_id")),
            request.sources.isEmpty || request.sources.contains(source.name)
        else { return nil }
        guard !request.words.isEmpty || !request.excludedWords.isEmpty else { return source }
        let name = FoldedText(FileName(bytes: file.bytes("name") ?? []))
        let folder = try folders.folder(try file.integer("directory_id"))?.searched
        func holds(_ word: FoldedText) -> Bool {
            name.contains(word) || folder?.contains(word) == true
                || tags.contains { $0.contains(word) }
        }
        guard request.words.allSatisfy(holds), !request.excludedWords.contains(where: holds)
        else { return nil }
        return source
    }

    private func hit(
        file: Row, at source: SourceTable.Entry, content: Row?, copies: Int
    ) throws -> SearchHit {
        let path = try folders.path(file.integer("directory_id"), file.bytes("name") ?? [])
        return SearchHit(
            id: try content.map { Content.ID(rawValue: try $0.integer("id")) },
            file: File.ID(rawValue: try file.integer("id")), path: path.text,
            pathBase64: path.base64, source: source.name, sourceState: source.state.word,
            size: try file.integer("size"), modifiedAt: try file.fileSeconds("modified"),
            copies: copies, properties: try content.map(Properties.init(row:)) ?? Properties())
    }
}

extension Properties {
    /// Those of a row of `contents`.
    init(row: Row) throws {
        self.init(
            duration: try row.decode(Double?.self, forColumn: "duration"),
            isEstimated: try row.integer("estimated") != 0,
            sampleRate: try row.countIfPresent("sample_rate"),
            channels: try row.countIfPresent("channels"),
            bitDepth: try row.countIfPresent("bit_depth"), format: try row.text("format"),
            codec: try row.text("codec"), bitRate: try row.countIfPresent("bit_rate"))
        tags.title = try row.text("title")
        tags.artist = try row.text("artist")
        tags.album = try row.text("album")
        tags.genre = try row.text("genre")
        tags.date = try row.text("date")
        tags.comment = try row.text("comment")
        tags.track = try row.text("track")
        tags.bpm = try row.text("bpm")
        tags.key = try row.text("key")
    }
}

import AudiowatchCore
import GRDB

/// Finds contents by a query: one pass in the order of their numbers, holding one at a time.
///
/// Contents come first, then files that were never read. Files whose source is away count as present;
/// those of sources that the configuration no longer names are not seen at all.
struct Search {
    private let request: SearchRequest
    private let moment: SearchMoment
    private let db: Database
    private let sources: SourceTable
    private let folders: DirectoryPaths
    private let states: SearchStates
    private let isFoundAlready: Bool
    private let asksForLabels: Bool

    /// With `isFoundAlready` each row asked for by number is a hit: somebody else has searched.
    init(
        _ db: Database, _ request: SearchRequest, at moment: SearchMoment,
        isFoundAlready: Bool = false
    ) throws {
        self.isFoundAlready = isFoundAlready
        asksForLabels = request.query.clauses.contains { clause in
            clause.terms.contains { if case .label = $0.test { true } else { false } }
        }
        self.request = request
        self.moment = moment
        self.db = db
        sources = try SourceTable(db)
        folders = DirectoryPaths(db, sources)
        states = SearchStates(db, request.query, sources)
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
        _ = try eachUnreadFile(handOver)
    }

    private func eachContent(_ handOver: (SearchHit?) throws -> Bool) throws -> Bool {
        var after: Int64 = 0
        switch request.after?.place {
        case .content(let id): after = id.rawValue
        case .file: return true
        case nil: break
        }
        let present = request.query.isOfDeleted ? "" : "present > 0 AND "
        let rows = try SearchedContentRow.fetchCursor(
            db, sql: "\(SearchedContentRow.select) WHERE \(present) id > ? ORDER BY id",
            arguments: [after])
        while let row = try rows.next() {
            guard try handOver(hit(content: row)) else { return false }
        }
        return true
    }

    private func eachUnreadFile(_ handOver: (SearchHit?) throws -> Bool) throws -> Bool {
        var after: Int64 = 0
        if case .file(let id) = request.after?.place { after = id.rawValue }
        let present = request.query.isOfDeleted ? "" : "deleted_at IS NULL AND "
        let rows = try SearchedFileRow.fetchCursor(
            db,
            sql: """
                \(SearchedFileRow.select) WHERE \(present) content_id IS NULL AND id > ? ORDER BY id
                """, arguments: [after])
        while let row = try rows.next() {
            guard try handOver(hit(content: nil, files: [SearchedFile(row, sources, folders)]))
            else { return false }
        }
        return true
    }

    /// The hits that the rows of an answer make, in this order; what is gone meanwhile is left out.
    ///
    /// Of a content one file is read, the one to show: how many there are and what their names say is in the answer.
    /// Only where that file is gone all are read.
    func hits(_ answer: SearchAnswer) throws -> [SearchHit] {
        let contents = answer.rows.compactMap {
            if case .content(let id) = $0 { id.rawValue } else { nil }
        }
        let shown = try files(Search.filesByNumber, answer.files.map(\.shown.rawValue))
            .mapValues(\.first)
        let others = try files(Search.filesOfMany, contents.filter { shown[$0] == nil })
        let known = Dictionary(zip(answer.rows, answer.files)) { $1 }
        var hits: [Int64: SearchHit] = [:]
        let rows: [SearchedContentRow] = try Many.all(Search.many, of: contents, in: db)
        for row in rows {
            guard let file = shown[row.id] ?? nil,
                let found = known[.content(Content.ID(rawValue: row.id))]
            else {
                hits[row.id] = try hit(content: row, files: others[row.id] ?? [])
                continue
            }
            let told = row.told.completed(by: CollectionOfOne(found.named))
            hits[row.id] = hit(row, file, copies: found.count - 1, told)
        }
        return try answer.rows.compactMap { key in
            switch key {
            case .content(let id): hits[id.rawValue]
            case .file(let id): try hit(unread: id)
            }
        }
    }

    /// Files by their contents, as a statement about many numbers tells them.
    private func files(_ sql: String, _ numbers: [Int64]) throws -> [Int64: [SearchedFile]] {
        let rows: [SearchedFileRow] = try Many.all(sql, of: numbers, in: db)
        try folders.prepare(Set(rows.map(\.directory)))
        var files: [Int64: [SearchedFile]] = [:]
        for row in rows {
            guard let content = row.content, let file = try SearchedFile(row, sources, folders)
            else { continue }
            files[content, default: []].append(file)
        }
        return files
    }

    private static let many = """
        \(Many.table)
        SELECT \(SearchedContentRow.columns) FROM wanted CROSS JOIN contents ON contents.id = value WHERE present > 0
        """
    private static let filesByNumber = """
        \(Many.table)
        \(SearchedFileRow.columns)
        FROM wanted CROSS JOIN files ON id = value WHERE content_id IS NOT NULL AND deleted_at IS NULL
        """
    private static let filesOfMany = """
        \(Many.table)
        \(SearchedFileRow.columns)
        FROM wanted CROSS JOIN files ON content_id = value WHERE deleted_at IS NULL ORDER BY id
        """

    private func hit(unread id: File.ID) throws -> SearchHit? {
        let statement = try db.cachedStatement(
            sql: """
                \(SearchedFileRow.select)
                WHERE id = ? AND content_id IS NULL AND deleted_at IS NULL
                """)
        return try SearchedFileRow.fetchOne(statement, arguments: [id.rawValue]).flatMap { row in
            try hit(content: nil, files: [SearchedFile(row, sources, folders)])
        }
    }

    private func hit(content: SearchedContentRow) throws -> SearchHit? {
        let statement = try db.cachedStatement(
            sql: """
                \(SearchedFileRow.select)
                WHERE content_id = ? AND (deleted_at IS NULL) = ? ORDER BY id
                """)
        var files: [SearchedFile?] = []
        let rows = try SearchedFileRow.fetchCursor(
            statement, arguments: [content.id, content.isPresent])
        while let row = try rows.next() {
            files.append(try SearchedFile(row, sources, folders))
        }
        return try hit(content: content, files: files)
    }

    /// The hit that a content with these files makes, if it is looked for.
    private func hit(content: SearchedContentRow?, files: [SearchedFile?]) throws -> SearchHit? {
        let files = files.compactMap(\.self)
        guard !files.isEmpty,
            try isFoundAlready || request.query.matches(subject(content, files), at: moment)
        else { return nil }
        let shown = request.query.best(
            of: files.count, first: files.firstIndex { $0.id == content?.primary }
        ) { files[$0].text }
        guard files.indices.contains(shown) else { return nil }
        let file = files[shown]
        return hit(content, file, copies: files.count - 1, told(content, files))
    }

    private func hit(
        _ content: SearchedContentRow?, _ file: SearchedFile, copies: Int, _ told: ToldSound
    ) -> SearchHit {
        let path = file.path
        return SearchHit(
            id: content.map { Content.ID(rawValue: $0.id) },
            file: File.ID(rawValue: file.id), path: path.text,
            pathBase64: path.base64, source: file.source.name,
            sourceState: file.source.state.word, size: file.size, modifiedAt: file.modified,
            copies: copies,
            properties: content?.properties ?? Properties(), tempo: told.tempo,
            key: told.key,
            fingerprint: request.tellsFingerprints ? content?.fingerprint.hex : nil)
    }

    /// The primary file's name speaks first.
    private func told(_ content: SearchedContentRow?, _ files: [SearchedFile]) -> ToldSound {
        let primary = content?.primary
        let names =
            (files.filter { $0.id == primary } + files.filter { $0.id != primary })
            .lazy.map(\.named)
        return (content?.told ?? ToldSound()).completed(by: names)
    }

    private func subject(_ content: SearchedContentRow?, _ files: [SearchedFile]) throws
        -> SearchSubject
    {
        var subject = SearchSubject(
            files: files.map(\.text), states: try states.words(content, files))
        subject.numbers[.copies] = Double(files.count)
        subject.numbers[.size] = files.first.map { Double($0.size) }
        let told = told(content, files)
        subject.numbers[.tempo] = told.tempo?.value
        subject.key = told.key?.value
        guard let content else { return subject }
        let properties = content.properties
        subject.tags = content.searchedTags
        if asksForLabels {
            subject.labels = Set(try AnnotationRows.labels(of: content.id, in: db).map(\.searched))
        }
        subject.format = properties.format
        subject.numbers[.duration] = properties.duration.map {
            SearchSubject.length(SearchSubject.steps($0))
        }
        subject.numbers[.sampleRate] = properties.sampleRate.map(Double.init)
        subject.numbers[.channels] = properties.channels.map(Double.init)
        subject.numbers[.bitDepth] = properties.bitDepth.map(Double.init)
        return subject
    }
}

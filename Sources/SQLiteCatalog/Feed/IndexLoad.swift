import AudiowatchCore
import GRDB

/// One pass over the whole catalogue, holding one content at a time.
struct IndexLoad {
    private let db: Database
    private(set) var memory: IndexMemory
    private var places: [Place: Set<FileStateWord>] = [:]

    init(_ db: Database) throws {
        self.db = db
        memory = try IndexMemory(db)
        for problem in memory.problems.values {
            places[problem.place, default: []].insert(problem.state)
        }
    }

    mutating func run(chunk: Int, _ take: ([IndexChange]) -> Bool) throws {
        var changes: [IndexChange] = memory.sources.values.map { .source($0) }
        func handOver(_ change: IndexChange) -> Bool {
            changes.append(change)
            guard changes.count >= chunk else { return true }
            defer { changes.removeAll(keepingCapacity: true) }
            return take(changes)
        }
        let count = try Int.fetchOne(db, sql: "SELECT total(files) FROM sources")
        guard handOver(.reserve(count ?? 0)) else { return }
        guard try eachDirectory(handOver) else { return }
        memory.unverified = try unverified()
        guard try eachContent(handOver), try eachUnreadFile(handOver) else { return }
        changes.append(.complete)
        _ = take(changes)
    }

    private func eachDirectory(_ handOver: (IndexChange) -> Bool) throws -> Bool {
        let rows = try Row.fetchCursor(db, sql: IndexUpdate.directories)
        while let row = try rows.next() {
            let folder = try IndexUpdate.directory(row, memory)
            guard handOver(.directory(folder)) else { return false }
        }
        return true
    }

    /// Contents that share fingerprint and size, where not each has been read whole.
    private func unverified() throws -> [Int64: Sameness] {
        let groups = try Sameness.fetchAll(
            db,
            sql: """
                SELECT fingerprint, size FROM contents GROUP BY fingerprint, size
                HAVING count(*) > 1 AND count(digest) < count(*)
                """)
        var result: [Int64: Sameness] = [:]
        for same in groups {
            for id in try same.contents(db) { result[id] = same }
        }
        return result
    }

    /// Both tables in the order of contents, side by side.
    private func eachContent(_ handOver: (IndexChange) -> Bool) throws -> Bool {
        let configured = memory.configured
        let contents = try IndexedContentRow.fetchCursor(
            db, sql: IndexedContentRow.select + " WHERE present > 0 ORDER BY id")
        let files = try IndexedFileRow.fetchCursor(
            db,
            sql: IndexedFileRow.select + """
                 WHERE content_id IS NOT NULL AND deleted_at IS NULL ORDER BY content_id, id
                """)
        var file = try files.next()
        while let row = try contents.next() {
            var content = row.content
            while let found = file, let owner = found.content, owner <= row.id {
                if owner == row.id, let one = found.file(configured: configured) {
                    if let states = states(at: found) { content.states.formUnion(states) }
                    if found.id == row.primary {
                        content.files.insert(one, at: 0)
                    } else {
                        content.files.append(one)
                    }
                }
                file = try files.next()
            }
            if memory.unverified[row.id] != nil { content.states.insert(.unverified) }
            if !content.files.isEmpty, !handOver(.content(content)) { return false }
        }
        return true
    }

    private func eachUnreadFile(_ handOver: (IndexChange) -> Bool) throws -> Bool {
        let configured = memory.configured
        let files = try IndexedFileRow.fetchCursor(
            db, sql: IndexedFileRow.select + " WHERE content_id IS NULL AND deleted_at IS NULL")
        while let row = try files.next() {
            guard let file = row.file(configured: configured) else { continue }
            let content = IndexedContent(
                key: .file(file.id), files: [file], size: row.size, states: states(at: row) ?? [])
            guard handOver(.content(content)) else { return false }
        }
        return true
    }

    private func states(at file: IndexedFileRow) -> Set<FileStateWord>? {
        places.isEmpty ? nil : places[file.place]
    }
}

extension Sameness {
    /// The contents that share it.
    func contents(_ db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM contents WHERE fingerprint = ? AND size = ?"),
            arguments: [fingerprint, size])
    }
}

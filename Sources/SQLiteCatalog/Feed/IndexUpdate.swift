import AudiowatchCore
import GRDB

/// What is so now of rows that were touched.
struct IndexUpdate {
    private let db: Database
    private(set) var memory: IndexMemory
    private var contents: Set<Int64> = []
    private var unread: Set<Int64> = []

    init(_ db: Database, _ memory: IndexMemory) throws {
        self.db = db
        self.memory = memory
    }

    /// False when the configuration names other sources than before: then everything has to be told anew.
    mutating func run(
        _ touched: TouchedRows, chunk: Int, _ take: ([IndexChange]) -> Bool
    ) throws -> Bool {
        var changes: [IndexChange] = []
        if !touched.sources.isEmpty {
            let old = memory
            try memory.readSources(db)
            guard memory.configured == old.configured else { return false }
            for (id, source) in memory.sources {
                if old.sources[id] != source { changes.append(.source(source)) }
                if old.rootNames[id] != memory.rootNames[id] {
                    changes += try directories("parent_id IS NULL AND source_id = ?", id)
                }
            }
        }
        for id in touched.directories { changes += try directories("id = ?", id) }
        contents = touched.contents
        for id in touched.files { try look(atFile: id) }
        for id in touched.problems { try look(atProblem: id) }
        for id in contents { try lookAtKin(of: id) }
        for id in unread {
            changes.append(try unreadFile(id) ?? .contentGone(.file(File.ID(rawValue: id))))
        }
        for id in contents {
            if changes.count >= chunk {
                guard take(changes) else { return true }
                changes.removeAll(keepingCapacity: true)
            }
            changes.append(try content(id) ?? .contentGone(.content(Content.ID(rawValue: id))))
        }
        if !changes.isEmpty { _ = take(changes) }
        return true
    }

    private mutating func look(atFile id: Int64) throws {
        // Read or not, it may have stood for itself before.
        unread.insert(id)
        if let content = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT content_id FROM files WHERE id = ?"), arguments: [id])
        {
            contents.insert(content)
        }
    }

    /// The file at the place of a problem, where it was and where it is now.
    private mutating func look(atProblem id: Int64) throws {
        let old = memory.problems.removeValue(forKey: id)
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT id, kind, directory_id, name FROM problems WHERE id = ?"),
            arguments: [id])
        let new = try row.flatMap { try SearchedProblem($0) }
        memory.problems[id] = new
        for place in Set([old, new].compactMap { $0?.place }) {
            let file = try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT id FROM files
                        WHERE directory_id = ? AND name = ? AND deleted_at IS NULL
                        """), arguments: [place.directory.rawValue, place.name.column])
            if let file { try look(atFile: file) }
        }
    }

    /// A content that begins or ends to be unverified does so together with all that share its fingerprint.
    private mutating func lookAtKin(of id: Int64) throws {
        let old = memory.unverified[id]
        var pending = [old, try unverified(id)].compactMap { $0 }
        guard pending.first != pending.last || pending.count == 1 else { return }
        while let same = pending.popLast() {
            for kin in try same.contents(db) {
                memory.unverified[kin] = try unverified(kin)
                contents.insert(kin)
            }
        }
        memory.unverified[id] = try unverified(id)
    }

    private func unverified(_ id: Int64) throws -> Sameness? {
        try Sameness.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT fingerprint, size FROM contents AS this WHERE id = ? AND EXISTS (
                        SELECT 1 FROM contents AS other
                        WHERE other.fingerprint = this.fingerprint AND other.size = this.size
                            AND other.id <> this.id
                            AND (other.digest IS NULL OR this.digest IS NULL))
                    """), arguments: [id])
    }

    /// Nil when it has no present file in a configured source.
    private func content(_ id: Int64) throws -> IndexChange? {
        guard
            let row = try IndexedContentRow.fetchOne(
                db.cachedStatement(sql: IndexedContentRow.select + " WHERE id = ? AND present > 0"),
                arguments: [id])
        else { return nil }
        var content = row.content
        let rows = try IndexedFileRow.fetchCursor(
            db.cachedStatement(
                sql: IndexedFileRow.select
                    + " WHERE content_id = ? AND deleted_at IS NULL ORDER BY id = ? DESC, id"),
            arguments: [id, row.primary])
        while let row = try rows.next() {
            guard let file = row.file(configured: memory.configured) else { continue }
            content.files.append(file)
            content.states.formUnion(try problems(at: row.place))
        }
        if memory.unverified[id] != nil { content.states.insert(.unverified) }
        return content.files.isEmpty ? nil : .content(content)
    }

    private func unreadFile(_ id: Int64) throws -> IndexChange? {
        let row = try IndexedFileRow.fetchOne(
            db.cachedStatement(
                sql: IndexedFileRow.select
                    + " WHERE id = ? AND content_id IS NULL AND deleted_at IS NULL"),
            arguments: [id])
        guard let row, let file = row.file(configured: memory.configured) else { return nil }
        return .content(
            IndexedContent(
                key: .file(file.id), files: [file], size: row.size,
                states: try problems(at: row.place)))
    }

    private func problems(at place: Place) throws -> Set<FileStateWord> {
        guard !memory.problems.isEmpty else { return [] }
        let kinds = try String.fetchAll(
            db.cachedStatement(
                sql: "SELECT kind FROM problems WHERE directory_id = ? AND name = ?"),
            arguments: [place.directory.rawValue, place.name.column])
        return Set(kinds.compactMap(SearchedProblem.state))
    }

    static let directories = "SELECT id, parent_id, name, source_id FROM directories"

    private func directories(_ condition: String, _ argument: Int64) throws -> [IndexChange] {
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: IndexUpdate.directories + " WHERE " + condition),
            arguments: [argument])
        return try rows.map { .directory(try IndexUpdate.directory($0, memory)) }
    }

    static func directory(_ row: Row, _ memory: IndexMemory) throws -> IndexedDirectory {
        let source: Int64 = try row.decode(atIndex: 3)
        let parent = try row.decode(Int64?.self, atIndex: 1)
        let name =
            parent == nil
            ? memory.rootNames[source] ?? FileName(bytes: []) : try row.name(at: 2)
        return IndexedDirectory(
            id: Directory.ID(rawValue: try row.decode(atIndex: 0)),
            parent: parent.map(Directory.ID.init(rawValue:)), name: SearchedText(name),
            source: Source.ID(rawValue: source), named: NamedSound(folder: name))
    }
}

import AudiowatchCore
import GRDB

/// The file to keep stays the one to keep wherever it goes: verdicts follow their files.
extension Edit {
    /// Contents lost files or got some: who of the judged ones is who now; see
    /// ``SeenFile/followed(_:present:rows:)``.
    func findKeptFiles() throws {
        var kept: [(content: Int64, kind: String, text: String, verdict: StoredVerdict)] = []
        try Many.rows(Edit.keptSQL, of: joined, in: db) { row in
            guard let text: String = row[2], let verdict = StoredVerdict(text),
                verdict.verdict == .keep
            else { return }
            kept.append((row[0], row[1], text, verdict))
        }
        for (content, kind, text, verdict) in kept {
            let files = try ContentFiles(db, [content])
            if kind == SchemaV7.near, try !isHere(verdict, files) { continue }
            let found = try follow(verdict, files)
            guard found != verdict else { continue }
            if kind == SchemaV7.exact {
                try write(found, at: content, kind)
            } else if found.file != nil {
                // It stands at every content of the group in the same words.
                try db.cachedStatement(
                    sql: "UPDATE annotations SET value = ? WHERE kind = ? AND value = ?"
                ).execute(arguments: [try found.text, kind, text])
            }
        }
    }

    /// A file has another row now: what was said of it is still said of it.
    func moveVerdict(from old: Int64, to new: Int64, of content: Int64?) throws {
        guard let content, mayHaveVerdicts else { return }
        for kind in [SchemaV7.exact, SchemaV7.near] {
            let text = try String.fetchOne(
                db.cachedStatement(
                    sql: "SELECT value FROM annotations WHERE content_id = ? AND kind = ?"),
                arguments: [content, kind])
            guard let verdict = StoredVerdict(text) else { continue }
            var moved = verdict
            if moved.file == old { moved.file = new }
            moved.seen = moved.seen?.map { seen in
                var seen = seen
                if seen.id == old { seen.id = new }
                return seen
            }
            guard moved != verdict else { continue }
            if kind == SchemaV7.exact {
                try write(moved, at: content, kind)
            } else {
                try db.cachedStatement(
                    sql: "UPDATE annotations SET value = ? WHERE kind = ? AND value = ?"
                ).execute(arguments: [try moved.text, kind, text])
            }
        }
    }

    private static let keptSQL = """
        \(Many.table)
        SELECT a.content_id, a.kind, a.value FROM wanted CROSS JOIN annotations AS a
            ON a.content_id = wanted.value AND a.kind IN ('\(SchemaV7.exact)', '\(SchemaV7.near)')
        """

    private func write(_ verdict: StoredVerdict, at content: Int64, _ kind: String) throws {
        try db.cachedStatement(
            sql: "UPDATE annotations SET value = ? WHERE content_id = ? AND kind = ?"
        ).execute(arguments: [try verdict.text, content, kind])
    }

    private func follow(_ verdict: StoredVerdict, _ files: ContentFiles) throws -> StoredVerdict {
        let judged = verdict.judged
        guard !judged.isEmpty else { return verdict }
        let found = SeenFile.followed(judged, present: try files.present(), rows: files.rows)
        var followed = verdict
        if verdict.seen != nil { followed.seen = found }
        followed.file = found.first?.id
        if let file = followed.file, files.isPresent(file) {
            followed.path = try files.paths.path(of: file).map { Base64.encoded($0) }
        }
        return followed
    }

    /// Whether the file to keep of a near group is, or was, one of this content.
    private func isHere(_ verdict: StoredVerdict, _ files: ContentFiles) throws -> Bool {
        guard let number = verdict.file, try file(number) != nil else {
            // Nobody knows whose it was: it may stand again where it stood.
            let judged = verdict.judged
            return try files.present().contains { file in
                judged.contains { $0.place == file.place }
            }
        }
        return files.rows.contains(number)
    }
}

/// All files of contents, as far as verdicts ask for them.
struct ContentFiles {
    let paths: FilePaths
    /// Their rows, those that are deleted too.
    let rows: Set<Int64>
    private let present: [Int64]
    private let standing: Set<Int64>

    init(_ db: Database, _ contents: [Int64]) throws {
        paths = try FilePaths(db)
        var rows: Set<Int64> = []
        var present: [Int64] = []
        for content in contents {
            let cursor = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT id, deleted_at IS NULL FROM files WHERE content_id = ? ORDER BY id
                        """), arguments: [content])
            while let row = try cursor.next() {
                let (id, isPresent): (Int64, Bool) = (row[0], row[1])
                rows.insert(id)
                if isPresent { present.append(id) }
            }
        }
        self.rows = rows
        self.present = present
        standing = Set(present)
    }

    func isPresent(_ file: Int64?) -> Bool { file.map(standing.contains) ?? false }

    /// Those that are present, `first` before the others.
    func present(first: Int64? = nil) throws -> [SeenFile] {
        let others = present.filter { $0 != first }
        return try ((first.map { [$0] } ?? []) + others).compactMap { id in
            try paths.path(of: id).map { SeenFile(id: id, path: $0) }
        }
    }
}

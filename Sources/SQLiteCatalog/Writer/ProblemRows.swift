import AudiowatchCore
import GRDB

/// Problems of files and directories: one row for each place and kind.
enum ProblemRows {
    /// Makes these the problems of a file, and no others; true when that changes which there are.
    @discardableResult
    static func set(
        _ problems: [Problem], of place: Place, source: Int64, at now: Int64, attempts: Int64 = 0,
        in db: Database
    ) throws -> Bool {
        guard !problems.isEmpty else { return try clear(place, in: db) }
        let known = try String.fetchSet(
            db.cachedStatement(
                sql: "SELECT kind FROM problems WHERE directory_id = ? AND name = ?"),
            arguments: [place.directory.rawValue, place.name.column])
        var kinds: Set<String> = []
        for problem in merged(problems) {
            kinds.insert(problem.kind.rawValue)
            try record(problem, of: place, source: source, at: now, attempts: attempts, in: db)
        }
        for kind in known.subtracting(kinds) {
            try db.execute(
                sql: "DELETE FROM problems WHERE directory_id = ? AND name = ? AND kind = ?",
                arguments: [place.directory.rawValue, place.name.column, kind])
        }
        return known != kinds
    }

    /// Adds or renews one problem of a file.
    static func record(
        _ problem: Problem, of place: Place, source: Int64, at now: Int64, attempts: Int64,
        in db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO problems (kind, source_id, directory_id, name, reason, hint, first_at,
                    last_at, attempts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (directory_id, name, kind) DO UPDATE SET
                    source_id = excluded.source_id, reason = excluded.reason, hint = excluded.hint,
                    last_at = excluded.last_at, attempts = excluded.attempts
                """
        ).execute(arguments: [
            problem.kind.rawValue, source, place.directory.rawValue, place.name.column,
            problem.reason, problem.hint, now, now, attempts,
        ])
    }

    /// Forgets the problems of a file; true when there were any.
    @discardableResult
    static func clear(_ place: Place, in db: Database) throws -> Bool {
        try db.cachedStatement(sql: "DELETE FROM problems WHERE directory_id = ? AND name = ?")
            .execute(arguments: [place.directory.rawValue, place.name.column])
        return db.changesCount > 0
    }

    /// A file was renamed: its problems go along.
    static func move(from old: Place, to new: Place, source: Int64, in db: Database) throws {
        try clear(new, in: db)
        try db.cachedStatement(
            sql: """
                UPDATE problems SET directory_id = ?, name = ?, source_id = ?
                WHERE directory_id = ? AND name = ?
                """
        ).execute(arguments: [
            new.directory.rawValue, new.name.column, source, old.directory.rawValue,
            old.name.column,
        ])
    }

    /// A file has a further name: what is wrong with its bytes is wrong there too.
    static func copy(
        from old: Place, to new: Place, source: Int64, at now: Int64, in db: Database
    ) throws {
        try clear(new, in: db)
        try db.cachedStatement(
            sql: """
                INSERT INTO problems (kind, source_id, directory_id, name, reason, hint, first_at,
                    last_at, attempts)
                SELECT kind, ?, ?, ?, reason, hint, ?, ?, attempts FROM problems
                WHERE directory_id = ? AND name = ?
                """
        ).execute(arguments: [
            source, new.directory.rawValue, new.name.column, now, now, old.directory.rawValue,
            old.name.column,
        ])
    }

    /// Records that a directory cannot be listed. A unique index takes no NULL names as equal, so by hand.
    static func record(
        _ problem: Problem, of directory: Directory.ID, source: Source.ID, at now: Int64,
        in db: Database
    ) throws {
        try db.execute(
            sql: """
                UPDATE problems SET reason = ?, hint = ?, last_at = ?, attempts = attempts + 1
                WHERE directory_id = ? AND name IS NULL AND kind = ?
                """,
            arguments: [
                problem.reason, problem.hint, now, directory.rawValue, problem.kind.rawValue,
            ])
        guard db.changesCount == 0 else { return }
        try db.execute(
            sql: """
                INSERT INTO problems (kind, source_id, directory_id, reason, hint, first_at, last_at,
                    attempts)
                SELECT ?, source_id, id, ?, ?, ?, ?, 1 FROM directories WHERE id = ?
                """,
            arguments: [
                problem.kind.rawValue, problem.reason, problem.hint, now, now, directory.rawValue,
            ])
    }

    /// Forgets the problems of a directory itself.
    static func clear(_ directory: Directory.ID, in db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM problems WHERE directory_id = ? AND name IS NULL")
            .execute(arguments: [directory.rawValue])
    }

    /// Asks for another try at the file of a problem, as if it had just been written.
    static func retry(_ id: Int64, in db: Database) throws -> Bool {
        let rows = try Row.fetchCursor(
            db,
            sql:
                "SELECT source_id, directory_id, name FROM problems WHERE id = ? AND name IS NOT NULL",
            arguments: [id])
        guard let row = try rows.next() else { return false }
        let place = Place(Directory.ID(rawValue: row[1]), try row.name(at: 2))
        let source = Source.ID(rawValue: row[0])
        // Never examined, as far as a worker can see: its stamp proves nothing.
        try db.execute(
            sql: """
                UPDATE files SET examined_at = 0
                WHERE directory_id = ? AND name = ? AND deleted_at IS NULL
                """, arguments: [place.directory.rawValue, place.name.column])
        try JobRows.enqueue(
            JobRequest(.examine, source: source, place: place, priority: .live), in: db)
        return true
    }

    /// One for each kind: several lies of one header are one problem.
    private static func merged(_ problems: [Problem]) -> [Problem] {
        var result: [Problem] = []
        for problem in problems {
            if let index = result.firstIndex(where: { $0.kind == problem.kind }) {
                result[index].reason += "; " + problem.reason
            } else {
                result.append(problem)
            }
        }
        return result
    }
}

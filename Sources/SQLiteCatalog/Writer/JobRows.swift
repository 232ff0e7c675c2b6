import AudiowatchCore
import GRDB

/// The durable queue, row by row.
enum JobRows {
    /// What the queue knows of a job that came back.
    struct Standing {
        /// False when the same was asked for again since the job was taken.
        var isCurrent: Bool
        var attempts: Int64
        var looks: Int64
        var priority: Int64
    }

    /// Adds a job, or asks again for the one that exists. A place whose directory is not known is left out.
    static func enqueue(_ request: JobRequest, in db: Database) throws {
        // The source of a job is its directory's, whatever the request says.
        try db.cachedStatement(
            sql: """
                INSERT INTO jobs (kind, source_id, directory_id, name, priority, not_before)
                SELECT ?, source_id, id, ?, ?, ? FROM directories WHERE id = ?
                ON CONFLICT (directory_id, name, kind) DO UPDATE SET
                    generation = generation + 1,
                    priority = min(priority, excluded.priority),
                    not_before = excluded.not_before,
                    attempts = CASE excluded.priority WHEN 0 THEN 0 ELSE attempts END,
                    looks = CASE excluded.priority WHEN 0 THEN 0 ELSE looks END
                """
        ).execute(arguments: [
            request.kind.rawValue, request.place.name.column, request.priority.rawValue,
            request.notBefore.microseconds, request.place.directory.rawValue,
        ])
    }

    /// Adds a job unless it waits already.
    static func ensure(
        _ kind: Job.Kind, at place: Place, _ priority: Job.Priority, in db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO jobs (kind, source_id, directory_id, name, priority)
                SELECT ?, source_id, id, ?, ? FROM directories WHERE id = ?
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            kind.rawValue, place.name.column, priority.rawValue, place.directory.rawValue,
        ])
    }

    /// How a job stands; nil when it is done, or its place was forgotten: its result counts no more.
    static func standing(of job: Job, in db: Database) throws -> Standing? {
        let row = try StandingRow.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT generation, attempts, looks, priority FROM jobs
                    WHERE id = ? AND kind = ? AND directory_id = ? AND name = ?
                    """),
            arguments: [
                job.id.rawValue, job.kind.rawValue, job.place.directory.rawValue,
                job.place.name.column,
            ])
        return row.map {
            Standing(
                isCurrent: $0.generation == job.generation, attempts: $0.attempts, looks: $0.looks,
                priority: $0.priority)
        }
    }

    private struct StandingRow: DirectRow {
        let (generation, attempts, looks, priority): (Int64, Int64, Int64, Int64)

        init(_ columns: Columns) {
            generation = columns.integer(0)
            attempts = columns.integer(1)
            looks = columns.integer(2)
            priority = columns.integer(3)
        }
    }

    /// Added to the priority of a job that rests because its directory is away: then it is none that is asked for.
    static let resting: Int64 = 100

    /// Leaves a job until its directory returns.
    static func rest(_ job: Job.ID, in db: Database) throws {
        try db.cachedStatement(
            sql: "UPDATE jobs SET priority = priority + ? WHERE id = ? AND priority < ?"
        ).execute(arguments: [resting, job.rawValue, resting])
    }

    /// Leaves all jobs in a directory and below it until it returns.
    static func rest(below directory: Int64, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE jobs SET priority = priority + ?
                WHERE priority < ? AND directory_id IN (\(below()))
                """
        ).execute(arguments: [resting, resting, directory])
    }

    /// Wakes the jobs in a directory and below it, but for those below another one that is away.
    static func wake(below directory: Int64, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE jobs SET priority = priority - ?
                WHERE priority >= ? AND directory_id IN (\(below("AND d.away = 0")))
                """
        ).execute(arguments: [resting, resting, directory])
    }

    private static func below(_ condition: String = "") -> String {
        """
        WITH RECURSIVE below (id) AS (
            VALUES (?)
            UNION ALL
            SELECT d.id FROM below JOIN directories AS d ON d.parent_id = below.id \(condition)
        )
        SELECT id FROM below
        """
    }

    static func delete(_ job: Job.ID, in db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM jobs WHERE id = ?")
            .execute(arguments: [job.rawValue])
    }

    /// Leaves a job for a later look, behind the first looks at other files.
    static func postpone(
        _ job: Job.ID, to time: Int64, as priority: Job.Priority, _ standing: Standing,
        error: String? = nil, in db: Database
    ) throws {
        let isSettling = [standing.priority, priority.rawValue]
            .contains(Job.Priority.settling.rawValue)
        try db.cachedStatement(
            sql: """
                UPDATE jobs SET not_before = ?, priority = ?, attempts = ?, looks = ?, last_error = ?
                WHERE id = ?
                """
        ).execute(arguments: [
            time, isSettling ? priority.rawValue : max(standing.priority, priority.rawValue),
            standing.attempts, standing.looks, error, job.rawValue,
        ])
    }

    /// Files that may still be being written are examined now: somebody waits for them.
    static func askForSettling(_ source: Source.ID, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE jobs SET not_before = 0, generation = generation + 1
                WHERE source_id = ? AND priority = ?
                """
        ).execute(arguments: [source.rawValue, Job.Priority.settling.rawValue])
    }
}

import AudiowatchCore

/// Everything that is shown as a number is kept: contents by how they are spread *and* by format, which takes
/// the place of the totals by format alone, and the lines of the queue.
///
/// `spreads` has a row for each way in which contents of a format are held, see ``SchemaV3``. What counts of it
/// (sources that are configured, backups) is decided when it is read, so that a change of the configuration
/// changes no row. `tallies` are the jobs and problems of each source, by their line.
enum SchemaV6 {
    static let tables = """
        DROP TRIGGER files_counted_first;
        DROP TRIGGER files_counted_in;
        DROP TRIGGER files_counted_out;
        DROP TRIGGER files_present_elsewhere;
        DROP TRIGGER contents_counted;
        DROP TRIGGER contents_recounted;
        DROP TRIGGER spreads_resized;
        DROP TABLE format_counts;
        DROP TABLE spreads;

        CREATE TABLE spreads (
            spread TEXT NOT NULL, format TEXT NOT NULL,
            contents INTEGER NOT NULL CHECK (contents >= 0),
            bytes INTEGER NOT NULL, milliseconds INTEGER NOT NULL,
            PRIMARY KEY (spread, format)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tallies (
            source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
            line TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 0),
            PRIMARY KEY (source_id, line)
        ) STRICT, WITHOUT ROWID;
        """

    static let triggers = """
        CREATE TRIGGER files_counted_first AFTER INSERT ON files
        WHEN \(SchemaV5.isFirst)
        BEGIN
            \(SchemaV1.countFile("NEW", "+"))
            INSERT INTO holdings (content_id, source_id, paths, inodes)
            VALUES (NEW.content_id, NEW.source_id, 1, 1)
            ON CONFLICT (content_id, source_id) DO UPDATE SET paths = 1, inodes = 1;
            UPDATE contents SET
                present = 1, inodes = 1, primary_file_id = coalesce(primary_file_id, NEW.id)
            WHERE id = NEW.content_id;
            \(enter("NEW.content_id", as: "NEW.source_id || ':1:1/1'"))
        END;
        CREATE TRIGGER files_counted_in AFTER INSERT ON files
        WHEN NOT \(SchemaV5.isFirst)
        BEGIN
            \(SchemaV1.countFile("NEW", "+"))
            \(count("NEW", "+"))
        END;
        CREATE TRIGGER files_counted_out AFTER DELETE ON files BEGIN
            \(SchemaV1.countFile("OLD", "-"))
            \(count("OLD", "-"))
        END;
        CREATE TRIGGER files_present_elsewhere
        AFTER UPDATE OF source_id, content_id, inode, born, deleted_at ON files
        WHEN OLD.content_id IS NOT NEW.content_id OR OLD.inode <> NEW.inode
            OR OLD.born <> NEW.born OR OLD.source_id <> NEW.source_id
            OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
        BEGIN
            \(count("OLD", "-"))
            \(count("NEW", "+"))
        END;

        CREATE TRIGGER contents_respread AFTER UPDATE OF format, size, duration ON contents
        WHEN OLD.present > 0 AND (OLD.format IS NOT NEW.format OR OLD.size <> NEW.size
            OR OLD.duration IS NOT NEW.duration)
        BEGIN
            UPDATE spreads SET contents = contents - 1, bytes = bytes - \(SchemaV1.size("OLD")),
                milliseconds = milliseconds - \(SchemaV1.milliseconds("OLD"))
            WHERE spread = \(SchemaV3.spread(of: "NEW.id")) AND format = coalesce(OLD.format, '');
            \(enter("NEW.id", as: SchemaV3.spread(of: "NEW.id")))
        END;
        CREATE TRIGGER spreads_forgotten AFTER UPDATE OF contents ON spreads
        WHEN NEW.contents = 0
        BEGIN
            DELETE FROM spreads
            WHERE spread = NEW.spread AND format = NEW.format AND contents = 0;
        END;

        CREATE TRIGGER jobs_queued AFTER INSERT ON jobs BEGIN
            \(tally("NEW.source_id", line("NEW")))
        END;
        CREATE TRIGGER jobs_left AFTER DELETE ON jobs BEGIN
            \(untally("OLD.source_id", line("OLD")))
        END;
        CREATE TRIGGER jobs_changed_line AFTER UPDATE OF source_id, priority, attempts ON jobs
        WHEN OLD.source_id <> NEW.source_id OR \(line("OLD")) <> \(line("NEW"))
        BEGIN
            \(untally("OLD.source_id", line("OLD")))
            \(tally("NEW.source_id", line("NEW")))
        END;
        CREATE TRIGGER problems_found AFTER INSERT ON problems BEGIN
            \(tally("NEW.source_id", "'\(problems)'"))
        END;
        CREATE TRIGGER problems_gone AFTER DELETE ON problems BEGIN
            \(untally("OLD.source_id", "'\(problems)'"))
        END;
        CREATE TRIGGER problems_elsewhere AFTER UPDATE OF source_id ON problems
        WHEN OLD.source_id <> NEW.source_id
        BEGIN
            \(untally("OLD.source_id", "'\(problems)'"))
            \(tally("NEW.source_id", "'\(problems)'"))
        END;
        """

    /// Lines of ``tables``' tallies. Jobs that wait:
    static let waiting = "waiting"
    /// files that may still be being written;
    static let settling = "settling"
    /// jobs that failed and are tried again;
    static let failed = "failed"
    /// jobs of folders that are away;
    static let resting = "resting"
    /// and problems.
    static let problems = "problems"

    /// Counts everything from the rows; ``SchemaV3/holdings`` first.
    static let recount = """
        DELETE FROM holdings;
        INSERT INTO holdings (content_id, source_id, paths, inodes) \(SchemaV3.holdings);
        DELETE FROM spreads;
        INSERT INTO spreads (spread, format, contents, bytes, milliseconds) \(spreads);
        DELETE FROM open_samples;
        INSERT INTO open_samples (fingerprint, size) \(SchemaV3.openSamples);
        DELETE FROM tallies;
        INSERT INTO tallies (source_id, line, number) \(tallies);
        """

    /// From the holdings.
    static let spreads = """
        SELECT spread, format, count(*) AS contents, sum(size) AS bytes,
            sum(milliseconds) AS milliseconds
        FROM (
            SELECT \(SchemaV3.spread(of: "c.id")) AS spread, coalesce(c.format, '') AS format,
                \(SchemaV1.size("c")) AS size, \(SchemaV1.milliseconds("c")) AS milliseconds
            FROM contents AS c WHERE c.present > 0)
        GROUP BY spread, format
        """

    static let tallies = """
        SELECT source_id, line, count(*) AS number FROM (
            SELECT source_id, \(line("jobs")) AS line FROM jobs
            UNION ALL SELECT source_id, '\(problems)' FROM problems)
        GROUP BY source_id, line
        """

    private static func line(_ row: String) -> String {
        """
        CASE WHEN \(row).priority >= \(JobRows.resting) THEN '\(resting)'
            WHEN \(row).priority = \(Job.Priority.settling.rawValue) THEN '\(settling)'
            WHEN \(row).attempts > 0 AND \(row).priority IN (
                \(Job.Priority.again.rawValue), \(Job.Priority.digest.rawValue)) THEN '\(failed)'
            ELSE '\(waiting)' END
        """
    }

    private static func tally(_ source: String, _ line: String) -> String {
        """
        INSERT INTO tallies (source_id, line, number) VALUES (\(source), \(line), 1)
        ON CONFLICT (source_id, line) DO UPDATE SET number = number + 1;
        """
    }

    private static func untally(_ source: String, _ line: String) -> String {
        "UPDATE tallies SET number = number - 1 WHERE source_id = \(source) AND line = \(line);"
    }

    /// A content leaves its spread, the counts change, and it enters the one that it has then.
    static func count(_ row: String, _ sign: String) -> String {
        """
        UPDATE spreads SET contents = spreads.contents - 1,
            bytes = spreads.bytes - \(SchemaV1.size("c")),
            milliseconds = spreads.milliseconds - \(SchemaV1.milliseconds("c"))
        FROM contents AS c
        WHERE c.id = \(row).content_id AND \(row).deleted_at IS NULL
            AND spreads.spread = \(SchemaV3.spread(of: "\(row).content_id"))
            AND spreads.format = coalesce(c.format, '');
        \(sign == "+" ? SchemaV3.hold(row) : SchemaV3.release(row))
        \(SchemaV1.countPresence(row, sign))
        \(enter("CASE WHEN \(row).deleted_at IS NULL THEN \(row).content_id END",
            as: SchemaV3.spread(of: "\(row).content_id")))
        """
    }

    private static func enter(_ content: String, as spread: String) -> String {
        """
        INSERT INTO spreads (spread, format, contents, bytes, milliseconds)
        SELECT \(spread), coalesce(c.format, ''), 1, \(SchemaV1.size("c")),
            \(SchemaV1.milliseconds("c"))
        FROM contents AS c WHERE c.id = \(content) AND c.present > 0
        ON CONFLICT (spread, format) DO UPDATE SET contents = contents + 1,
            bytes = bytes + excluded.bytes,
            milliseconds = milliseconds + excluded.milliseconds;
        """
    }
}

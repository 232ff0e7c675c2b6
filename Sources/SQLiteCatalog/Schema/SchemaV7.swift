import AudiowatchCore

/// Groups of copies are put in order by what they waste, at any size of the catalogue, and what the user decided
/// of them is found quickly.
///
/// `contents.wasted` are the bytes that keeping one copy would free: separate files in working sources that are
/// configured, beyond the first, times the size. It is kept by triggers like every other total; a source that
/// becomes a backup, or leaves the configuration, has those that it holds counted anew. Before, groups stood in the
/// order of what they would waste if there were no backups.
///
/// A verdict is an annotation of the kinds ``exact`` and ``near``, its value `{"verdict": …, "file": …, "path": …}`
/// and of `keep` on copies the files that were judged, `"seen": [{"id": …, "name": …, "place": …}]`; see ``Verdicts``.
enum SchemaV7 {
    /// The kind of annotation that is a verdict on the copies of a content,
    static let exact = "duplicates"
    /// and the one that is a verdict on its group of near duplicates.
    static let near = "near-duplicates"

    static let tables = """
        ALTER TABLE contents ADD COLUMN wasted INTEGER NOT NULL DEFAULT 0 CHECK (wasted >= 0);
        DROP INDEX contents_copied;
        CREATE INDEX contents_wasted ON contents (wasted) WHERE present > 1;
        CREATE INDEX contents_large ON contents (size) WHERE present > 1;
        CREATE INDEX contents_copied ON contents (present) WHERE present > 1;
        CREATE INDEX annotations_kind ON annotations (kind);
        """

    static let triggers = """
        DROP TRIGGER files_counted_in;
        DROP TRIGGER files_counted_out;
        DROP TRIGGER files_present_elsewhere;

        CREATE TRIGGER files_counted_in AFTER INSERT ON files
        WHEN NOT \(SchemaV5.isFirst)
        BEGIN
            \(SchemaV1.countFile("NEW", "+"))
            \(SchemaV6.count("NEW", "+"))
            \(countWaste("contents.id = NEW.content_id"))
        END;
        CREATE TRIGGER files_counted_out AFTER DELETE ON files BEGIN
            \(SchemaV1.countFile("OLD", "-"))
            \(SchemaV6.count("OLD", "-"))
            \(countWaste("contents.id = OLD.content_id"))
            UPDATE annotations SET value = json_remove(value, '$.file')
            WHERE content_id = OLD.content_id AND kind = '\(exact)'
                AND value ->> '$.file' = OLD.id;
        END;
        CREATE TRIGGER files_present_elsewhere
        AFTER UPDATE OF source_id, content_id, inode, born, deleted_at ON files
        WHEN OLD.content_id IS NOT NEW.content_id OR OLD.inode <> NEW.inode
            OR OLD.born <> NEW.born OR OLD.source_id <> NEW.source_id
            OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
        BEGIN
            \(SchemaV6.count("OLD", "-"))
            \(SchemaV6.count("NEW", "+"))
            \(countWaste("contents.id IN (OLD.content_id, NEW.content_id)"))
        END;

        CREATE TRIGGER contents_resized AFTER UPDATE OF size ON contents
        WHEN OLD.size <> NEW.size
        BEGIN
            \(countWaste("contents.id = NEW.id"))
        END;
        CREATE TRIGGER sources_counted AFTER UPDATE OF role, configured ON sources
        WHEN OLD.role <> NEW.role OR OLD.configured <> NEW.configured
        BEGIN
            \(countWaste("contents.id IN (SELECT content_id FROM holdings WHERE source_id = NEW.id)"))
        END;
        """

    /// Counts everything from the rows; ``SchemaV3/holdings`` first.
    static let recount = countWaste("1")

    /// What each content wastes, from the files alone; those that waste nothing are left out.
    static let wastes = """
        SELECT c.id, min(c.size, \(64 << 40)) * min(count(DISTINCT \(place)) - 1, \(most)) AS wasted
        FROM contents AS c CROSS JOIN files AS f ON f.content_id = c.id AND f.deleted_at IS NULL
        JOIN sources AS s ON s.id = f.source_id AND s.configured = 1 AND s.role = 'working'
        WHERE c.present > 1 GROUP BY c.id HAVING wasted > 0
        """

    /// More spare files than this count no more, so that 64 TiB times their number is a number.
    private static let most = 1 << 16

    /// Which bytes on the disk a file row stands for; see ``SchemaV1/isSameInode(_:_:)``.
    private static let place = """
        f.inode || ' ' || f.born || ' ' || CASE f.born WHEN 0 THEN f.source_id ELSE 0 END
        """

    /// Where no hard link leads from one source into another the holdings tell; else the files have to.
    private static func countWaste(_ which: String) -> String {
        """
        UPDATE contents SET wasted = CASE WHEN inodes < 2 THEN 0 ELSE
            \(SchemaV1.size("contents")) * min(\(most), max(0, CASE
                WHEN inodes = (SELECT sum(inodes) FROM holdings WHERE content_id = contents.id)
                THEN (
                    SELECT coalesce(sum(h.inodes), 0) FROM holdings AS h JOIN sources AS s ON s.id = h.source_id
                    WHERE h.content_id = contents.id AND s.configured = 1 AND s.role = 'working')
                ELSE (
                    SELECT count(DISTINCT \(place))
                    FROM files AS f JOIN sources AS s ON s.id = f.source_id
                    WHERE f.content_id = contents.id AND f.deleted_at IS NULL
                        AND s.configured = 1 AND s.role = 'working')
                END - 1)) END
        WHERE \(which) AND (inodes > 1 OR wasted > 0);
        """
    }
}

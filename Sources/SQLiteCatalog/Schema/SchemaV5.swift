/// The counters of the schemas before, with a short way for what a first scan does to every file: its content is
/// new, and nobody else has it. Most of the time of a writer went into asking what is so of others then.
///
/// A trigger costs a frame even where its condition is false: those of a column that did not change are not entered.
enum SchemaV5 {
    static let triggers = """
        DROP TRIGGER files_counted_in;
        DROP TRIGGER contents_recounted;
        DROP TRIGGER samples_opened;

        CREATE TRIGGER files_counted_first AFTER INSERT ON files
        WHEN \(isFirst)
        BEGIN
            \(SchemaV1.countFile("NEW", "+"))
            INSERT INTO holdings (content_id, source_id, paths, inodes)
            VALUES (NEW.content_id, NEW.source_id, 1, 1)
            ON CONFLICT (content_id, source_id) DO UPDATE SET paths = 1, inodes = 1;
            UPDATE contents SET
                present = 1, inodes = 1, primary_file_id = coalesce(primary_file_id, NEW.id)
            WHERE id = NEW.content_id;
            INSERT INTO spreads (spread, contents, bytes)
            SELECT NEW.source_id || ':1:1/1', 1, \(SchemaV1.size("c"))
            FROM contents AS c WHERE c.id = NEW.content_id
            ON CONFLICT (spread) DO UPDATE SET
                contents = contents + 1, bytes = bytes + excluded.bytes;
        END;
        CREATE TRIGGER files_counted_in AFTER INSERT ON files
        WHEN NOT \(isFirst)
        BEGIN
            \(SchemaV1.countFile("NEW", "+"))
            \(SchemaV3.countSpread("NEW", "+"))
        END;

        CREATE TRIGGER contents_counted AFTER UPDATE OF present ON contents
        WHEN OLD.present = 0 AND NEW.present > 0
        BEGIN
            \(SchemaV1.enterFormat)
        END;
        CREATE TRIGGER contents_recounted
        AFTER UPDATE OF format, size, duration, present, inodes ON contents
        WHEN OLD.present > 0
        BEGIN
            \(SchemaV1.leaveFormat)
            \(SchemaV1.enterFormat)
        END;

        CREATE TRIGGER samples_opened AFTER UPDATE OF digest, present ON contents
        WHEN ((OLD.digest IS NULL) <> (NEW.digest IS NULL)
                OR (OLD.present = 0) <> (NEW.present = 0))
            AND EXISTS (
                SELECT 1 FROM contents
                WHERE fingerprint = NEW.fingerprint AND size = NEW.size AND id <> NEW.id)
        BEGIN
            \(SchemaV3.openSample("NEW"))
        END;
        CREATE TRIGGER samples_replaced AFTER UPDATE OF fingerprint, size ON contents
        WHEN OLD.fingerprint <> NEW.fingerprint OR OLD.size <> NEW.size
        BEGIN
            \(SchemaV3.openSample("OLD"))
            \(SchemaV3.openSample("NEW"))
        END;
        """

    /// True for a present file whose content no other present one has.
    static let isFirst = """
        (NEW.deleted_at IS NULL AND NEW.content_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM files AS other
            WHERE other.content_id = NEW.content_id AND other.deleted_at IS NULL
                AND other.id <> NEW.id))
        """
}

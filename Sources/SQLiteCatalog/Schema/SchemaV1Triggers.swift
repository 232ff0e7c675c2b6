/// Counters of the first schema, kept by triggers: whatever changes a row changes them in the same statement.
///
/// What a content contributes to its format is written once, as an expression over `OLD` and `NEW`, and
/// ``CounterCheck`` recounts with the same one. Sizes and lengths are cut at 64 TiB and three years: a sparse
/// file or a lying header must not overflow a sum.
extension SchemaV1 {
    static let triggers = """
        CREATE TRIGGER files_counted_in AFTER INSERT ON files BEGIN
            \(countFile("NEW", "+"))
            \(countPresence("NEW", "+"))
        END;
        CREATE TRIGGER files_counted_out AFTER DELETE ON files BEGIN
            \(countFile("OLD", "-"))
            \(countPresence("OLD", "-"))
        END;
        CREATE TRIGGER files_recounted AFTER UPDATE OF source_id, size, deleted_at ON files
        WHEN OLD.source_id <> NEW.source_id OR OLD.size <> NEW.size
            OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
        BEGIN
            \(countFile("OLD", "-"))
            \(countFile("NEW", "+"))
        END;
        CREATE TRIGGER files_present_elsewhere
        AFTER UPDATE OF source_id, content_id, inode, born, deleted_at ON files
        WHEN OLD.content_id IS NOT NEW.content_id OR OLD.inode <> NEW.inode
            OR OLD.born <> NEW.born OR OLD.source_id <> NEW.source_id
            OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
        BEGIN
            \(countPresence("OLD", "-"))
            \(countPresence("NEW", "+"))
        END;

        CREATE TRIGGER contents_recounted
        AFTER UPDATE OF format, size, duration, present, inodes ON contents
        WHEN OLD.present > 0 OR NEW.present > 0
        BEGIN
            \(leaveFormat)
            \(enterFormat)
        END;
        CREATE TRIGGER formats_forgotten AFTER UPDATE OF contents ON format_counts
        WHEN NEW.contents = 0
        BEGIN
            DELETE FROM format_counts WHERE format = NEW.format AND contents = 0;
        END;
        """

    /// What a content was to its format is taken off.
    static let leaveFormat = """
        UPDATE format_counts SET
            contents = contents - 1,
            bytes = bytes - \(size("OLD")),
            milliseconds = milliseconds - \(milliseconds("OLD")),
            copies = copies - (OLD.present - 1),
            copied = copied - (OLD.present - 1) * \(size("OLD")),
            wasted = wasted - (OLD.inodes - 1) * \(size("OLD"))
        WHERE OLD.present > 0 AND format = coalesce(OLD.format, '');
        """

    /// What a content is to its format is added.
    static let enterFormat = """
        INSERT INTO format_counts (
            format, contents, bytes, milliseconds, copies, copied, wasted)
        SELECT coalesce(NEW.format, ''), 1, \(size("NEW")), \(milliseconds("NEW")),
            NEW.present - 1, (NEW.present - 1) * \(size("NEW")),
            (NEW.inodes - 1) * \(size("NEW"))
        WHERE NEW.present > 0
        ON CONFLICT (format) DO UPDATE SET
            contents = contents + 1,
            bytes = bytes + excluded.bytes,
            milliseconds = milliseconds + excluded.milliseconds,
            copies = copies + excluded.copies,
            copied = copied + excluded.copied,
            wasted = wasted + excluded.wasted;
        """

    /// Bytes of a content or file, as the sums take them.
    static func size(_ row: String) -> String { "min(\(row).size, \(64 << 40))" }

    /// Length of a content, as the sums take it.
    static func milliseconds(_ row: String) -> String {
        "CAST(round(min(coalesce(\(row).duration, 0), 1e8) * 1000) AS INTEGER)"
    }

    /// Which bytes on the disk a file row stands for: hard links share them. Without birth times an inode
    /// is told apart by its source only.
    static func isSameInode(_ other: String, _ row: String) -> String {
        """
        \(other).inode = \(row).inode AND \(other).born = \(row).born
        AND (\(row).born <> 0 OR \(other).source_id = \(row).source_id)
        """
    }

    static func countFile(_ row: String, _ sign: String) -> String {
        """
        UPDATE sources SET
            files = files \(sign) (\(row).deleted_at IS NULL),
            bytes = bytes \(sign) (\(row).deleted_at IS NULL) * \(size(row)),
            deleted = deleted \(sign) (\(row).deleted_at IS NOT NULL)
        WHERE id = \(row).source_id;
        """
    }

    static func countPresence(_ row: String, _ sign: String) -> String {
        """
        UPDATE contents SET
            present = present \(sign) 1,
            inodes = inodes \(sign) (NOT EXISTS (
                SELECT 1 FROM files AS other
                WHERE \(isSameInode("other", row))
                    AND +other.content_id = \(row).content_id
                    AND other.deleted_at IS NULL AND other.id <> \(row).id)),
            primary_file_id = coalesce(primary_file_id, \(row).id)
        WHERE id = \(row).content_id AND \(row).deleted_at IS NULL;
        """
    }
}

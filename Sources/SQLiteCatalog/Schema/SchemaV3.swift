/// What sources share, kept by triggers: at a million files nobody can count it while the user waits.
///
/// `holdings` says how many present paths of a content a source has, and on how many inodes. Contents that are
/// held alike have the same *spread*: `1:2:1 3:1:1/2` is two paths on one inode in source 1, one path in source
/// 3, and two inodes in all. `spreads` has one row for each, however many contents: which sources are
/// configured, and which are backups, may change at any time, and is asked of the spreads when they are read.
///
/// `open_samples` are the fingerprints, with their sizes, that several present contents have of which not each
/// has a digest: they may be equal.
enum SchemaV3 {
    static let tables = """
        CREATE TABLE holdings (
            content_id INTEGER NOT NULL, source_id INTEGER NOT NULL,
            paths INTEGER NOT NULL CHECK (paths >= 0),
            inodes INTEGER NOT NULL CHECK (inodes BETWEEN 0 AND paths),
            PRIMARY KEY (content_id, source_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE spreads (
            spread TEXT PRIMARY KEY,
            contents INTEGER NOT NULL CHECK (contents >= 0), bytes INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE open_samples (
            fingerprint INTEGER NOT NULL, size INTEGER NOT NULL,
            PRIMARY KEY (fingerprint, size)
        ) STRICT, WITHOUT ROWID;
        """

    /// Those of the first schema that count files, and this between them: a content leaves its spread, the
    /// counts change, and it enters the one that it has then.
    static let triggers = """
        DROP TRIGGER files_counted_in;
        DROP TRIGGER files_counted_out;
        DROP TRIGGER files_present_elsewhere;

        CREATE TRIGGER files_counted_in AFTER INSERT ON files BEGIN
            \(SchemaV1.countFile("NEW", "+"))
            \(countSpread("NEW", "+"))
        END;
        CREATE TRIGGER files_counted_out AFTER DELETE ON files BEGIN
            \(SchemaV1.countFile("OLD", "-"))
            \(countSpread("OLD", "-"))
        END;
        CREATE TRIGGER files_present_elsewhere
        AFTER UPDATE OF source_id, content_id, inode, born, deleted_at ON files
        WHEN OLD.content_id IS NOT NEW.content_id OR OLD.inode <> NEW.inode
            OR OLD.born <> NEW.born OR OLD.source_id <> NEW.source_id
            OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
        BEGIN
            \(countSpread("OLD", "-"))
            \(countSpread("NEW", "+"))
        END;

        CREATE TRIGGER spreads_forgotten AFTER UPDATE OF contents ON spreads
        WHEN NEW.contents = 0
        BEGIN
            DELETE FROM spreads WHERE spread = NEW.spread AND contents = 0;
        END;
        CREATE TRIGGER spreads_resized AFTER UPDATE OF size ON contents
        WHEN OLD.size <> NEW.size
        BEGIN
            UPDATE spreads SET bytes = bytes - \(SchemaV1.size("OLD")) + \(SchemaV1.size("NEW"))
            WHERE spread = \(spread(of: "NEW.id"));
        END;
        CREATE TRIGGER samples_opened AFTER UPDATE OF fingerprint, size, digest, present ON contents
        WHEN OLD.fingerprint <> NEW.fingerprint OR OLD.size <> NEW.size
            OR (OLD.digest IS NULL) <> (NEW.digest IS NULL)
            OR (OLD.present = 0) <> (NEW.present = 0)
        BEGIN
            \(openSample("OLD"))
            \(openSample("NEW"))
        END;
        """

    /// Counts everything from the rows.
    static let recount = """
        DELETE FROM holdings;
        INSERT INTO holdings (content_id, source_id, paths, inodes) \(holdings);
        DELETE FROM spreads;
        INSERT INTO spreads (spread, contents, bytes) \(spreads);
        DELETE FROM open_samples;
        INSERT INTO open_samples (fingerprint, size) \(openSamples);
        """

    static let holdings = """
        SELECT content_id, source_id, sum(names) AS paths, count(*) AS inodes FROM (
            SELECT content_id, source_id, count(*) AS names FROM files
            WHERE deleted_at IS NULL AND content_id IS NOT NULL
            GROUP BY content_id, source_id, inode, born)
        GROUP BY content_id, source_id
        """

    /// From the holdings.
    static let spreads = """
        SELECT spread, count(*) AS contents, sum(size) AS bytes FROM (
            SELECT \(spread(of: "c.id")) AS spread, \(SchemaV1.size("c")) AS size
            FROM contents AS c WHERE c.present > 0)
        GROUP BY spread
        """

    static let openSamples = """
        SELECT fingerprint, size FROM contents WHERE present > 0
        GROUP BY fingerprint, size HAVING count(*) > 1 AND count(digest) < count(*)
        """

    /// How a content is spread now; NULL for one without present files.
    static func spread(of content: String) -> String {
        """
        ((SELECT group_concat(source_id || ':' || paths || ':' || inodes, ' ') FROM (
            SELECT source_id, paths, inodes FROM holdings
            WHERE content_id = \(content) ORDER BY source_id))
        || '/' || (SELECT inodes FROM contents WHERE id = \(content)))
        """
    }

    static func countSpread(_ row: String, _ sign: String) -> String {
        """
        UPDATE spreads SET contents = contents - 1, bytes = bytes - (
            SELECT \(SchemaV1.size("c")) FROM contents AS c WHERE c.id = \(row).content_id)
        WHERE spread = \(spread(of: "\(row).content_id")) AND \(row).deleted_at IS NULL;
        \(sign == "+" ? hold(row) : release(row))
        \(SchemaV1.countPresence(row, sign))
        INSERT INTO spreads (spread, contents, bytes)
        SELECT spread, 1, size FROM (
            SELECT \(spread(of: "c.id")) AS spread, \(SchemaV1.size("c")) AS size
            FROM contents AS c WHERE c.id = \(row).content_id AND \(row).deleted_at IS NULL)
        WHERE spread IS NOT NULL
        ON CONFLICT (spread) DO UPDATE SET
            contents = contents + 1, bytes = bytes + excluded.bytes;
        """
    }

    static func hold(_ row: String) -> String {
        """
        INSERT INTO holdings (content_id, source_id, paths, inodes)
        SELECT \(row).content_id, \(row).source_id, 1, \(isFirstOfInode(row))
        WHERE \(row).content_id IS NOT NULL AND \(row).deleted_at IS NULL
        ON CONFLICT (content_id, source_id) DO UPDATE SET
            paths = paths + 1, inodes = inodes + excluded.inodes;
        """
    }

    static func release(_ row: String) -> String {
        """
        UPDATE holdings SET paths = paths - 1, inodes = inodes - \(isFirstOfInode(row))
        WHERE content_id = \(row).content_id AND source_id = \(row).source_id
            AND \(row).deleted_at IS NULL;
        DELETE FROM holdings
        WHERE content_id = \(row).content_id AND source_id = \(row).source_id AND paths = 0;
        """
    }

    /// 1 unless another present path of the source has the same inode with these bytes.
    private static func isFirstOfInode(_ row: String) -> String {
        """
        (NOT EXISTS (
            SELECT 1 FROM files AS other
            WHERE \(SchemaV1.isSameInode("other", row))
                AND other.source_id = \(row).source_id
                AND +other.content_id = \(row).content_id
                AND other.deleted_at IS NULL AND other.id <> \(row).id))
        """
    }

    /// Of very many contents with one sample only the first few are looked at.
    static func openSample(_ row: String) -> String {
        """
        DELETE FROM open_samples
        WHERE fingerprint = \(row).fingerprint AND size = \(row).size;
        INSERT INTO open_samples (fingerprint, size)
        SELECT \(row).fingerprint, \(row).size
        WHERE EXISTS (
            SELECT 1 FROM contents WHERE fingerprint = \(row).fingerprint
                AND size = \(row).size AND digest IS NULL AND present > 0)
        AND (SELECT count(*) FROM (
            SELECT 1 FROM contents WHERE fingerprint = \(row).fingerprint
                AND size = \(row).size AND present > 0 LIMIT 2)) = 2
        ON CONFLICT DO NOTHING;
        """
    }
}

/// The first schema. Migrations are append-only: a later change is a later file.
///
/// Names and paths are TEXT where they are valid UTF-8 and BLOB otherwise (`ANY` keeps which). Times are
/// ``CatalogTime`` microseconds, file times nanoseconds, as their types say. The schema is the judge:
/// what must hold is a constraint here, and counts are kept by triggers, so that no code path can forget them.
///
/// `jobs.looks` counts how often a file was found still changing; `common_names` lists the base names
/// whose near duplicates are grouped later, because too many contents share them.
enum SchemaV1 {
    static let tables = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY, value ANY NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sources (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            path ANY NOT NULL,
            fs_type TEXT, fs_id TEXT, root_inode INTEGER,
            state TEXT NOT NULL DEFAULT 'offline'
                CHECK (state IN ('online', 'degraded', 'offline', 'disabled')),
            reason TEXT,
            role TEXT NOT NULL DEFAULT 'working' CHECK (role IN ('working', 'backup')),
            configured INTEGER NOT NULL DEFAULT 1 CHECK (configured IN (0, 1)),
            scan_reason TEXT, scan_started_at INTEGER, scan_finished_at INTEGER,
            files INTEGER NOT NULL DEFAULT 0 CHECK (files >= 0),
            bytes INTEGER NOT NULL DEFAULT 0 CHECK (bytes >= 0),
            deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted >= 0)
        ) STRICT;

        CREATE TABLE directories (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
            parent_id INTEGER REFERENCES directories (id) ON DELETE CASCADE,
            name ANY NOT NULL,
            inode INTEGER NOT NULL, born INTEGER NOT NULL,
            gone_at INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX directories_live ON directories (parent_id, name) WHERE gone_at IS NULL;
        CREATE UNIQUE INDEX directories_root ON directories (source_id) WHERE parent_id IS NULL;
        CREATE INDEX directories_parent ON directories (parent_id);

        CREATE TABLE contents (
            id INTEGER PRIMARY KEY,
            fingerprint INTEGER NOT NULL, size INTEGER NOT NULL CHECK (size >= 0),
            digest BLOB CHECK (digest IS NULL OR length(digest) = 16),
            primary_file_id INTEGER,
            present INTEGER NOT NULL DEFAULT 0 CHECK (present >= 0),
            inodes INTEGER NOT NULL DEFAULT 0 CHECK (inodes BETWEEN 0 AND present),
            duration REAL CHECK (duration >= 0),
            estimated INTEGER NOT NULL DEFAULT 0 CHECK (estimated IN (0, 1)),
            sample_rate INTEGER, channels INTEGER, bit_depth INTEGER,
            format TEXT, codec TEXT, bit_rate INTEGER,
            base_name TEXT,
            title TEXT, artist TEXT, album TEXT, genre TEXT, date TEXT, comment TEXT, track TEXT,
            bpm TEXT, key TEXT,
            UNIQUE (fingerprint, size, digest)
        ) STRICT;
        CREATE INDEX contents_base_name ON contents (base_name) WHERE base_name IS NOT NULL;
        CREATE INDEX contents_copied ON contents (size * (inodes - 1)) WHERE present > 1;

        CREATE TABLE files (
            id INTEGER PRIMARY KEY,
            directory_id INTEGER NOT NULL REFERENCES directories (id) ON DELETE CASCADE,
            name ANY NOT NULL,
            source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
            content_id INTEGER REFERENCES contents (id),
            size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
            inode INTEGER NOT NULL, born INTEGER NOT NULL,
            examined_at INTEGER NOT NULL,
            deleted_at INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX files_live ON files (directory_id, name) WHERE deleted_at IS NULL;
        CREATE INDEX files_deleted ON files (directory_id, name) WHERE deleted_at IS NOT NULL;
        CREATE INDEX files_departed ON files (size, modified) WHERE deleted_at IS NOT NULL;
        CREATE INDEX files_content ON files (content_id);
        CREATE INDEX files_inode ON files (inode);

        CREATE TABLE near (
            content_id INTEGER PRIMARY KEY REFERENCES contents (id) ON DELETE CASCADE,
            leader_id INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
            base_name TEXT NOT NULL,
            close INTEGER NOT NULL CHECK (close IN (0, 1))
        ) STRICT;
        CREATE INDEX near_leader ON near (leader_id);
        CREATE INDEX near_base_name ON near (base_name);

        CREATE TABLE common_names (
            base_name TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE jobs (
            id INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL,
            source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
            directory_id INTEGER NOT NULL REFERENCES directories (id) ON DELETE CASCADE,
            name ANY NOT NULL,
            priority INTEGER NOT NULL,
            not_before INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            looks INTEGER NOT NULL DEFAULT 0,
            generation INTEGER NOT NULL DEFAULT 0,
            last_error TEXT,
            UNIQUE (directory_id, name, kind)
        ) STRICT;
        CREATE INDEX jobs_ready ON jobs (source_id, priority, not_before);

        CREATE TABLE problems (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
            directory_id INTEGER REFERENCES directories (id) ON DELETE CASCADE,
            name ANY,
            reason TEXT NOT NULL, hint TEXT,
            first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE UNIQUE INDEX problems_place ON problems (directory_id, name, kind);

        CREATE TABLE activity (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL, kind TEXT NOT NULL,
            source_id INTEGER REFERENCES sources (id) ON DELETE CASCADE,
            file_id INTEGER, content_id INTEGER,
            path ANY, detail TEXT
        ) STRICT;

        CREATE TABLE annotations (
            content_id INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
            kind TEXT NOT NULL, version INTEGER NOT NULL, value ANY NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (content_id, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE format_counts (
            format TEXT PRIMARY KEY,
            contents INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
            milliseconds INTEGER NOT NULL DEFAULT 0,
            seconds REAL GENERATED ALWAYS AS (milliseconds / 1000.0) VIRTUAL,
            copies INTEGER NOT NULL DEFAULT 0, copied INTEGER NOT NULL DEFAULT 0,
            wasted INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        """
}

/// What chunks say, beside what tags say.
///
/// `bpm` and `key` are texts of tags, `chunk_tempo` and `chunk_key` come from chunks: which column a value is in
/// is its origin. What names say is in none: it follows from the names and changes with them. Rows from before
/// have no chunks until their files are read again.
enum SchemaV4 {
    static let chunks = """
        ALTER TABLE contents ADD COLUMN chunk_tempo REAL CHECK (chunk_tempo > 0);
        ALTER TABLE contents ADD COLUMN chunk_key TEXT;
        ALTER TABLE contents ADD COLUMN beats INTEGER CHECK (beats > 0);
        ALTER TABLE contents ADD COLUMN one_shot INTEGER CHECK (one_shot IN (0, 1));
        ALTER TABLE contents ADD COLUMN root_note INTEGER CHECK (root_note BETWEEN 1 AND 127);
        ALTER TABLE contents ADD COLUMN loop_start INTEGER CHECK (loop_start >= 0);
        ALTER TABLE contents ADD COLUMN loop_end INTEGER CHECK (loop_end > loop_start);
        ALTER TABLE contents ADD COLUMN cues INTEGER CHECK (cues > 0);
        ALTER TABLE contents ADD COLUMN originator TEXT;
        ALTER TABLE contents ADD COLUMN recorded_at TEXT;
        ALTER TABLE contents ADD COLUMN time_reference INTEGER CHECK (time_reference > 0);
        """
}

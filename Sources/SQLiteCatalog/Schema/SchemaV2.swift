/// Mounts inside sources.
///
/// A directory that a mount begins at knows its file system (`fs_type` and what follows; NULL: its parent's). While
/// another one stands there, or none, it is `away`: it and everything below keep their rows, unjudged, and
/// their jobs rest. `fs_folder` is where the folder stands inside its file system.
enum SchemaV2 {
    static let mounts = """
        ALTER TABLE sources ADD COLUMN fs_folder ANY;
        ALTER TABLE directories ADD COLUMN fs_type TEXT;
        ALTER TABLE directories ADD COLUMN fs_id TEXT;
        ALTER TABLE directories ADD COLUMN fs_folder ANY;
        ALTER TABLE directories ADD COLUMN away INTEGER NOT NULL DEFAULT 0 CHECK (away IN (0, 1));
        """
}

import AudiowatchCore
import SQLiteCatalog

/// The rows of the directories that a walk comes to next, asked for together: where nothing has changed,
/// asking once for each would take longer than listing them. Good only as long as nothing was written since.
struct ReadAhead {
    private var folders: [Directory.ID: KnownFolder] = [:]
    private var asked: Set<Directory.ID> = []
    private var commits = 0

    /// Asks for these. A question that fails is asked again when it matters. Blocks.
    mutating func prepare(_ directories: some Sequence<Directory.ID>, in catalog: Catalog) {
        let wanted = Set(directories)
        commits = catalog.commits
        let read = try? catalog.folders(wanted)
        folders = read ?? [:]
        asked = read == nil ? [] : wanted
    }

    /// What is known of a directory, as of now. Blocks.
    mutating func folder(
        _ directory: Directory.ID, of catalog: Catalog
    ) throws(CatalogError) -> KnownFolder {
        guard commits == catalog.commits, asked.remove(directory) != nil else {
            return try catalog.folder(directory)
        }
        return folders.removeValue(forKey: directory) ?? KnownFolder()
    }
}

import AudiowatchCore
import GRDB

/// A row of `files` as a search reads it.
struct SearchedFileRow: DirectRow {
    /// The head of a statement that reads such rows.
    static let columns = """
        SELECT id, content_id, directory_id, name, source_id, size, modified, deleted_at
        """
    /// The same, from the table itself.
    static let select = columns + " FROM files"

    let id: Int64
    /// Nil for a file that was never read.
    let content: Int64?
    let directory: Int64
    let name: FileName
    let source: Int64
    let size: Int64
    /// Nanoseconds since 1970 UTC.
    let modified: Int64
    let isDeleted: Bool

    init(_ columns: Columns) {
        id = columns.integer(0)
        content = columns.integerIfPresent(1)
        directory = columns.integer(2)
        name = columns.name(3)
        source = columns.integer(4)
        size = columns.integer(5)
        modified = columns.integer(6)
        isDeleted = columns.integerIfPresent(7) != nil
    }
}

/// A file of a configured source, as a search sees it.
struct SearchedFile {
    var id: Int64 { row.id }
    var directory: Int64 { row.directory }
    var name: FileName { row.name }
    /// Bytes.
    var size: Int64 { row.size }
    var isDeleted: Bool { row.isDeleted }
    let source: SourceTable.Entry
    private let row: SearchedFileRow
    private let folder: DirectoryPaths.Folder?

    /// Nil when the configuration does not name its source.
    init?(_ row: SearchedFileRow, _ sources: SourceTable, _ folders: DirectoryPaths) throws {
        guard let source = sources.configured(row.source) else { return nil }
        self.source = source
        self.row = row
        folder = try folders.folder(row.directory)
    }

    /// Last change, seconds since 1970 UTC.
    var modified: Double { Double(row.modified) / 1_000_000_000 }

    /// Absolute, exact.
    var path: PathText { DirectoryPaths.path(folder, name.bytes) }

    /// What a search compares.
    var text: SearchSubject.File {
        SearchSubject.File(
            name: SearchedText(name), folder: folder?.searched ?? SearchedText(""),
            source: source.name, modified: Double(CatalogSeconds.whole(row.modified)))
    }

    /// What its name and its folders say.
    var named: NamedSound {
        NamedSound(file: name).completed(by: folder?.named ?? NamedSound())
    }
}

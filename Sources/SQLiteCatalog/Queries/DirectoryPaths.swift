import AudiowatchCore
import GRDB
import SystemPackage

/// Paths of directories, put together from their rows: names are kept once, so a renamed folder is one row.
///
/// Lives within one read. What it has looked up it keeps, up to a bound: neighbouring files share folders.
final class DirectoryPaths {
    /// One directory's path.
    struct Folder {
        /// Absolute, exact, without a trailing slash.
        var path: [UInt8]
        /// What a search compares: from the source's own folder on, so that what stands above it,
        /// the same for every file, is not found in each of them.
        var searched: SearchedText
        /// What its name, and the names of the folders it stands in, say.
        var named: NamedSound
    }

    private struct Standing: DirectRow {
        let source: Int64
        let parent: Int64?
        let name: FileName

        init(_ columns: Columns) {
            source = columns.integer(0)
            parent = columns.integerIfPresent(1)
            name = columns.name(2)
        }
    }

    private let db: Database
    private let sources: SourceTable
    private var known: [Int64: Folder] = [:]

    /// More folders than this are not kept: about 10 MB.
    private static let bound = 50_000
    /// Deeper than this no kernel path goes (PATH_MAX); a damaged database may go in circles.
    private static let deepest = 4_096

    init(_ db: Database, _ sources: SourceTable) {
        self.db = db
        self.sources = sources
    }

    /// The folder of a row; nil for a row that does not exist.
    func folder(_ id: Int64) throws -> Folder? {
        if let folder = known[id] { return folder }
        var pending: [(id: Int64, name: FileName)] = []
        var next: Int64? = id
        var folder: Folder?
        while let current = next, folder == nil {
            if let found = known[current] {
                folder = found
                break
            }
            let statement = try db.cachedStatement(
                sql: "SELECT source_id, parent_id, name FROM directories WHERE id = ?")
            guard let row = try Standing.fetchOne(statement, arguments: [current]),
                pending.count < DirectoryPaths.deepest
            else { return nil }
            next = row.parent
            if next == nil {
                folder = root(of: row.source)
                remember(folder, as: current)
            } else {
                pending.append((current, row.name))
            }
        }
        for (id, name) in pending.reversed() {
            guard let parent = folder else { return nil }
            let below = Folder(
                path: DirectoryPaths.path(parent.path, name.bytes),
                searched: SearchedText(folder: parent.searched, name: SearchedText(name)),
                named: NamedSound(folder: name).completed(by: parent.named))
            remember(below, as: id)
            folder = below
        }
        return folder
    }

    /// The path of a file in a directory.
    func path(_ directory: Int64, _ name: [UInt8]) throws -> PathText {
        guard let folder = try folder(directory) else { return PathText(bytes: name) }
        return PathText(bytes: DirectoryPaths.path(folder.path, name))
    }

    /// As `FilePath.child` puts them together; here it is done for every row of a page, several times.
    private static func path(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        return folder + (folder.last == slash || folder.isEmpty ? [] : [slash]) + name
    }

    private func root(of source: Int64) -> Folder? {
        sources.entries[source].map { entry in
            let name = entry.path.fileName ?? FileName(bytes: [])
            return Folder(
                path: entry.path.bytes, searched: SearchedText(name),
                named: NamedSound(folder: name))
        }
    }

    private func remember(_ folder: Folder?, as id: Int64) {
        if known.count >= DirectoryPaths.bound { known.removeAll(keepingCapacity: true) }
        known[id] = folder
    }
}

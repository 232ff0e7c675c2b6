import AudiowatchCore
import GRDB
import SystemPackage

/// Paths of directories, put together from their rows: names are kept once, so a renamed folder is one row.
///
/// Lives within one read. What it has looked up it keeps, up to a bound: neighbouring files share folders.
final class DirectoryPaths {
    /// One directory's path.
    final class Folder {
        /// Absolute, exact, without a trailing slash.
        let path: [UInt8]
        private let name: FileName
        private let parent: Folder?
        /// What a search compares: from the source's own folder on, so that what stands above it,
        /// the same for every file, is not found in each of them. Folded when it is asked for first.
        private(set) lazy var searched: SearchedText = {
            let own = SearchedText(name)
            return parent.map { SearchedText(folder: $0.searched, name: own) } ?? own
        }()
        /// What its name, and the names of the folders it stands in, say. Read when it is asked for first.
        private(set) lazy var named: NamedSound = {
            let own = NamedSound(folder: name)
            return parent.map { own.completed(by: $0.named) } ?? own
        }()

        init(_ path: [UInt8], _ name: FileName, in parent: Folder?) {
            self.path = path
            self.name = name
            self.parent = parent
        }
    }

    private struct Standing: DirectRow {
        static let columns = "SELECT d.id, d.source_id, d.parent_id, d.name"

        let id: Int64
        let source: Int64
        let parent: Int64?
        let name: FileName

        init(_ columns: Columns) {
            id = columns.integer(0)
            source = columns.integer(1)
            parent = columns.integerIfPresent(2)
            name = columns.name(3)
        }
    }

    private let db: Database
    private let sources: SourceTable
    private var known: [Int64: Folder] = [:]
    private var prepared: [Int64: Standing] = [:]

    /// More folders than this are not kept: about 10 MB.
    private static let bound = 50_000
    /// Deeper than this no kernel path goes (PATH_MAX); a damaged database may go in circles.
    private static let deepest = 4_096

    init(_ db: Database, _ sources: SourceTable) {
        self.db = db
        self.sources = sources
    }

    /// Reads the rows of these directories, and of all above them, level by level: for the rows of one page,
    /// whose folders are asked for next.
    func prepare(_ directories: Set<Int64>) throws {
        var next = directories.filter { known[$0] == nil }
        for _ in 0..<DirectoryPaths.deepest where !next.isEmpty {
            let rows: [Standing] = try Many.all(DirectoryPaths.standing, of: next, in: db)
            for row in rows { prepared[row.id] = row }
            next = Set(rows.compactMap(\.parent)).filter { prepared[$0] == nil }
        }
    }

    private static let standing = """
        \(Many.table) \(Standing.columns) FROM wanted CROSS JOIN directories AS d ON d.id = value
        """

    private func standing(_ id: Int64) throws -> Standing? {
        if let row = prepared[id] { return row }
        let statement = try db.cachedStatement(
            sql: "\(Standing.columns) FROM directories AS d WHERE id = ?")
        return try Standing.fetchOne(statement, arguments: [id])
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
            guard let row = try standing(current), pending.count < DirectoryPaths.deepest
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
                DirectoryPaths.path(parent.path, name.bytes), name, in: parent)
            remember(below, as: id)
            folder = below
        }
        return folder
    }

    /// The path of a file in a directory.
    func path(_ directory: Int64, _ name: [UInt8]) throws -> PathText {
        DirectoryPaths.path(try folder(directory), name)
    }

    /// The path of a file in a folder; its name alone where there is none.
    static func path(_ folder: Folder?, _ name: [UInt8]) -> PathText {
        PathText(bytes: folder.map { path($0.path, name) } ?? name)
    }

    /// As `FilePath.child` puts them together; here it is done for every row of a page, several times.
    private static func path(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        return folder + (folder.last == slash || folder.isEmpty ? [] : [slash]) + name
    }

    private func root(of source: Int64) -> Folder? {
        sources.entries[source].map { entry in
            Folder(entry.path.bytes, entry.path.fileName ?? FileName(bytes: []), in: nil)
        }
    }

    private func remember(_ folder: Folder?, as id: Int64) {
        if known.count >= DirectoryPaths.bound { known.removeAll(keepingCapacity: true) }
        known[id] = folder
    }
}

import AudiowatchCore
import GRDB

/// A directory with everything above it, as rows say.
struct DirectoryChain {
    var source: Int64
    var names: [FileName] = []
    var inode: Int64
    var born: Int64
    /// True when it, or a directory above it, does not stand anywhere.
    var isGone = false
    /// The directory above the first of `names` where the way up ended, because it is known; nil at the
    /// source's own folder.
    var top: Int64?
    /// True when something else stands in its place, or in place of a directory above it.
    var isAway = false
    /// Where its file system begins; nil: at the source's folder.
    var home: DirectoryLocation.Home?

    /// Deeper than this no path of the kernel's goes; a damaged database might turn in circles.
    private static let deepest = 4_096

    /// Goes up to the source's own folder, or to the first directory that `isKnown`. Nil when there is no row.
    static func fetch(
        _ id: Int64, in db: Database, known isKnown: (Int64) -> Bool = { _ in false }
    ) throws -> DirectoryChain? {
        guard let first = try node(id, in: db) else { return nil }
        var chain = DirectoryChain(source: first.source, inode: first.inode, born: first.born)
        var node = first
        var names: [FileName] = []
        while true {
            if node.isGone { chain.isGone = true }
            if node.isAway { chain.isAway = true }
            if chain.home == nil { chain.home = node.home }
            guard let parent = node.parent else { break }
            names.append(node.name)
            if isKnown(parent) {
                chain.top = parent
                break
            }
            guard names.count < deepest, let above = try self.node(parent, in: db) else {
                return nil
            }
            node = above
        }
        chain.names = names.reversed()
        return chain
    }

    private struct Node: DirectRow {
        let source: Int64
        let parent: Int64?
        let name: FileName
        let (inode, born): (Int64, Int64)
        let (isGone, isAway): (Bool, Bool)
        let home: DirectoryLocation.Home?

        init(_ columns: Columns) {
            source = columns.integer(0)
            parent = columns.integerIfPresent(1)
            name = columns.name(2)
            (inode, born) = (columns.integer(3), columns.integer(4))
            (isGone, isAway) = (columns.bool(5), columns.bool(6))
            let directory = Directory.ID(rawValue: columns.integer(8))
            home = columns.text(7).map { .init(directory: directory, type: $0) }
        }
    }

    private static func node(_ id: Int64, in db: Database) throws -> Node? {
        try Node.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT source_id, parent_id, name, inode, born, gone_at IS NOT NULL, away,
                        fs_type, id
                    FROM directories WHERE id = ?
                    """), arguments: [id])
    }
}

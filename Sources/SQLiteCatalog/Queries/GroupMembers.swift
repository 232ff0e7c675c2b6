import AudiowatchCore
import GRDB

/// The present paths of the contents of a group, as they are gathered.
///
/// Hard links are told as the counters tell them: by inode and birth time, without the latter within one source only.
struct GroupMembers {
    /// The original first.
    private(set) var members: [DuplicateMember] = []
    private var seen: Set<[Int64]> = []
    private var working: Set<[Int64]> = []

    /// Separate files of working sources.
    var workingFiles: Int { working.count }

    /// Bytes that keeping one of them would free, each having `size`.
    func waste(size: Int64) -> Int64 {
        let spare = Int64(clamping: max(working.count - 1, 0))
        let (wasted, overflow) = size.multipliedReportingOverflow(by: spare)
        return overflow ? .max : wasted
    }

    /// Adds the present files of a content in configured sources, its primary one first.
    mutating func add(
        _ content: SearchedContentRow, _ db: Database, _ sources: SourceTable,
        _ folders: DirectoryPaths
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, directory_id, name, source_id, inode, born FROM files
                WHERE content_id = ? AND deleted_at IS NULL ORDER BY id IS NOT ?, id
                """)
        let rows = try Row.fetchCursor(statement, arguments: [content.id, content.primary])
        while let row = try rows.next() {
            let (source, born) = (try row.integer("source_id"), try row.integer("born"))
            guard let entry = sources.configured(source) else { continue }
            let place = [try row.integer("inode"), born, born == 0 ? source : 0]
            let isNew = seen.insert(place).inserted
            if entry.role == .working { working.insert(place) }
            let path = try folders.path(row.integer("directory_id"), row.bytes("name") ?? [])
            members.append(
                DuplicateMember(
                    file: File.ID(rawValue: try row.integer("id")), path: path.text,
                    pathBase64: path.base64, source: entry.name, sourceState: entry.state.word,
                    role: entry.role,
                    kind: !isNew ? .hardLink : members.isEmpty ? .original : .copy))
        }
    }
}

import AudiowatchCore
import GRDB
import SystemPackage

/// The sources of one read: a few rows, so they are read whole.
struct SourceTable {
    /// One source, as the catalogue knows it.
    struct Entry {
        var id: Source.ID
        var name: String
        var path: FilePath
        var state: SourceState
        var role: Source.Role
        /// False when the configuration no longer names it: its rows wait for a prune.
        var isConfigured: Bool
    }

    /// By row number.
    let entries: [Int64: Entry]

    init(_ db: Database) throws {
        var entries: [Int64: Entry] = [:]
        let rows = try Row.fetchCursor(
            db, sql: "SELECT id, name, path, state, reason, role, configured FROM sources")
        while let row = try rows.next() {
            let id = try row.integer("id")
            entries[id] = Entry(
                id: Source.ID(rawValue: id), name: try row.text("name") ?? "",
                path: FilePath(bytes: row.bytes("path") ?? []), state: try SourceTable.state(row),
                role: try row.text("role").flatMap(Source.Role.init(rawValue:)) ?? .working,
                isConfigured: try row.integer("configured") != 0)
        }
        self.entries = entries
    }

    /// The source of a row, where the configuration names it.
    func configured(_ id: Int64) -> Entry? {
        entries[id].flatMap { $0.isConfigured ? $0 : nil }
    }

    /// The source that owns `path`: of several, one inside the other, the innermost.
    func owner(of path: FilePath) -> (entry: Entry, names: [FileName])? {
        entries.values.compactMap { entry in
            path.names(below: entry.path).map { (entry, $0) }
        }
        .min { left, right in
            if left.0.isConfigured != right.0.isConfigured { return left.0.isConfigured }
            return left.1.count < right.1.count
        }
    }

    /// The state in its two columns.
    static func state(_ row: Row) throws -> SourceState {
        let reason = try row.text("reason") ?? "unknown"
        return switch try row.text("state") {
        case "online": .online
        case "degraded": .degraded(reason: reason)
        case "disabled": .disabled
        default: .offline(reason: reason)
        }
    }
}

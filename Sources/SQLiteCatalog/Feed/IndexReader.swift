public import AudiowatchCore
import GRDB

/// Reads the catalogue for an index: everything once, then what was touched. It remembers what a row that is
/// gone cannot tell any more. For one thread.
public struct IndexReader {
    private let catalog: Catalog
    private var memory = IndexMemory()

    /// Contents handed over at once.
    private static let chunk = 1_000

    /// Reads nothing yet.
    public init(_ catalog: Catalog) {
        self.catalog = catalog
    }

    /// Hands over everything, in pieces, from one consistent state, until `take` says false; the last change
    /// is `complete`. Blocks: about 10 s for a million files.
    public mutating func load(_ take: ([IndexChange]) -> Bool) throws(CatalogError) {
        memory = try catalog.read { db in
            var load = try IndexLoad(db)
            try load.run(chunk: IndexReader.chunk, take)
            return load.memory
        }
    }

    /// Hands over what is so now of the rows that were touched, in pieces, and everything anew where the
    /// configuration names other sources than before.
    public mutating func follow(
        _ touched: TouchedRows, _ take: ([IndexChange]) -> Bool
    ) throws(CatalogError) {
        let known = memory
        let result = try catalog.read { db in
            var update = try IndexUpdate(db, known)
            return try update.run(touched, chunk: IndexReader.chunk, take) ? update.memory : nil
        }
        if let result {
            memory = result
        } else {
            guard take([.restart]) else { return }
            try load(take)
        }
    }
}

/// What rows that are gone cannot tell any more.
struct IndexMemory {
    /// Sources that the configuration names.
    var sources: [Int64: IndexedSource] = [:]
    /// Paths of the same: a source's own folder is called as its path ends.
    var rootNames: [Int64: FileName] = [:]
    /// Where each problem that is searched for stands.
    var problems: [Int64: SearchedProblem] = [:]
    /// Contents that are unverified, with what they share.
    var unverified: [Int64: Sameness] = [:]

    var configured: Set<Int64> { Set(sources.keys) }

    init() {}

    /// Sources and problems as they are now.
    init(_ db: Database) throws {
        try readSources(db)
        let rows = try Row.fetchCursor(
            db, sql: "SELECT id, kind, directory_id, name FROM problems")
        while let row = try rows.next() {
            guard let place = try SearchedProblem(row) else { continue }
            problems[try row.decode(atIndex: 0)] = place
        }
    }

    mutating func readSources(_ db: Database) throws {
        sources = [:]
        rootNames = [:]
        for (id, entry) in try SourceTable(db).entries where entry.isConfigured {
            sources[id] = IndexedSource(
                id: entry.id, name: entry.name, isAway: entry.state.word == "offline",
                isBackup: entry.role == .backup)
            rootNames[id] = entry.path.fileName ?? FileName(bytes: [])
        }
    }
}

/// What is wrong with a file, as far as searches know it.
struct SearchedProblem: Hashable {
    var place: Place
    var state: FileStateWord

    /// Of a row of `problems` (id, kind, directory, name); nil when it is no problem that searches know.
    init?(_ row: Row) throws {
        guard let directory = try row.decode(Int64?.self, atIndex: 2),
            let kind = try row.decode(String?.self, atIndex: 1),
            let state = SearchedProblem.state(kind)
        else { return nil }
        place = Place(Directory.ID(rawValue: directory), try row.name(at: 3))
        self.state = state
    }

    static func state(_ kind: String) -> FileStateWord? {
        switch kind {
        case "not-audio", "unreadable", "crashed", "timed-out": .broken
        case "suspect": .suspect
        default: nil
        }
    }
}

/// What contents share that may be equal.
struct Sameness: Hashable, DirectRow {
    var fingerprint: Int64
    var size: Int64

    init(_ columns: Columns) {
        fingerprint = columns.integer(0)
        size = columns.integer(1)
    }
}

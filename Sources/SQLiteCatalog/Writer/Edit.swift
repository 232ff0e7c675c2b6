import AudiowatchCore
import GRDB

/// One transaction of the writer: its connection, its time, and what has to be put in order before it is
/// committed. What concerns several rows (who is a content's primary, which names are near duplicates) is
/// decided once, at the end, from the rows as they then are: so the order of results does not matter.
final class Edit {
    let db: Database
    /// Time of everything written here.
    let at: Int64
    let generations: [Source.ID: Int64]?
    let chunk: Int64

    /// What listeners are told after the commit.
    private(set) var events: [CatalogEvent] = []
    /// Indexes of events that the disk told of, and not a scan: those go into the activity.
    private var live: [Int] = []

    /// Sources of which a directory was said to be gone on evidence from before a mount.
    var refused: Set<Source.ID> = []
    /// Contents whose files changed: see ``settleContents()``.
    var touched: Set<Int64> = []
    /// Contents that may have got a file, while there are verdicts: see ``findKeptFiles()``.
    var joined: Set<Int64> = []
    /// Contents whose bytes changed and may be those of others: see ``requestDigests()``.
    var unverified: Set<Int64> = []
    /// Contents whose files changed and that have no digest: the same, but a digest on its way will do.
    var unproved: Set<Int64> = []
    /// Contents whose length is an estimate that may be counted exactly: see ``requestCounts()``.
    var estimated: Set<Int64> = []
    /// Contents that lost a file here, with that file's time: see ``takeOver(_:modified:)``.
    var departed: [Int64: Int64] = [:]
    /// Files whose name another one took, in this transaction and the latest ones before it.
    var displaced: [Displaced]
    /// Inodes that lost a name here: see ``lookAtLinks()``.
    var unnamed: Set<Inode> = []
    /// Base names whose near duplicates may have changed.
    var baseNames: Set<String> = []

    /// False as long as no file has a problem, none was deleted: a first scan need not ask for each.
    lazy var mayHaveProblems = exists("SELECT 1 FROM problems")
    lazy var mayHaveDeleted = exists("SELECT 1 FROM sources WHERE deleted > 0")
    lazy var mayHaveVerdicts = exists(
        "SELECT 1 FROM annotations WHERE kind IN ('\(SchemaV7.exact)', '\(SchemaV7.near)')")

    private var folders: [Int64: Folder] = [:]
    private var sources: [Int64: SourceRow] = [:]

    init(
        _ db: Database, at time: CatalogTime, generations: [Source.ID: Int64]?, chunk: Int64,
        displaced: [Displaced] = []
    ) {
        self.displaced = displaced
        self.db = db
        at = time.microseconds
        self.generations = generations
        self.chunk = chunk
    }

    /// Puts in order what the changes left to be done.
    func complete() throws {
        try forgetDisplaced()
        try lookAtLinks()
        try settleContents()
        try findKeptFiles()
        try requestDigests()
        try requestCounts()
        try NearRows.regroup(baseNames, in: db)
        try ActivityRows.append(live.map { events[$0] }, in: db, sourceOf: sourceNumber)
        try Meta.advance(.clock, to: at, in: db)
    }

    /// True when evidence taken at `generation` of the source's mounts still counts.
    func isCurrent(_ generation: Int64, of source: Source.ID) -> Bool {
        generations.map { $0[source] == generation } ?? true
    }

    /// What a look that found no such name proves about a row.
    func absence(
        of row: FileRow, lookedAt: Int64, _ generation: Int64, in source: Source.ID
    ) -> Absence {
        Absence(
            lookedAt: CatalogTime(microseconds: lookedAt),
            examinedAt: CatalogTime(microseconds: row.examinedAt), generationThen: generation,
            generationNow: generations.map { $0[source] } ?? generation)
    }

    /// Notes news of a file for listeners; `isLive` when the disk told of it.
    func tell(_ kind: CatalogEvent.Kind, _ row: FileRow, isLive: Bool) throws {
        guard let source = try source(row.source), let folder = try folder(row.place.directory)
        else { return }
        if isLive { live.append(events.count) }
        events.append(
            CatalogEvent(
                kind: kind, source: source.name, file: File.ID(rawValue: row.id),
                content: row.content.map(Content.ID.init(rawValue:)),
                path: folder.path + row.place.name.bytes, at: CatalogTime(microseconds: at)))
    }

    private func exists(_ sql: String) -> Bool {
        // Where the question fails the next statement does too, and says why.
        (try? Bool.fetchOne(db, sql: "SELECT EXISTS (\(sql))")) ?? true
    }

    private func sourceNumber(_ name: String) -> Int64? {
        sources.first { $0.value.name == name }?.key
    }
}

extension Edit {
    struct SourceRow {
        var name: String
        var path: [UInt8]
        var traits: FileSystemTraits
    }

    /// A directory with its path.
    struct Folder {
        /// Absolute, with a slash at the end.
        var path: [UInt8]
        var source: Int64
        /// True when it, or a directory above it, does not stand anywhere.
        var isGone: Bool
        /// True while something else stands in its place, or in place of a directory above it.
        var isAway: Bool
        /// Those of its own file system.
        var traits: FileSystemTraits
    }

    func source(_ id: Int64) throws -> SourceRow? {
        if let known = sources[id] { return known }
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: "SELECT name, path, fs_type FROM sources WHERE id = ?"),
            arguments: [id])
        guard let row = try rows.next() else { return nil }
        let type: String? = row[2]
        let source = SourceRow(
            name: row[0], path: try row.bytes(at: 1),
            traits: type.map(FileSystemTraits.of(type:)) ?? .local)
        sources[id] = source
        return source
    }

    func folder(_ id: Directory.ID) throws -> Folder? {
        if let known = folders[id.rawValue] { return known }
        guard
            let chain = try DirectoryChain.fetch(
                id.rawValue, in: db, known: { folders[$0] != nil }),
            let source = try source(chain.source)
        else { return nil }
        let slash = UInt8(ascii: "/")
        let above = chain.top.flatMap { folders[$0] }
        var path = above?.path ?? source.path
        if path.last != slash { path.append(slash) }
        for name in chain.names {
            path += name.bytes
            path.append(slash)
        }
        let folder = Folder(
            path: path, source: chain.source, isGone: chain.isGone || above?.isGone == true,
            isAway: chain.isAway || above?.isAway == true,
            traits: chain.home?.traits ?? above?.traits ?? source.traits)
        folders[id.rawValue] = folder
        return folder
    }

    /// Directories have moved: their paths are put together anew.
    func forgetFolders() {
        folders.removeAll(keepingCapacity: true)
    }
}

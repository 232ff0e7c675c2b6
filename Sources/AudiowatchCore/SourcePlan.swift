import SystemPackage

/// Everything that decides which folders are looked at, and how: what a running daemon takes over when its
/// configuration changes.
public struct SourcePlan: Hashable, Sendable {
    /// The sources, in the order of the configuration; each name and each path once.
    public var sources: [Source]
    /// Names of those whose `read` the user chose; the others' follows from their file system.
    public var withChosenReading: Set<String>
    /// What counts as an audio file.
    public var rules: ScanRules
    /// Time between two full reconciles of a source that names none.
    public var rescanInterval: Duration
    /// The same for whatever cannot be watched.
    public var pollInterval: Duration

    /// All values.
    public init(
        sources: [Source], withChosenReading: Set<String> = [], rules: ScanRules,
        rescanInterval: Duration, pollInterval: Duration
    ) {
        self.sources = sources
        self.withChosenReading = withChosenReading
        self.rules = rules
        self.rescanInterval = rescanInterval
        self.pollInterval = pollInterval
    }

    /// The decision over names in one of its sources, folders of the others left to them.
    public func nameRules(for source: Source) -> NameRules {
        NameRules(rules, source: source, others: sources)
    }

    /// What the user chose of how much may be read in a source; nil leaves it to the file system.
    public func chosenReading(of source: Source) -> Source.Reading? {
        withChosenReading.contains(source.name) || source.reading != .full ? source.reading : nil
    }
}

/// What it takes to go from one plan to another, source by source. Pure.
public struct SourceChanges: Hashable, Sendable {
    /// Names of sources that are new, or are back.
    public var added: [String] = []
    /// Names of sources that are watched no longer; their rows are kept.
    public var removed: [String] = []
    /// Names of sources of which another folder is looked at, or other names in it: begun anew, with a scan.
    public var begunAnew: [String] = []
    /// Names of sources that are only looked at at other times.
    public var retimed: [String] = []
    /// Names of sources whose copies count otherwise: their rows alone change.
    public var relabelled: [String] = []
    /// The same sources are listed in another order.
    public var isReordered = false

    /// Compares.
    public init(from old: SourcePlan, to new: SourcePlan) {
        let before = Dictionary(old.sources.map { ($0.name, $0) }) { first, _ in first }
        let names = Set(new.sources.map(\.name))
        removed = old.sources.map(\.name).filter { !names.contains($0) }
        for source in new.sources {
            guard let former = before[source.name] else {
                added.append(source.name)
                continue
            }
            if Looked(former, in: old) != Looked(source, in: new) {
                begunAnew.append(source.name)
            } else if source.rescanInterval != former.rescanInterval
                || old.rescanInterval != new.rescanInterval || old.pollInterval != new.pollInterval
            {
                retimed.append(source.name)
            }
            if source.role != former.role { relabelled.append(source.name) }
        }
        isReordered =
            isOfSameSources && old.sources.map(\.name) != new.sources.map(\.name)
    }

    /// True when nothing is to be done.
    public var isEmpty: Bool {
        isOfSameSources && begunAnew.isEmpty && retimed.isEmpty && relabelled.isEmpty
            && !isReordered
    }

    private var isOfSameSources: Bool { added.isEmpty && removed.isEmpty }

    /// What a source's looks depend on.
    private struct Looked: Equatable {
        var path: FilePath
        var isEnabled: Bool
        var exclude: [String]
        var followsSymlinks: Bool
        var reading: Source.Reading?
        var rules: ScanRules
        /// Folders inside it that are other sources', with their names, which `why` tells.
        var inner: [FilePath: String]

        init(_ source: Source, in plan: SourcePlan) {
            path = source.path
            isEnabled = source.isEnabled
            exclude = source.exclude
            followsSymlinks = source.followsSymlinks
            reading = plan.chosenReading(of: source)
            rules = plan.rules
            inner = [:]
            for other in plan.sources
            where other.name != source.name && other.path.starts(with: source.path) {
                inner[other.path] = other.name
            }
        }
    }
}

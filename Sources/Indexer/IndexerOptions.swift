public import AudiowatchCore
public import InotifyWatch
public import LocalDisk
public import SystemPackage

/// How an indexer works.
public struct IndexerOptions: Sendable {
    /// Which folders are looked at first, and how; see ``Indexer/apply(_:)``.
    public var plan: SourcePlan
    /// Bytes of head and tail that make a fingerprint; fixed for the life of a database.
    public var chunk: Int
    /// Threads that read files, each with a probe helper of its own.
    public var workers: Int
    /// The program that probes.
    public var probe: FilePath
    /// False for a scan without a daemon.
    public var isWatching: Bool
    /// A folder of our own for the files that mark sync points.
    public var stateFolder: FilePath
    /// Files and folders of our own: what we write there is nobody's news.
    public var ownFiles: OwnFiles
    /// Faults that a test asks for; none otherwise.
    public var faults = WatchFaults()

    /// All values.
    public init(
        plan: SourcePlan, chunk: Int, workers: Int, probe: FilePath, isWatching: Bool,
        stateFolder: FilePath, ownFiles: OwnFiles
    ) {
        self.plan = plan
        self.chunk = chunk
        self.workers = workers
        self.probe = probe
        self.isWatching = isWatching
        self.stateFolder = stateFolder
        self.ownFiles = ownFiles
    }
}

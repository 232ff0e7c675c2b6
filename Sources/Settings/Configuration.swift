public import AudiowatchCore
public import SystemPackage

/// What the user decided, checked and complete: every path absolute, every default filled in.
public struct Configuration: Hashable, Sendable {
    /// The database file.
    public var database: FilePath
    /// The sources, in the order of the file.
    public var sources: [Source]
    /// Sources whose `read` is written down; for the others the kind of their file system decides.
    public var sourcesWithChosenReading: Set<String>
    /// What counts as an audio file.
    public var rules: ScanRules
    /// Bytes read at each end of a file for its fingerprint; fixed for the life of a database.
    public var hashChunkSize: Int64
    /// Files examined at the same time; nil leaves the choice to the daemon.
    public var workers: Int?
    /// Probe helper processes; nil leaves the choice to the daemon.
    public var probeHelpers: Int?
    /// Time between two full reconciles of a fully watched source that has none of its own.
    public var rescanInterval: Duration
    /// Time between two reconciles of what cannot be watched: a whole source, or single folders.
    public var pollInterval: Duration
    /// The page and its API.
    public var server: Server
    /// How much is logged.
    public var logLevel: LogLevel
    /// Whether the tray shows desktop notifications.
    public var trayNotifies: Bool

    /// The page and its API.
    public struct Server: Hashable, Sendable {
        /// Numeric address to listen on, or `localhost`.
        public var bind: String
        /// Port; 0 takes a free one.
        public var port: Int
        /// File with the secret that callers must show.
        public var tokenFile: FilePath?
        /// Names under which the page may be opened besides the loopback ones; lower case.
        public var allowedHosts: [String]

        /// All values.
        public init(bind: String, port: Int, tokenFile: FilePath?, allowedHosts: [String]) {
            self.bind = bind
            self.port = port
            self.tokenFile = tokenFile
            self.allowedHosts = allowedHosts
        }

        /// True when only this machine can reach the address.
        public var isLoopback: Bool { NetworkAddress.isLoopback(bind) }
    }

    /// All values.
    public init(
        database: FilePath, sources: [Source], sourcesWithChosenReading: Set<String>,
        rules: ScanRules, hashChunkSize: Int64, workers: Int?, probeHelpers: Int?,
        rescanInterval: Duration, pollInterval: Duration, server: Server, logLevel: LogLevel,
        trayNotifies: Bool
    ) {
        self.database = database
        self.sources = sources
        self.sourcesWithChosenReading = sourcesWithChosenReading
        self.rules = rules
        self.hashChunkSize = hashChunkSize
        self.workers = workers
        self.probeHelpers = probeHelpers
        self.rescanInterval = rescanInterval
        self.pollInterval = pollInterval
        self.server = server
        self.logLevel = logLevel
        self.trayNotifies = trayNotifies
    }

    /// The decision over names in `source`, folders of the other sources left to them.
    public func nameRules(for source: Source) -> NameRules {
        sourcePlan.nameRules(for: source)
    }
}

/// How much is logged; the words of swift-log.
public enum LogLevel: String, Hashable, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
}

/// Something that works, and probably is not meant so.
public struct ConfigurationWarning: Hashable, Sendable, CustomStringConvertible {
    /// What it is about.
    public enum Kind: Hashable, Sendable {
        /// A source lies inside another.
        case nestedSource
        /// The folder of a source is not there; its drive may be away.
        case missingFolder
        /// An extension that none of the tested formats has.
        case unknownExtension
        /// The page will refuse the name under which others would open it.
        case unreachablePage
        /// Symbolic links are to be followed, and are not yet.
        case symlinksStay
    }

    /// What it is about.
    public let kind: Kind
    /// The line in the file, from 1.
    public let line: Int?
    /// One sentence.
    public let message: String

    /// `line 12: …`
    public var description: String { (line.map { "line \($0): " } ?? "") + message }
}

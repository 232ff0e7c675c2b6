/// What to scan: sources by name, folders by path, both, or with nothing named every source.
public struct ScanRequest: Hashable, Sendable, Codable {
    /// Names of sources; nil or empty for none.
    public var sources: [String]?
    /// Absolute paths of folders or files inside sources; nil or empty for none.
    public var paths: [PathText]?

    /// All values; everything by default.
    public init(sources: [String]? = nil, paths: [PathText]? = nil) {
        self.sources = sources
        self.paths = paths
    }

    /// True when nothing is named.
    public var isEverything: Bool { (sources ?? []).isEmpty && (paths ?? []).isEmpty }
}

/// A scan that has been asked for.
public struct ScanTicket: Hashable, Sendable, Codable {
    /// Number of the request, good for ``WaitRequest`` while this daemon runs.
    public var id: Int64
    /// Names of the sources that are looked at.
    public var sources: [String]

    /// All values.
    public init(id: Int64, sources: [String]) {
        self.id = id
        self.sources = sources
    }
}

/// How long to wait, and for what.
public struct WaitRequest: Hashable, Sendable, Codable {
    /// A scan to be waited for; nil for what the disk has told so far.
    public var ticket: Int64?
    /// Seconds after which to answer in any case; nil for never.
    public var timeoutSeconds: Double?

    /// All values.
    public init(ticket: Int64? = nil, timeoutSeconds: Double? = nil) {
        self.ticket = ticket
        self.timeoutSeconds = timeoutSeconds
    }
}

/// How a wait ended.
public struct WaitResult: Hashable, Sendable, Codable {
    /// True when everything before the call is in the catalogue; false at the time limit.
    public var isComplete: Bool
    /// Jobs still to be done; 0 when complete, resting ones apart.
    public var waiting: Int
    /// Why it is not complete, one sentence; nil when it is.
    public var reason: String?

    /// All values.
    public init(isComplete: Bool, waiting: Int = 0, reason: String? = nil) {
        self.isComplete = isComplete
        self.waiting = waiting
        self.reason = reason
    }
}

/// Whether the daemon works.
public struct PauseState: Hashable, Sendable, Codable {
    /// True while it does not.
    public var isPaused: Bool
    /// When it goes on by itself, seconds since 1970 UTC; nil when it does not, or works already.
    public var until: Double?

    /// All values.
    public init(isPaused: Bool, until: Double? = nil) {
        self.isPaused = isPaused
        self.until = until
    }
}

/// How long to pause.
public struct PauseRequest: Hashable, Sendable, Codable {
    /// Seconds; nil until resumed.
    public var seconds: Double?

    /// All values.
    public init(seconds: Double? = nil) {
        self.seconds = seconds
    }
}

/// The daemon is about to end.
public struct StopAnswer: Hashable, Sendable, Codable {
    /// The process that ends.
    public var pid: Int

    /// All values.
    public init(pid: Int) {
        self.pid = pid
    }
}

/// A problem's file is being tried again.
public struct RetryAnswer: Hashable, Sendable, Codable {
    /// The problem.
    public var problem: Int64

    /// All values.
    public init(problem: Int64) {
        self.problem = problem
    }
}

/// What is being done at this moment.
public struct WorkReport: Hashable, Sendable, Codable {
    /// One file in the hands of a worker.
    public struct File: Hashable, Sendable, Codable {
        /// What is done: `examine`, `digest`, `count`.
        public var kind: String
        /// Name of its source.
        public var source: String
        /// The file, for reading.
        public var path: String
        /// The path's exact bytes in base64, only where reading changed them.
        public var pathBase64: String?
        /// Since when, seconds since 1970 UTC.
        public var since: Double

        /// All values.
        public init(kind: Job.Kind, source: String, path: PathText, since: Double) {
            self.kind = kind.word
            self.source = source
            self.path = path.text
            self.pathBase64 = path.base64
            self.since = since
        }

        private enum CodingKeys: String, CodingKey {
            case kind, source, path
            case pathBase64 = "path_base64"
            case since
        }
    }

    /// What has been worked on for the longest time stands first.
    public var files: [File]

    /// All of them.
    public init(files: [File]) {
        self.files = files
    }
}

extension Job.Kind {
    /// The kind in one word, as it is told to programs.
    public var word: String {
        switch self {
        case .examine: "examine"
        case .digest: "digest"
        case .count: "count"
        }
    }
}

/// A file is shown by the desktop's file manager.
public struct RevealAnswer: Hashable, Sendable, Codable {
    /// What can be seen now.
    public enum Shown: String, Sendable, Codable {
        /// The file, selected in its folder.
        case file
        /// Its folder.
        case folder
    }

    /// What can be seen now.
    public var shown: Shown

    /// All values.
    public init(shown: Shown) {
        self.shown = shown
    }
}

/// The latest raw changes.
public struct ChangeList: Hashable, Sendable, Codable {
    /// The oldest first.
    public var changes: [ChangeRecord]

    /// All of them.
    public init(changes: [ChangeRecord]) {
        self.changes = changes
    }
}

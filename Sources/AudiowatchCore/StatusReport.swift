/// What a running daemon says of itself, and `audiowatch status` prints: one value for page, socket and terminal.
///
/// JSON keys are these names as written; times are seconds since 1970 UTC.
public struct StatusReport: Hashable, Sendable, Codable {
    /// True in every answer of a daemon; the command line sets false when none answers.
    public var running: Bool
    /// Process number of the daemon; nil when none runs.
    public var pid: Int?
    /// Version of the program that answers.
    public var version: String
    /// When the daemon started; nil when none runs.
    public var startedAt: Double?
    /// Path of the control socket.
    public var address: String
    /// Address of the page; nil when no daemon runs, or it does not serve it yet.
    public var page: String?
    /// Addresses under which other machines open the page; empty where they cannot.
    public var pagesElsewhere: [String]?
    /// True in an answer to another machine: nothing can be shown there by this one's file manager.
    public var isAskedFromElsewhere: Bool?
    /// Path of the database file.
    public var database: String
    /// The configured sources, in the order of the configuration.
    public var sources: [SourceStatus]
    /// The queue in numbers.
    public var jobs: JobCounts
    /// How fast the queue shrinks.
    public var queue: QueuePace
    /// inotify watches in use and allowed.
    public var watches: WatchUse
    /// Times the kernel dropped events since the daemon started.
    public var overflows: Int
    /// The probe helper processes.
    public var helpers: HelperUse
    /// True while the user has asked for no work.
    public var isPaused: Bool
    /// When the pause ends by itself; nil when it does not, or nothing is paused.
    public var pausedUntil: Double?
    /// True while any source is walked as a whole.
    public var isScanning: Bool
    /// Files and sources with a problem.
    public var problems: Int
    /// Present files in the catalogue.
    public var files: Int
    /// Distinct contents with at least one present file.
    public var contents: Int
    /// Sentences about everything that makes the catalogue late or incomplete; empty when all is well.
    public var degraded: [String]
    /// How the configuration file stands to what is done; nil when no daemon runs.
    public var configuration: ConfigurationStatus?

    /// All values; zero and empty by default.
    public init(
        running: Bool, pid: Int? = nil, version: String, startedAt: Double? = nil,
        address: String, page: String? = nil, database: String, sources: [SourceStatus] = [],
        jobs: JobCounts = JobCounts(), queue: QueuePace = QueuePace(),
        watches: WatchUse = WatchUse(), overflows: Int = 0, helpers: HelperUse = HelperUse(),
        isPaused: Bool = false, pausedUntil: Double? = nil, isScanning: Bool = false,
        problems: Int = 0, files: Int = 0, contents: Int = 0, degraded: [String] = [],
        configuration: ConfigurationStatus? = nil
    ) {
        self.running = running
        self.pid = pid
        self.version = version
        self.startedAt = startedAt
        self.address = address
        self.page = page
        self.database = database
        self.sources = sources
        self.jobs = jobs
        self.queue = queue
        self.watches = watches
        self.overflows = overflows
        self.helpers = helpers
        self.isPaused = isPaused
        self.pausedUntil = pausedUntil
        self.isScanning = isScanning
        self.problems = problems
        self.files = files
        self.contents = contents
        self.degraded = degraded
        self.configuration = configuration
    }
}

/// The part of a status that every version of the daemon answers, so that a newer program can still
/// say who is running and replace it.
public struct DaemonIdentity: Hashable, Sendable, Codable {
    /// Process number.
    public var pid: Int?
    /// Version of the running program.
    public var version: String
    /// When it started, seconds since 1970 UTC.
    public var startedAt: Double?
    /// Path of the database file it serves.
    public var database: String
    /// Address of its page; nil until that is served.
    public var page: String?
}

/// The queue in numbers.
public struct JobCounts: Hashable, Sendable, Codable {
    /// Jobs that may run now or later; files that are still being written, and those that rest, apart.
    public var waiting: Int
    /// Jobs at work at this moment.
    public var running: Int
    /// Jobs that failed and will be tried again; they are counted as waiting too.
    public var failed: Int
    /// Jobs of sources and folders that are away: done when those are back.
    public var resting: Int
    /// Files that may still be being written: looked at again when they rest, or are closed.
    public var settling: Int

    /// All values; none by default.
    public init(
        waiting: Int = 0, running: Int = 0, failed: Int = 0, resting: Int = 0, settling: Int = 0
    ) {
        self.waiting = waiting
        self.running = running
        self.failed = failed
        self.resting = resting
        self.settling = settling
    }

    /// True when everything known so far is in the catalogue.
    public var isEmpty: Bool { waiting == 0 && running == 0 }
}

/// How fast the queue shrinks.
public struct QueuePace: Hashable, Sendable, Codable {
    /// Finished jobs a second, over the last seconds.
    public var ratePerSecond: Double
    /// Seconds until the queue is empty at this rate; nil when nothing waits or the rate says nothing.
    public var etaSeconds: Double?

    /// All values; standing still by default.
    public init(ratePerSecond: Double = 0, etaSeconds: Double? = nil) {
        self.ratePerSecond = ratePerSecond
        self.etaSeconds = etaSeconds
    }
}

/// inotify watches in use and allowed.
public struct WatchUse: Hashable, Sendable, Codable {
    /// Watches that the daemon holds.
    public var watched: Int
    /// The kernel's limit for this user (`fs.inotify.max_user_watches`); 0 when unknown.
    public var limit: Int

    /// All values.
    public init(watched: Int = 0, limit: Int = 0) {
        self.watched = watched
        self.limit = limit
    }
}

/// The probe helper processes.
public struct HelperUse: Hashable, Sendable, Codable {
    /// Helpers alive.
    public var count: Int
    /// Helpers that crashed, hung or used too much and were started anew, since the daemon started.
    public var restarts: Int
    /// Their sandbox, each wall of which was tried: `full`, or `without` what this kernel lacks; nil while no
    /// helper runs.
    public var sandbox: String?
    /// Files done a second, over the last ten seconds.
    public var filesPerSecond: Double?
    /// Files opened for reading since the daemon started.
    public var opened: Int
    /// Files probed since the daemon started.
    public var probes: Int

    /// All values.
    public init(
        count: Int = 0, restarts: Int = 0, sandbox: String? = nil, filesPerSecond: Double? = nil,
        opened: Int = 0, probes: Int = 0
    ) {
        self.count = count
        self.restarts = restarts
        self.sandbox = sandbox
        self.filesPerSecond = filesPerSecond
        self.opened = opened
        self.probes = probes
    }
}

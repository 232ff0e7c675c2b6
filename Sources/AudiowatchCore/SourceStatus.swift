/// One source as `status` shows it.
public struct SourceStatus: Hashable, Sendable, Codable {
    /// Its name in the configuration.
    public var name: String
    /// Its folder, for reading.
    public var path: String
    /// The folder's exact bytes in base64, only where reading changed them.
    public var pathBase64: String?
    /// One word: `online`, `degraded`, `offline`, `disabled`.
    public var state: String
    /// Why, where there is a why.
    public var reason: String?
    /// The command that helps; nil where none does.
    public var remedy: String?
    /// Present files.
    public var files: Int
    /// Their bytes.
    public var bytes: Int64
    /// Rows marked deleted.
    public var deleted: Int
    /// Directories with a watch.
    public var watchedDirectories: Int
    /// Directories that should have one and have none: changes there are found by a timer.
    public var unwatchedDirectories: Int
    /// How changes are noticed.
    public var coverage: WatchCoverage
    /// How much of a file is read: `full`, or `names` where opening one would download it.
    public var reading: Source.Reading
    /// Watches that the kernel allows all programs of this user; nil when unknown.
    public var watchLimit: Int?
    /// The part of all allowed watches that this source takes, 0 … 1; nil when the limit is unknown.
    public var watchShare: Double?
    /// Directories that cannot be listed, each a problem.
    public var unreadableDirectories: Int
    /// Times the kernel dropped events that may have concerned this source.
    public var overflows: Int
    /// Reconciles of the whole source since the daemon started, by ``ScanReason``; those that did not occur are
    /// left out.
    public var rescans: [String: Int]
    /// The last scan, running or finished; nil when there was none since the daemon started. Without a daemon
    /// it is the last one that the catalogue recorded, as scans do that find something new.
    public var lastScan: ScanStatus?
    /// When the whole source was last compared to the end, seconds since 1970 UTC.
    public var lastReconcileAt: Double?
    /// When it is compared again at the latest, seconds since 1970 UTC.
    public var nextReconcileAt: Double?
    /// Time between two such comparisons, in seconds, as it is in force.
    public var reconcileSeconds: Double?
    /// Time between two looks at the directories without a watch, in seconds; nil when there is none.
    public var pollSeconds: Double?
    /// When the disk last told of a change, seconds since 1970 UTC.
    public var lastEventAt: Double?
    /// Directories listed since the daemon started, by cause; causes that did not occur are left out.
    public var listings: [String: Int]

    /// All values.
    public init(
        name: String, path: PathText, state: SourceState, files: Int = 0, bytes: Int64 = 0,
        deleted: Int = 0, watchedDirectories: Int = 0, unwatchedDirectories: Int = 0,
        coverage: WatchCoverage = .none, reading: Source.Reading = .full, watchLimit: Int? = nil,
        unreadableDirectories: Int = 0,
        overflows: Int = 0, rescans: [ScanReason: Int] = [:], lastScan: ScanStatus? = nil,
        lastReconcileAt: Double? = nil, nextReconcileAt: Double? = nil,
        reconcileSeconds: Double? = nil, pollSeconds: Double? = nil, lastEventAt: Double? = nil,
        listings: [ListingCause: Int] = [:]
    ) {
        self.name = name
        self.path = path.text
        self.pathBase64 = path.base64
        self.state = state.word
        self.reason = state.reason
        self.files = files
        self.bytes = bytes
        self.deleted = deleted
        self.watchedDirectories = watchedDirectories
        self.unwatchedDirectories = unwatchedDirectories
        self.coverage = coverage
        self.reading = reading
        self.watchLimit = watchLimit
        self.watchShare = watchLimit.flatMap {
            $0 > 0 ? Double(watchedDirectories) / Double($0) : nil
        }
        self.unreadableDirectories = unreadableDirectories
        self.overflows = overflows
        self.rescans = Dictionary(
            uniqueKeysWithValues: rescans.map { ($0.key.rawValue, $0.value) })
        self.lastScan = lastScan
        self.lastReconcileAt = lastReconcileAt
        self.nextReconcileAt = nextReconcileAt
        self.reconcileSeconds = reconcileSeconds
        self.pollSeconds = pollSeconds
        self.lastEventAt = lastEventAt
        self.listings = Dictionary(
            uniqueKeysWithValues: listings.map { ($0.key.rawValue, $0.value) })
    }

    private enum CodingKeys: String, CodingKey {
        case name, path
        case pathBase64 = "path_base64"
        case state, reason, remedy, files, bytes, deleted, watchedDirectories, unwatchedDirectories
        case coverage, reading, watchLimit, watchShare, unreadableDirectories, overflows, rescans,
            lastScan
        case lastReconcileAt, nextReconcileAt, reconcileSeconds, pollSeconds, lastEventAt
        case listings
    }
}

/// A scan of one source.
public struct ScanStatus: Hashable, Sendable, Codable {
    /// Why it was made.
    public var reason: ScanReason
    /// When it began, seconds since 1970 UTC.
    public var startedAt: Double
    /// When its last directory had been compared; nil while it runs, and for one that was broken off.
    public var finishedAt: Double?
    /// True while it runs.
    public var isRunning: Bool

    /// All values; it runs as long as it has no end.
    public init(reason: ScanReason, startedAt: Double, finishedAt: Double? = nil) {
        self.reason = reason
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.isRunning = finishedAt == nil
    }

    /// A scan as the catalogue recorded it, with nobody there who could be at it: without an end it was broken off.
    public init(recorded reason: ScanReason, startedAt: Double, finishedAt: Double?) {
        self.init(reason: reason, startedAt: startedAt, finishedAt: finishedAt)
        isRunning = false
    }
}

public import AudiowatchCore
import Synchronization

/// One source as the threads of the indexer share it: what it is (fixed) and how it stands (guarded).
final class SourceContext: Sendable {
    /// How the source stands.
    struct Standing: Sendable {
        var state: SourceState = .offline(reason: "not looked at yet")
        var identity: FileSystemIdentity?
        var traits: FileSystemTraits = .local
        /// How well its changes are noticed.
        var health = SourceHealth()
        /// Directories that cannot be listed.
        var unreadable = 0
        var overflows = 0
        var lastChange: CatalogTime?
        var scan: ScanFigures?
        /// Directories listed since the start.
        var listings: [ListingCause: Int] = [:]
        /// Scans begun, by reason.
        var rescans: [ScanReason: Int] = [:]
        /// When the whole source was last compared to the end.
        var lastReconcile: CatalogTime?
        /// When it is looked at without being told to; nil for a scan without a daemon.
        var schedule: RescanSchedule?
        /// A system call to its disk has not come back for a while.
        var isSilent = false
        /// The mounts that the source's file systems are reached through now, by the directory at which each
        /// begins; nil stands for the source's own folder. What is reached through another one proves nothing.
        var mounts: [Directory.ID?: UInt64] = [:]
        /// Programs serve file systems that are mounted inside it.
        var hasProgramInside = false
        /// Said when most of its files went at once.
        var massDeletion: String?

        /// The state as it is shown.
        var shown: SourceState {
            guard isSilent else { return state }
            let reason = "its disk does not answer: waiting for it"
            switch state {
            case .online, .degraded: return .degraded(reason: reason)
            case .offline: return .offline(reason: reason)
            case .disabled: return state
            }
        }
    }

    let id: Source.ID
    let source: Source
    let rules: NameRules
    /// What the user chose of how much may be read; nil leaves it to the file system.
    let chosenReading: Source.Reading?
    let standing = Mutex(Standing())
    /// Counts the mounts and unmounts noticed; evidence from before the latest one proves nothing.
    private let mounts: Atomic<Int64>
    /// True once another context, or none, has its place.
    private let retirement = Mutex(false)

    /// The disk that its folder is on, as st_dev numbers it; 0 while nobody has looked.
    let device = Atomic<UInt64>(0)
    /// Jobs done in it since the start.
    let jobsDone = Atomic<Int>(0)

    init(
        id: Source.ID, source: Source, rules: NameRules, chosenReading: Source.Reading? = nil,
        mountGeneration: Int64 = 1
    ) {
        self.id = id
        self.source = source
        self.rules = rules
        self.chosenReading = chosenReading
        mounts = Atomic(mountGeneration)
    }

    /// True once nothing that its thread still does may count.
    var isRetired: Bool { retirement.withLock { $0 } }

    /// From now on nothing that its thread says reaches the catalogue; what it has said before does.
    func retire() {
        retirement.withLock { $0 = true }
    }

    /// Tells the writer, unless it is retired; false then.
    @discardableResult
    func tell(_ message: WriterMessage, to writer: Mailbox<WriterMessage>) -> Bool {
        retirement.withLock { isRetired in
            guard !isRetired else { return false }
            writer.send(message)
            return true
        }
    }

    /// How much of a file may be read on a file system of this type; nil stands for the source's own.
    func reading(on type: String? = nil) -> Source.Reading {
        FileSystemTraits.reading(
            chosen: chosenReading, type: type ?? standing.withLock { $0.identity?.type })
    }

    var mountGeneration: Int64 { mounts.load(ordering: .acquiring) }

    func mountsChanged() {
        mounts.add(1, ordering: .acquiringAndReleasing)
    }

    var traits: FileSystemTraits { standing.withLock { $0.traits } }

    /// True where whoever waits for the disk cannot be killed, and as long as that is not known.
    var isServedByProgram: Bool {
        standing.withLock { $0.hasProgramInside || $0.identity?.isServedByProgram ?? true }
    }

    /// True while its disk does not answer.
    var isSilent: Bool { standing.withLock { $0.isSilent } }

    /// True when a folder was reached through the mount that its file system is known to be mounted by; `home` is
    /// the directory at which that begins, nil for the source's own.
    func isCatalogued(mount: UInt64, of home: Directory.ID?) -> Bool {
        standing.withLock { $0.mounts[home] == mount }
    }

    /// True while the folder can be seen and is the one that was catalogued.
    var isPresent: Bool {
        switch standing.withLock({ $0.state }) {
        case .online, .degraded: true
        case .offline, .disabled: false
        }
    }
}

/// A reconcile of a whole source, running or done.
public struct ScanFigures: Hashable, Sendable {
    /// Why it was done.
    public var reason: ScanReason
    /// When it began.
    public var startedAt: CatalogTime
    /// The same by a clock that nobody sets.
    var beganAt: ContinuousClock.Instant
    /// When its last directory was listed; nil while it runs.
    public var finishedAt: CatalogTime?
    /// Directories listed so far.
    public var directories: Int = 0
    /// Files that had to be looked at.
    public var differences: Int = 0
}

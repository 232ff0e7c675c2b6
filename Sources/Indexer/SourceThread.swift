import SQLiteCatalog
import InotifyWatch
import Logging
import AudiowatchCore
import DequeModule
import Dispatch
import LocalDisk
import Synchronization

/// What the thread of a source may be asked.
enum SourceMessage: Sendable {
    /// Look there.
    case look(Look)
    /// List the folder of these names below the source's own, or the nearest known one above it, with all below.
    case scanBelow([FileName])
    /// Mounts have changed: is the folder still the one that was catalogued?
    case checkIdentity
    /// The kernel took the watch of a directory away.
    case watchLost(Directory.ID)
    /// The same, because its file system was unmounted.
    case unmounted(Directory.ID)
    /// What was watched as this directory was found elsewhere, and is watched as that now.
    case watchTaken(Directory.ID)
    /// The catalogue would not believe that directories are gone: mounts had changed meanwhile.
    case refused
    /// The permissions of a directory changed: if it could not be listed, perhaps it can be now.
    case retryListing(Directory.ID)
    /// A directory was moved or removed itself; for the source's own folder nobody else tells.
    case leftPlace(Directory.ID)
    /// The kernel dropped changes; a look at the whole source follows.
    case changesLost
    /// A sync point: pass it on once everything asked before it has been listed.
    case syncPoint(UInt64)
    /// From now on it is looked at at these times.
    case retime(chosen: Duration?, usual: Duration, poll: Duration)
    case stop

    /// True when the answer begins with a look at what is mounted there.
    var asksIdentity: Bool {
        switch self {
        case .checkIdentity, .look(.tree), .leftPlace: true
        case .look, .scanBelow, .watchLost, .watchTaken, .unmounted, .refused, .retryListing,
            .changesLost, .syncPoint, .retime, .stop:
            false
        }
    }
}

/// One source's own thread: every system call that takes a path of the source is made here (the reading
/// of files apart), so that a mount that hangs stops this source alone.
///
/// It owns the tree of directories. It only decides where to look and what rows directories have; what
/// became of a file is decided by the examination of that file.
final class SourceThread: Sendable {
    let context: SourceContext
    private let mailbox = Mailbox<SourceMessage>()
    private let parts: IndexerParts
    private let disk = DiskCalls()
    private let activity = SourceActivity()
    private let thread = Mutex<NamedThread?>(nil)

    /// A thread for a source that the catalogue has taken over; nil where the plan has no such source. Nothing runs
    /// yet.
    init?(_ adopted: AdoptedSource, in plan: SourcePlan, parts: IndexerParts) {
        guard let source = plan.sources.first(where: { $0.name == adopted.name }) else {
            return nil
        }
        context = SourceContext(
            id: adopted.id, source: source, rules: plan.nameRules(for: source),
            chosenReading: plan.chosenReading(of: source),
            mountGeneration: parts.sources.nextGeneration(of: adopted.id))
        self.parts = parts
        context.standing.withLock { standing in
            standing.identity = adopted.identity
            standing.traits = adopted.identity?.traits ?? .local
        }
    }

    /// Starts the thread, which ends after ``SourceMessage/stop``. `stir` is called when it has something
    /// to do again.
    func start(stir: @escaping @Sendable () -> Void) {
        let (context, parts, mailbox) = (context, parts, mailbox)
        let (disk, activity) = (disk, activity)
        let started = NamedThread("source \(context.source.name)") {
            disk.note {
                SourceReconciler(context: context, parts: parts).run(mailbox) { isAtWork in
                    activity.isAtWork = isAtWork
                    if isAtWork { stir() }
                }
            }
        }
        thread.withLock { $0 = started }
    }

    /// Lets go of the source: nothing that the thread still does counts, and it ends when its disk lets it.
    func retire() {
        context.retire()
        send(.stop)
    }

    /// Waits for the thread's end, at most that long; false when its disk keeps it. Blocks.
    func join(within time: Duration) -> Bool {
        thread.withLock { $0 }?.join(within: time) ?? true
    }

    /// True while it has something to do. From any thread.
    var isAtWork: Bool { activity.isAtWork }

    /// Whether it waits for the disk. From any thread.
    var standing: WorkShares.Standing {
        WorkShares.Standing(context.id, waiting: disk.waiting)
    }

    func send(_ message: SourceMessage) {
        mailbox.send(message)
    }

    /// Messages that it has not come to yet.
    var backlog: Int { mailbox.count }
}

/// A directory to be listed.
struct Visit {
    var directory: Directory.ID
    /// Whether what is below it is visited too, and not only what is new there.
    var isDeep: Bool
    var cause: ListingCause

    init(_ directory: Directory.ID, isDeep: Bool, _ cause: ListingCause) {
        self.directory = directory
        self.isDeep = isDeep
        self.cause = cause
    }
}

/// Whether a source's thread has something to do.
private final class SourceActivity: Sendable {
    private let atWork = Atomic(false)

    var isAtWork: Bool {
        get { atWork.load(ordering: .relaxed) }
        set { atWork.store(newValue, ordering: .relaxed) }
    }
}

/// The state of a source's thread; confined to it.
final class SourceReconciler {
    /// Directories visited between two looks into the mailbox: live news never waits behind a long walk.
    static let stride = 32
    /// Reports sent and not yet written, at the most: a walk is faster than any database.
    static let reportsInFlight = 64

    let context: SourceContext
    let parts: IndexerParts
    var tree = DirectoryTree()
    /// Directories still to be visited.
    var walk = Deque<Visit>()
    var vanished = HeldDirectories()
    var ahead = ReadAhead()
    var unlistable: Set<Directory.ID> = []
    var postponed: [Directory.ID: Postponed] = [:]
    /// Directories with a look that was put off and could not be made up for: listed, with all below where the
    /// value says so, once they are known to stand.
    var unsure: [Directory.ID: Bool] = [:]
    /// Directories that should have a watch and have none.
    var unwatched: Set<Directory.ID> = []
    var isAtWatchLimit = false
    /// Why directories that are away are.
    var awayReasons: [Directory.ID: AwayReason] = [:]
    /// Homes of file systems that the kernel unmounted; those that are there all the same are mounted anew.
    var unmounted: Set<Directory.ID> = []
    /// The mount generation when all places of mounts were looked at.
    var mountsCheckedAt: Int64 = 0
    var scan: ScanFigures?
    var scans = ScanQueue()
    /// Times the kernel dropped changes, and how many of them a finished scan has made up for.
    var losses = (told: 0, lookedAt: 0, madeGood: 0)
    var schedule: RescanSchedule
    /// The disk under the source, and what it had done when the last walk ended; nil where nothing is known of it.
    var disk: (device: UInt64, use: DiskUse)?
    /// When the running look at the directories without a watch began.
    var pollBegan: ContinuousClock.Instant?
    /// When the folder is looked for again; nil while it is there.
    var nextIdentityLook: ContinuousClock.Instant?
    /// Looks in vain since it was there.
    var identityLooks = 0
    /// The folder was missed since it was last seen: what changed meanwhile was told to nobody.
    var hasBeenAway = false
    private var syncPoints: [UInt64] = []
    private let room = DispatchSemaphore(value: SourceReconciler.reportsInFlight)

    init(context: SourceContext, parts: IndexerParts) {
        self.context = context
        self.parts = parts
        let plan = parts.sources.plan
        schedule = RescanSchedule(
            chosen: context.source.rescanInterval, usual: plan.rescanInterval,
            poll: plan.pollInterval, at: .now)
    }

    /// Runs until told to stop; says when it begins to work, and when it waits for a message.
    func run(_ mailbox: Mailbox<SourceMessage>, atWork: (Bool) -> Void) {
        do {
            tree = DirectoryTree(try parts.catalog.tree(of: context.id))
            for id in tree.away { awayReasons[id] = .unmounted }
        } catch {
            parts.log.error("\(context.source.name): cannot read its directories: \(error)")
            return
        }
        while true {
            let isIdle = walk.isEmpty && syncPoints.isEmpty
            if isIdle { atWork(false) }
            let messages = isIdle ? mailbox.receive(until: nextTime) : mailbox.takeNow()
            if isIdle { atWork(true) }
            for message in messages {
                if case .stop = message { return atWork(false) }
                // What stands at the source's path now is known only when this has been answered.
                DiskCalls.byCourier(when: context.isServedByProgram || message.asksIdentity) {
                    handle(message)
                }
            }
            if !unmounted.isEmpty { DiskCalls.byCourier(when: true) { checkIdentity() } }
            // A walk that a timer begins asks for the identity too.
            DiskCalls.byCourier(when: context.isServedByProgram || isTimerDue) { lookByTimer() }
            DiskCalls.byCourier(when: context.isServedByProgram) { step() }
        }
    }

    private func handle(_ message: SourceMessage) {
        switch message {
        case .look(.tree(let reason)): beginScan(reason)
        case .look(.directory(let directory)): walk.append(Visit(directory, isDeep: false, .storm))
        case .look(.name(let place)): look(at: place, file: live)
        case .look(.made(let place)): look(at: place) { settling($0, after: .zero) }
        case .look(.settling(let place)):
            // The look that it waits for comes sooner; this one is for a process that ends before.
            look(at: place) { settling($0, after: Coalescer.longestPause) }
        case .scanBelow(let names):
            if let nearest = nearest(to: names) {
                walk.append(Visit(nearest, isDeep: true, .asked))
            }
        case .checkIdentity: checkIdentity()
        case .watchLost: break
        case .watchTaken(let directory): watchAgain(directory)
        case .unmounted(let directory): wasUnmounted(directory)
        case .refused: takeBack()
        case .retryListing(let directory):
            if unlistable.contains(directory) || isForbidden(directory) {
                walk.append(Visit(directory, isDeep: true, .permitted))
            }
        case .changesLost: noteLoss()
        case .leftPlace(let directory): leftPlace(directory)
        case .syncPoint(let number): syncPoints.append(number)
        case .retime(let chosen, let usual, let poll):
            (schedule.chosen, schedule.usual, schedule.poll) = (chosen, usual, poll)
            stateChanged()
        case .stop: break
        }
    }

    /// A directory was moved or removed. Where inodes tell nothing apart its watches would follow it, and
    /// another one of its name be taken for it.
    private func leftPlace(_ id: Directory.ID) {
        guard id != tree.root else { return checkIdentity() }
        guard tree[id] != nil, !traits(of: id).hasStableInodes else { return }
        for directory in tree.subtree(of: id) { watcher?.unwatch(directory) }
        watchAgain(id)
    }

    /// The deepest directory on the way that the tree knows.
    private func nearest(to names: [FileName]) -> Directory.ID? {
        guard var id = tree.root else { return nil }
        for name in names {
            guard let next = tree.directory(at: Place(id, name)) else { break }
            id = next
        }
        return id
    }

    /// A piece of the walk, then whatever has become ripe.
    private func step() {
        if walk.count > 1 {
            ahead.prepare(walk.prefix(SourceReconciler.stride).map(\.directory), in: parts.catalog)
        }
        for _ in 0..<SourceReconciler.stride {
            guard let next = walk.popFirst() else { break }
            visit(next)
        }
        guard walk.isEmpty else { return }
        let isPressed = !syncPoints.isEmpty || scan != nil
        judgeVanished(isPressed: isPressed)
        retryPostponed(before: isPressed ? nil : ContinuousClock.now - SourceReconciler.patience)
        // What was found gone just now is judged before anybody is told that all was looked at.
        guard walk.isEmpty, !isPressed || vanished.isEmpty else { return }
        finishPoll()
        finishScan()
        stateChanged()
        guard walk.isEmpty else { return }
        for number in syncPoints { tell(.syncPoint(number, context.id)) }
        syncPoints = []
    }

    private var nextTime: ContinuousClock.Instant? {
        [vanished.nextTime, nextRetry, nextTimer].compactMap { $0 }.min()
    }

    /// Hands a report to the writer; waits while too many are on their way.
    func send(_ report: DirectoryReport) {
        guard !report.changes.isEmpty else { return }
        parts.log.debug("\(context.source.name): \(report.changes)")
        room.wait()
        if !tell(.report(report, written: room)) { room.signal() }
    }

    /// Tells the writer, unless another thread has taken this one's place.
    @discardableResult
    func tell(_ message: WriterMessage) -> Bool { context.tell(message, to: parts.writer) }

    /// The kernel's watches; nil where nothing is watched, or another thread has taken this one's place.
    var watcher: InotifyWatcher? { context.isRetired ? nil : parts.watcher }
}

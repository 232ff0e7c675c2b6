import AudiowatchCore
import LocalDisk
import Logging
import SQLiteCatalog
import Synchronization

/// All workers. It keeps as many of them getting on as were asked for: in the place of one that waits for
/// a disk another one works, until the disk has answered. See ``WorkShares``.
///
/// It looks a few times a second while anything is in work, and sleeps while nothing is.
final class WorkerPool: Sendable {
    /// Time between two looks while something is in work.
    private static let rhythm: Duration = .milliseconds(100)

    /// Time without work after which what it took is given back.
    private static let calm: Duration = .seconds(5)

    private struct State {
        var workers: [Worker] = []
        var lastNumber = 0
        /// What those did that are no more.
        var past = Worker.Figures()
        /// Workers that could not begin: no other takes their place.
        var failed = 0
        var shares = WorkShares()
        var isAsleep = false
        var isClosed = false

        mutating func forget(_ worker: Worker) {
            guard let place = workers.firstIndex(where: { $0 === worker }) else { return }
            workers.remove(at: place)
            past.count(worker.now)
        }
    }

    private let size: Int
    private let parts: IndexerParts
    private let state = Mutex(State())
    private let bell = Bell()
    private let unable: @Sendable (any Error) -> Void

    /// `unable` is told why, when the last worker cannot go on.
    init(
        size: Int, parts: IndexerParts,
        unable: @escaping @Sendable (any Error) -> Void
    ) {
        self.unable = unable
        self.size = max(size, 1)
        self.parts = parts
    }

    /// Starts every worker and the thread that looks after them.
    func start() -> NamedThread {
        for _ in 0..<size { add() }
        return NamedThread("pool") { [self] in run() }
    }

    /// Something is in work: look, until nothing is. Cheap when it looks already.
    func stir() {
        let wasAsleep = state.withLock { state in
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if wasAsleep { bell.ring() }
    }

    /// Workers now, for `status`.
    var figures: [Worker.Figures] { state.withLock { $0.workers }.map(\.now) }

    /// What all workers did since the start, those that are no more too.
    var totals: Worker.Figures {
        let past = state.withLock { $0.past }
        return figures.reduce(into: past) { $0.count($1) }
    }

    /// True when a worker that has done a job may take another one; else it is forgotten, and ends.
    func mayStay(_ worker: Worker) -> Bool {
        guard state.withLock({ $0.workers.count > size }) else { return true }
        let shares = look()
        return state.withLock { state in
            guard state.workers.count > shares.wanted(size: size) else { return true }
            state.forget(worker)
            return false
        }
    }

    /// A worker has ended: the board is closed, or its helper cannot be started.
    func left(_ worker: Worker, _ failure: (any Error)?) {
        let isLast = state.withLock { state in
            state.forget(worker)
            if failure != nil { state.failed += 1 }
            return state.workers.isEmpty && !state.isClosed
        }
        guard let failure else { return }
        parts.log.critical("no file can be read: \(failure)")
        if isLast { unable(failure) }
    }

    /// Ends the thread that looks after the workers, and waits for them until `end`, save for those that
    /// a disk keeps. Call after the board was closed. Blocks.
    func stop(by end: ContinuousClock.Instant) {
        let all = state.withLock { state in
            state.isClosed = true
            return state.workers
        }
        bell.ring()
        while ContinuousClock.now < end {
            let left = state.withLock { $0.workers }
            guard left.contains(where: { !isStuck($0) }) else { break }
            Bell.pause(.milliseconds(5))
        }
        let stuck = state.withLock { $0.workers.count }
        if stuck > 0 {
            parts.log.warning(
                "leaving \(stuck) of \(all.count) workers behind: they wait for a disk")
        }
    }

    private func isStuck(_ worker: Worker) -> Bool {
        (worker.standing?.waiting ?? .zero) >= WorkShares.patience
    }

    private func add() {
        let worker = state.withLock { state -> Worker? in
            guard !state.isClosed else { return nil }
            state.lastNumber += 1
            let worker = Worker(number: state.lastNumber, parts: parts)
            state.workers.append(worker)
            return worker
        }
        _ = worker?.start(self)
    }

    private func run() {
        var disks = DiskDepths(workers: size)
        while true {
            // Said before looking, so that whoever begins meanwhile rings.
            state.withLock { $0.isAsleep = true }
            let isAtWork = lookAfter(&disks)
            if state.withLock({ $0.isClosed }) { return }
            if isAtWork {
                state.withLock { $0.isAsleep = false }
                _ = bell.wait(atMost: WorkerPool.rhythm)
            } else if !bell.wait(atMost: WorkerPool.calm) {
                parts.catalog.releaseMemory()
                guard !bell.wait(atMost: WorkerPool.calm) else { continue }
                giveBackMemory()
                bell.wait()
            }
        }
    }

    /// One look; false when nothing is in work.
    private func lookAfter(_ disks: inout DiskDepths) -> Bool {
        let shares = look()
        let (before, missing) = state.withLock { state in
            let before = state.shares
            state.shares = shares
            return (before, shares.wanted(size: size) - state.failed - state.workers.count)
        }
        if shares.silent != before.silent { tell(shares, before) }
        var handOut = HandOut(workers: shares.wanted(size: size))
        handOut.held = shares.held
        disks.update(
            parts.sources.all.map(\.context), hasWaiting: parts.board.holdsJobs, at: .now, &handOut)
        parts.board.setHandOut(handOut)
        if missing > 0 { for _ in 0..<missing { add() } }
        // What holds a source back is looked at again, also when it has just ended: nobody rings for that.
        return !shares.held.isEmpty
            || state.withLock { $0.workers }.contains { $0.standing != nil }
            || parts.sources.all.contains { $0.isAtWork }
    }

    private func look() -> WorkShares {
        let workers = state.withLock { $0.workers }
        return WorkShares(
            workers: workers.compactMap(\.standing), readers: parts.sources.all.map(\.standing))
    }

    private func tell(_ shares: WorkShares, _ before: WorkShares) {
        for id in shares.silent.symmetricDifference(before.silent) {
            guard let context = parts.sources.context(id) else { continue }
            let isSilent = shares.silent.contains(id)
            let shown = context.standing.withLock { standing in
                standing.isSilent = isSilent
                return standing.shown
            }
            if isSilent {
                parts.log.warning("\(context.source.name): its disk does not answer")
            } else {
                parts.log.notice("\(context.source.name): its disk answers again")
            }
            context.tell(.state(id, shown), to: parts.writer)
        }
    }
}

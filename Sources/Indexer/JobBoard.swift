import AudiowatchCore
import DequeModule
import Foundation
import Synchronization

/// Where workers find their next job: a short list in memory, filled from the durable queue.
///
/// The queue itself is in the catalogue; this holds only what was taken from it, so that no job is
/// handed out twice and a million waiting ones cost no memory.
final class JobBoard: Sendable {
    /// Jobs fetched at once: enough that fetching is rare, few enough that a live one is never far behind.
    static let batch = 256

    /// Jobs fetched at once while others are at hand already.
    static let urgentBatch = 32
    /// Jobs kept in memory at the most.
    static let capacity = 1_024
    /// Jobs handed out whose results are not written, at the most: workers can be faster than any database,
    /// and what waits for it costs memory, and is passed over at each fetch.
    static let unwritten = 2_000

    private struct State {
        var ready = Deque<Job>()
        var taken: Set<Job.ID> = []
        /// Jobs handed out and not finished.
        var handedOut = 0
        /// Something may wait in the catalogue that is not in `ready`.
        var mayHoldMore = true
        /// Something urgent may: fetch again before handing out what is here.
        var holdsUrgent = false
        var isFetching = false
        var isPaused = false
        var isClosed = false
        var wakeAt: CatalogTime?
    }

    private let state = Mutex(State())
    private let condition = NSCondition()
    private let fetch: @Sendable (_ limit: Int, _ taken: Set<Job.ID>) -> [Job]
    private let nextTime: @Sendable () -> CatalogTime?

    /// `fetch` and `nextTime` read the catalogue; both block and are called on worker threads.
    init(
        fetch: @escaping @Sendable (_ limit: Int, _ taken: Set<Job.ID>) -> [Job],
        nextTime: @escaping @Sendable () -> CatalogTime?
    ) {
        self.fetch = fetch
        self.nextTime = nextTime
    }

    /// The next job; waits for one, and says so once through `whenIdle`. Nil when the board is closed.
    /// Blocks: worker threads only.
    func take(whenIdle: () -> Void = {}) -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            switch next() {
            case .job(let job): return job
            case .closed: return nil
            case .fetch: refill()
            case .wait(let time):
                whenIdle()
                pause(until: time)
            }
        }
    }

    /// A job is done, or given back: from now on the catalogue decides whether it comes again.
    ///
    /// Those of `lost` results stay taken: their results cannot be written.
    func finished(_ jobs: [Job.ID], lost: Int = 0) {
        condition.lock()
        state.withLock { state in
            state.taken.subtract(jobs)
            state.handedOut -= jobs.count + lost
            state.mayHoldMore = true
        }
        condition.broadcast()
        condition.unlock()
    }

    /// True while workers have enough at hand not to miss what a result written now would lead to.
    var isBusy: Bool {
        state.withLock { $0.ready.count >= JobBoard.urgentBatch && !$0.isPaused }
    }

    /// Jobs handed out and not finished, and those about to be.
    var taken: Int { state.withLock { $0.taken.count } }

    /// Jobs were added, or may be done earlier than was thought.
    func filled(isUrgent: Bool) {
        condition.lock()
        state.withLock { state in
            state.mayHoldMore = true
            if isUrgent { state.holdsUrgent = true }
        }
        condition.broadcast()
        condition.unlock()
    }

    /// Stops handing out jobs until told otherwise; those in work are finished.
    func setPaused(_ isPaused: Bool) {
        condition.lock()
        state.withLock { $0.isPaused = isPaused }
        condition.broadcast()
        condition.unlock()
    }

    var isPaused: Bool { state.withLock { $0.isPaused } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Ends every ``take()``, now and later.
    func close() {
        condition.lock()
        state.withLock { $0.isClosed = true }
        condition.broadcast()
        condition.unlock()
    }

    private enum Step {
        case job(Job)
        case fetch
        case wait(until: CatalogTime?)
        case closed
    }

    private func next() -> Step {
        state.withLock { state in
            if state.isClosed { return .closed }
            if state.isPaused { return .wait(until: nil) }
            let shouldFetch = state.holdsUrgent || (state.ready.isEmpty && state.mayHoldMore)
            if shouldFetch && !state.isFetching {
                state.isFetching = true
                state.mayHoldMore = false
                state.holdsUrgent = false
                return .fetch
            }
            if state.handedOut >= JobBoard.unwritten { return .wait(until: nil) }
            if let job = state.ready.popFirst() {
                state.handedOut += 1
                return .job(job)
            }
            return .wait(until: state.isFetching ? nil : state.wakeAt)
        }
    }

    /// Called with the condition locked; unlocks it while the catalogue is read.
    private func refill() {
        condition.unlock()
        let (taken, limit) = state.withLock { state in
            (state.taken, state.ready.isEmpty ? JobBoard.batch : JobBoard.urgentBatch)
        }
        let jobs = fetch(limit, taken)
        let later = jobs.isEmpty ? nextTime() : nil
        condition.lock()
        state.withLock { state in
            // What was fetched before and not yet handed out goes back: the fresh order is the right one.
            let waiting = state.ready
            let fresh = jobs.filter { !state.taken.contains($0.id) }
            state.ready = Deque(fresh)
            let known = Set(fresh.map(\.id))
            state.ready.append(contentsOf: waiting.filter { !known.contains($0.id) })
            for job in fresh { state.taken.insert(job.id) }
            state.isFetching = false
            if jobs.count == limit { state.mayHoldMore = true }
            giveBack(&state)
            state.wakeAt = later
        }
        condition.broadcast()
    }

    /// What is too much to keep goes back; the catalogue has it anyway.
    private func giveBack(_ state: inout State) {
        while state.ready.count > JobBoard.capacity, let job = state.ready.popLast() {
            state.taken.remove(job.id)
            state.mayHoldMore = true
        }
    }

    private func pause(until time: CatalogTime?) {
        guard let time else { return condition.wait() }
        let seconds = time.seconds - Double(CatalogClock.wallNanoseconds) / 1e9
        // Woken early or late by a set clock, the queue is only asked once more.
        if seconds <= 0 || !condition.wait(until: Date(timeIntervalSinceNow: min(seconds, 3_600))) {
            state.withLock { state in
                state.wakeAt = nil
                state.mayHoldMore = true
            }
        }
    }
}

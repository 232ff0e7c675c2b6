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
        var isFetchUrgent = false
        var isPaused = false
        var isClosed = false
        var wakeAt: CatalogTime?
        var handOut: HandOut
        /// Jobs in the hands of workers, by source.
        var inWork: [Source.ID: Int] = [:]
        /// Sources that the latest fetch left out.
        var leftOut: Set<Source.ID> = []
        /// Workers that wait for a job.
        var idle = 0
        /// Sources whose jobs are handed out.
        var sources: Set<Source.ID>
    }

    /// What the catalogue had: jobs that may be done, and when there are none, the time at which the next may.
    /// Both of one moment: a job that came due between two looks would be seen by neither.
    struct Fetched {
        var jobs: [Job]
        var next: CatalogTime?
    }

    /// How jobs are read from the catalogue: at most `limit`, none of `taken`, none of the sources `without`.
    typealias Fetch =
        @Sendable (_ limit: Int, _ taken: Set<Job.ID>, _ without: Set<Source.ID>) -> Fetched

    private let state: Mutex<State>
    private let condition = NSCondition()
    private let fetch: Fetch

    /// A board for so many workers and these sources. `fetch` reads the catalogue: it blocks, and is called
    /// on worker threads.
    init(workers: Int, sources: Set<Source.ID>, fetch: @escaping Fetch) {
        state = Mutex(State(handOut: HandOut(workers: workers), sources: sources))
        self.fetch = fetch
    }

    /// The next job for a worker whose last one was `previous`; waits for one, and says so through
    /// `whenIdle`. Nil when the board is closed. Blocks: worker threads only.
    func take(after previous: Job? = nil, whenIdle: () -> Void = {}) -> Job? {
        condition.lock()
        defer { condition.unlock() }
        putDown(previous)
        while true {
            switch next() {
            case .job(let job):
                // What this worker has put down may be what another one waits for.
                if hasMore { condition.signal() }
                return job
            case .closed: return nil
            case .fetch: refill()
            case .wait(let time):
                state.withLock { $0.idle += 1 }
                whenIdle()
                pause(until: time)
                state.withLock { $0.idle -= 1 }
            }
        }
    }

    /// A worker leaves: it takes no other job after `last`.
    func leave(after last: Job) {
        condition.lock()
        putDown(last)
        condition.signal()
        condition.unlock()
    }

    private func putDown(_ job: Job?) {
        guard let job else { return }
        state.withLock { state in
            let left = (state.inWork[job.source] ?? 1) - 1
            state.inWork[job.source] = left > 0 ? left : nil
        }
    }

    private var hasMore: Bool {
        state.withLock { state in
            state.idle > 0 && !state.isPaused
                && state.sources.contains { state.handOut.mayStart($0, inWork: state.inWork) }
                && state.handOut.next(among: state.ready.lazy.map(\.source), inWork: state.inWork)
                    != nil
        }
    }

    /// True while jobs are at hand that nobody has taken.
    var holdsJobs: Bool { state.withLock { !$0.ready.isEmpty } }

    /// From now on jobs are handed out by these rules.
    func setHandOut(_ handOut: HandOut) {
        condition.lock()
        let isOther = state.withLock { state in
            let isOther = state.handOut != handOut
            // A source that was left out and is no more: what waits of it may be urgent.
            if !state.handOut.held.isSubset(of: handOut.held) {
                state.mayHoldMore = true
                state.holdsUrgent = true
            }
            // What is due of the others may not have been asked for.
            if isOther { state.mayHoldMore = true }
            state.handOut = handOut
            return isOther
        }
        if isOther { condition.broadcast() }
        condition.unlock()
    }

    /// From now on jobs of these sources are handed out. What is at hand of others goes back.
    func setSources(_ sources: Set<Source.ID>) {
        condition.lock()
        state.withLock { state in
            state.sources = sources
            state.taken.subtract(
                state.ready.lazy.filter { !sources.contains($0.source) }.map(\.id))
            state.ready.removeAll { !sources.contains($0.source) }
            state.mayHoldMore = true
            state.holdsUrgent = true
        }
        condition.broadcast()
        condition.unlock()
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
        state.withLock { state in
            let held = state.handOut.held
            return !state.isPaused
                && state.ready.lazy.filter { !held.contains($0.source) }
                    .prefix(JobBoard.urgentBatch).count == JobBoard.urgentBatch
        }
    }

    /// Jobs handed out and not finished, and those about to be.
    var taken: Int { state.withLock { $0.taken.count } }

    /// Jobs were added, or may be done earlier than was thought.
    func filled(isUrgent: Bool) {
        condition.lock()
        state.withLock { state in
            state.mayHoldMore = true
            // Whole files are read only when nothing else waits.
            if isUrgent || state.ready.last?.priority == .digest { state.holdsUrgent = true }
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
            if state.holdsUrgent, !state.isFetching { return fetch(&state) }
            if state.handedOut >= JobBoard.unwritten { return .wait(until: nil) }
            let position = state.handOut.next(
                among: state.ready.lazy.map(\.source), inWork: state.inWork)
            if let position {
                let job = state.ready.remove(at: position)
                state.inWork[job.source, default: 0] += 1
                state.handedOut += 1
                return .job(job)
            }
            let closed = state.sources.filter {
                !state.handOut.mayStart($0, inWork: state.inWork)
            }
            if !state.leftOut.isSubset(of: closed) { state.mayHoldMore = true }
            if state.mayHoldMore, !state.isFetching, closed.count < max(state.sources.count, 1) {
                return fetch(&state)
            }
            return .wait(until: state.isFetching ? nil : state.wakeAt)
        }
    }

    private func fetch(_ state: inout State) -> Step {
        state.isFetching = true
        state.isFetchUrgent = state.holdsUrgent
        state.mayHoldMore = false
        state.holdsUrgent = false
        return .fetch
    }

    /// Called with the condition locked; unlocks it while the catalogue is read.
    private func refill() {
        condition.unlock()
        let (taken, limit, without) = state.withLock { state in
            // What a full source has waiting is fetched when it may have a worker again, or when it is urgent.
            state.leftOut =
                state.ready.isEmpty || state.isFetchUrgent
                ? state.handOut.held
                : state.sources.filter { !state.handOut.mayStart($0, inWork: state.inWork) }
            return (
                state.taken, state.ready.isEmpty ? JobBoard.batch : JobBoard.urgentBatch,
                state.leftOut
            )
        }
        let fetched = fetch(limit, taken, without)
        condition.lock()
        state.withLock { state in
            let waiting = state.ready
            let fresh = fetched.jobs.filter { !state.taken.contains($0.id) }
            state.ready = Deque(Job.line(of: fresh, before: Array(waiting)))
            for job in fresh { state.taken.insert(job.id) }
            state.isFetching = false
            if fetched.jobs.count == limit {
                state.mayHoldMore = true
                // What is left there may go before what was at hand here.
                if let last = fresh.last?.priority, let rest = waiting.last?.priority,
                    last.goes(before: rest)
                {
                    state.holdsUrgent = true
                }
            }
            giveBack(&state)
            state.wakeAt = fetched.next
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

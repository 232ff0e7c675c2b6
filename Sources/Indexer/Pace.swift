import Synchronization

/// How fast jobs get done: a count over the last seconds, kept by the writer, read by status.
final class Pace: Sendable {
    /// Seconds that the rate looks back: long enough to be calm, short enough to be true.
    static let window = 10

    private struct Second {
        var number: Int64 = -1
        var count = 0
    }

    private struct State {
        var seconds = [Second](repeating: Second(), count: Pace.window + 1)
        var total = 0
    }

    private let state = Mutex(State())
    private let start = ContinuousClock.now

    func finished(_ count: Int) {
        let now = (ContinuousClock.now - start).components.seconds
        state.withLock { state in
            state.total += count
            let slot = Int(now % Int64(state.seconds.count))
            if state.seconds[slot].number != now { state.seconds[slot] = Second(number: now) }
            state.seconds[slot].count += count
        }
    }

    /// Jobs a second over the window, or over the life so far when that is shorter.
    var perSecond: Double {
        let elapsed = ContinuousClock.now - start
        let now = elapsed.components.seconds
        let count = state.withLock { state in
            state.seconds.filter { now - $0.number <= Int64(Pace.window) && $0.number >= 0 }
                .reduce(0) { $0 + $1.count }
        }
        return Double(count) / min(max(elapsed.timeInterval, 0.1), Double(Pace.window))
    }

    /// Jobs done since the start.
    var total: Int { state.withLock { $0.total } }
}

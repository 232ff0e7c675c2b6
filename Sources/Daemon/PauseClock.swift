import Glibc
import Synchronization

/// Until when the user has asked for no work, and the task that ends it.
final class PauseClock: Sendable {
    private struct State {
        var until: Double?
        var ending: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Seconds since 1970; nil when no pause runs or it has no end.
    var until: Double? { state.withLock { $0.until } }

    /// Ends an earlier pause's clock; with a duration, `end` is called after it.
    func start(for duration: Duration?, end: @escaping @Sendable () -> Void) {
        stop()
        guard let duration else { return }
        let seconds =
            Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        let ending = Task {
            guard (try? await Task.sleep(for: duration)) != nil else { return }
            self.state.withLock { $0 = State() }
            end()
        }
        state.withLock { $0 = State(until: Double(time(nil)) + seconds, ending: ending) }
    }

    func stop() {
        state.withLock { state in
            state.ending?.cancel()
            state = State()
        }
    }
}

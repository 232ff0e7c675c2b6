public import AudiowatchCore
import Synchronization

/// Where committed news meets those who listen: one bounded memory for all of them, so a listener that
/// does not keep up costs nothing and is told to start afresh.
public final class EventHub: Sendable {
    /// Streams at a time; each holds a connection and a task.
    static let mostStreams = 32

    /// What a listener is woken for.
    enum Step {
        /// News, and the number of the last of them.
        case events([CatalogEvent], last: UInt64)
        /// Some news was missed; the newest has this number.
        case missed(last: UInt64)
        /// There was no news for a while.
        case quiet
    }

    let epoch: UInt64
    private let state: Mutex<State>

    private struct State {
        var ring: EventRing
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var isNudged: Set<Int> = []
        var streams: Set<Int> = []
        var next = 0
    }

    /// Nobody listens yet.
    public convenience init() {
        self.init(epoch: UInt64.random(in: 1...UInt64.max))
    }

    init(epoch: UInt64, most: Int = EventRing.most) {
        self.epoch = epoch
        state = Mutex(State(ring: EventRing(most: most)))
    }

    /// Tells the listeners, in this order. Never blocks.
    public func publish(_ events: [CatalogEvent]) {
        guard !events.isEmpty else { return }
        let waiting = state.withLock { state in
            state.ring.append(events)
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for one in waiting { one.resume() }
    }

    /// Has every listener ask for everything anew: something changed that no event tells of.
    public func startAfresh() {
        let waiting = state.withLock { state in
            state.ring.startAfresh()
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for one in waiting { one.resume() }
    }

    /// Streams open now.
    var streams: Int { state.withLock { $0.streams.count } }

    /// Number of the newest event.
    var last: UInt64 { state.withLock { $0.ring.last } }

    /// Takes a seat; it is free again when the listener is let go. Nil when all are taken.
    func listen() -> EventListener? {
        let number: Int? = state.withLock { state in
            guard state.streams.count < EventHub.mostStreams else { return nil }
            state.next &+= 1
            state.streams.insert(state.next)
            return state.next
        }
        return number.map { EventListener(self, $0) }
    }

    fileprivate func leave(_ listener: Int) {
        state.withLock { state in
            state.streams.remove(listener)
            state.isNudged.remove(listener)
        }
    }

    /// What follows `sequence`; waits for it.
    ///
    /// - Throws: `CancellationError`.
    fileprivate func next(_ listener: Int, after sequence: UInt64) async throws -> Step {
        while true {
            try Task.checkCancellation()
            switch take(listener, sequence) {
            case .some(let step): return step
            case nil: break
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { one in
                    let isDue = state.withLock { state in
                        guard !Task.isCancelled, case .nothing = state.ring.after(sequence),
                            !state.isNudged.contains(listener)
                        else { return true }
                        state.waiting[listener] = one
                        return false
                    }
                    if isDue { one.resume() }
                }
            } onCancel: {
                wake(listener)
            }
        }
    }

    private func take(_ listener: Int, _ sequence: UInt64) -> Step? {
        state.withLock { state in
            switch state.ring.after(sequence) {
            case .events(let events, let last): .events(events, last: last)
            case .missed(let last): .missed(last: last)
            case .nothing: state.isNudged.remove(listener).map { _ in .quiet }
            }
        }
    }

    /// Wakes a listener though there is no news.
    fileprivate func nudge(_ listener: Int) {
        _ = state.withLock { $0.isNudged.insert(listener) }
        wake(listener)
    }

    private func wake(_ listener: Int) {
        state.withLock { $0.waiting.removeValue(forKey: listener) }?.resume()
    }
}

/// A seat in the hub.
final class EventListener: Sendable {
    let hub: EventHub
    private let number: Int

    fileprivate init(_ hub: EventHub, _ number: Int) {
        self.hub = hub
        self.number = number
    }

    deinit {
        hub.leave(number)
    }

    func next(after sequence: UInt64) async throws -> EventHub.Step {
        try await hub.next(number, after: sequence)
    }

    func nudge() {
        hub.nudge(number)
    }
}

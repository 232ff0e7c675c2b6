import AudiowatchCore
import Synchronization

/// Everybody who waits until the catalogue holds what the disk held when they asked.
///
/// A sync point goes the way of the data: through the kernel's queue, the sources' threads and the
/// writer's mailbox. When it has passed them all, and no job is left, it is complete.
final class SyncPoints: Sendable {
    private struct Point {
        /// How often each source has to be passed.
        var missing: [Source.ID: Int]
        var isComplete: @Sendable () -> Void
    }

    private struct State {
        var last: UInt64 = 0
        var points: [UInt64: Point] = [:]
    }

    private let state = Mutex(State())

    /// A new sync point that has to pass these sources.
    func begin(
        passing sources: [Source.ID], isComplete: @escaping @Sendable () -> Void
    ) -> UInt64 {
        state.withLock { state in
            state.last &+= 1
            state.points[state.last] = Point(
                missing: Dictionary(sources.map { ($0, 1) }, uniquingKeysWith: +),
                isComplete: isComplete)
            return state.last
        }
    }

    /// Whoever waited has gone away.
    func cancel(_ number: UInt64) {
        state.withLock { $0.points[number] = nil }
    }

    func passed(_ number: UInt64, by source: Source.ID) {
        state.withLock { state in
            guard let left = state.points[number]?.missing[source] else { return }
            state.points[number]?.missing[source] = left > 1 ? left - 1 : nil
        }
    }

    /// A source has to judge something again that it may have judged before these points: they have to pass it
    /// once more.
    func again(passing source: Source.ID) -> [UInt64] {
        state.withLock { state in
            let numbers = state.points.keys.sorted()
            for number in numbers { state.points[number]?.missing[source, default: 0] += 1 }
            return numbers
        }
    }

    /// Another thread has taken the place of a source's: each point that the former one has not passed, it has to
    /// pass once, whatever was asked of the former. Those points, in their order.
    func restart(passing source: Source.ID) -> [UInt64] {
        state.withLock { state in
            let numbers = state.points.keys.filter { state.points[$0]?.missing[source] != nil }
            for number in numbers { state.points[number]?.missing[source] = 1 }
            return numbers.sorted()
        }
    }

    /// A source is looked at no longer: nobody waits for it.
    func forget(_ source: Source.ID) {
        state.withLock { state in
            for number in state.points.keys { state.points[number]?.missing[source] = nil }
        }
    }

    /// True when some sync point waits for nothing but the queue.
    var areListed: Bool {
        state.withLock { state in state.points.values.contains { $0.missing.isEmpty } }
    }

    /// The queue is empty: every sync point that waited for nothing else is complete.
    func complete() {
        let complete = state.withLock { state in
            let numbers = state.points.filter { $0.value.missing.isEmpty }.map(\.key)
            return numbers.compactMap { state.points.removeValue(forKey: $0)?.isComplete }
        }
        for isComplete in complete { isComplete() }
    }
}

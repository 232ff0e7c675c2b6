import AudiowatchCore
import Synchronization

/// The sources that are looked at now, as the threads of the indexer share them: who asks for one gets it as it
/// is at that moment.
final class IndexedSources: Sendable {
    private struct State {
        var plan: SourcePlan
        /// In the order of the configuration.
        var threads: [SourceThread] = []
        var byID: [Source.ID: SourceThread] = [:]
        /// The greatest mount generation that a source had when it was last let go of.
        var generations: [Source.ID: Int64] = [:]
    }

    private let state: Mutex<State>

    /// No source yet.
    init(_ plan: SourcePlan) {
        state = Mutex(State(plan: plan))
    }

    /// What decides which folders are looked at, and how.
    var plan: SourcePlan { state.withLock { $0.plan } }

    /// All of them, in the order of the configuration.
    var all: [SourceThread] { state.withLock { $0.threads } }

    /// Their rows, in the same order.
    var ids: [Source.ID] { all.map(\.context.id) }

    /// One of them; nil for one that is not looked at, or no longer.
    func thread(_ id: Source.ID) -> SourceThread? { state.withLock { $0.byID[id] } }

    /// How one of them stands.
    func context(_ id: Source.ID) -> SourceContext? { thread(id)?.context }

    /// From now on these are looked at.
    func replace(by threads: [SourceThread], _ plan: SourcePlan) {
        state.withLock { state in
            for thread in state.threads {
                state.generations[thread.context.id] = thread.context.mountGeneration
            }
            state.plan = plan
            state.threads = threads
            state.byID = Dictionary(threads.map { ($0.context.id, $0) }) { first, _ in first }
        }
    }

    /// A mount generation that no look of an earlier context of this source has had: what was seen through that
    /// proves nothing for the next one.
    func nextGeneration(of id: Source.ID) -> Int64 {
        state.withLock { state in
            max(state.generations[id] ?? 0, state.byID[id]?.context.mountGeneration ?? 0) + 1
        }
    }
}

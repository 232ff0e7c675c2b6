public import AudiowatchCore
import Dispatch
import InotifyWatch
import Logging
import SQLiteCatalog
import Synchronization

extension Indexer {
    /// How long a source that is let go of may take to end what it is doing. One whose disk hangs takes longer, and
    /// is left behind: nothing that it says counts any more.
    private static let farewell: Duration = .seconds(2)

    /// Looks at these folders from now on, and in this way, without stopping for the others. One call at a time.
    ///
    /// A source that is no longer named keeps its rows and its place in the catalogue. One of which another folder
    /// is looked at, or other names, is begun anew: let go of, and looked at as a whole.
    ///
    /// - Throws: ``CatalogError`` where the catalogue cannot be written; then everything is as before.
    public func apply(_ plan: SourcePlan) async throws -> SourceChanges {
        let old = parts.sources.plan
        let changes = SourceChanges(from: old, to: plan)
        guard plan != old else { return changes }
        let leaving = parts.sources.all.filter { thread in
            let name = thread.context.source.name
            return changes.removed.contains(name) || changes.begunAnew.contains(name)
        }
        await letGo(leaving)
        do {
            let begun = changes.added + changes.begunAnew
            let adopted = try await onWriter { try $0.adopt(plan.sources, begun: begun) }
            replace(leaving, by: adopted, plan)
        } catch {
            // Nobody else looks at them: they are begun anew as they were.
            replace(leaving, by: leaving.map { AdoptedSource($0.context) }, old)
            throw error
        }
        for name in changes.retimed { retime(name, plan) }
        return changes
    }

    /// Ends the threads of sources, so that others can take their places.
    private func letGo(_ threads: [SourceThread]) async {
        for thread in threads { thread.retire() }
        let isStopped = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                let end = ContinuousClock.now + Indexer.farewell
                let late = threads.filter { !$0.join(within: max(end - .now, .zero)) }
                continuation.resume(returning: late)
            }
        }
        for thread in isStopped {
            parts.log.warning(
                "\(thread.context.source.name): its disk does not answer: leaving it")
        }
        for thread in threads { parts.watcher?.unwatch(source: thread.context.id) }
    }

    /// Threads of `leaving` go, and for each source of the plan that has none one comes.
    private func replace(
        _ leaving: [SourceThread], by adopted: [AdoptedSource], _ plan: SourcePlan
    ) {
        let gone = Set(leaving.map(\.context.id))
        let staying = parts.sources.all.filter { !gone.contains($0.context.id) }
        let stayingIDs = Set(staying.map(\.context.id))
        let coming = adopted.filter { !stayingIDs.contains($0.id) }
            .compactMap { SourceThread($0, in: plan, parts: parts) }
        let places = Dictionary(
            plan.sources.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first }
        )
        let all = (staying + coming).sorted {
            places[$0.context.source.name, default: .max]
                < places[$1.context.source.name, default: .max]
        }
        parts.sources.replace(by: all, plan)
        parts.board.setSources(Set(all.map(\.context.id)))
        for id in gone.subtracting(coming.map(\.context.id)) { syncPoints.forget(id) }
        for thread in coming {
            begin(thread)
            parts.coordinator.send(.scan([thread.context.id], .configured))
            // After the scan was asked for: what a sync point waits for is found by it.
            parts.coordinator.send(.begunAnew(thread.context.id))
        }
        // A sync point that waited for nothing else is complete.
        parts.writer.send(.perform { _ in })
        workers.stir()
    }

    private func retime(_ name: String, _ plan: SourcePlan) {
        guard let source = plan.sources.first(where: { $0.name == name }) else { return }
        for thread in parts.sources.all where thread.context.source.name == name {
            thread.send(
                .retime(
                    chosen: source.rescanInterval, usual: plan.rescanInterval,
                    poll: plan.pollInterval))
        }
    }
}

extension AdoptedSource {
    /// The source as its context has it.
    fileprivate init(_ context: SourceContext) {
        self.init(
            id: context.id, name: context.source.name,
            identity: context.standing.withLock { $0.identity })
    }
}

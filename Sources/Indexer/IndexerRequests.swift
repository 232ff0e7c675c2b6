public import AudiowatchCore
public import SQLiteCatalog
import Synchronization
public import SystemPackage

extension Indexer {
    /// Asks for a scan of these sources, of all when nil; the names that exist are returned.
    @discardableResult
    public func scan(names: [String]?, reason: ScanReason) -> [String] {
        let chosen = parts.sources.all.filter { names?.contains($0.context.source.name) ?? true }
        scan(chosen.map(\.context.id), reason)
        return chosen.map(\.context.source.name)
    }

    /// Asks for the folder (or the folder of the file) at `path` to be listed with everything below it;
    /// returns the name of its source, nil when it is in none.
    public func scan(below path: FilePath) -> String? {
        let owner = parts.sources.all.compactMap { thread in
            path.names(below: thread.context.source.path).map { (thread, $0) }
        }.min { $0.1.count < $1.1.count }
        guard let (thread, names) = owner else { return nil }
        thread.send(.scanBelow(names))
        return thread.context.source.name
    }

    /// Has the file of a problem examined again at once; false when there is no such problem.
    public func retry(problem: Int64) async throws -> Bool {
        defer { parts.board.filled(isUrgent: true) }
        return try await onWriter { try $0.retry(problem: problem) }
    }

    /// Forgets rows that were deleted before `cutoff`, step by step on the writer's thread, others' news
    /// between the steps: see `CatalogWriter.prune`. Ends where it is when the caller's task is cancelled.
    public func prune(deletedBefore cutoff: CatalogTime, mayTakeMost: Bool) async throws
        -> PruneReport
    {
        let plan = try await onWriter {
            try $0.planPrune(deletedBefore: cutoff, mayTakeMost: mayTakeMost)
        }
        guard plan.report.verdict != .refused else { return plan.report }
        var progress = plan.progress
        while !progress.isDone {
            try Task.checkCancellation()
            let last = progress
            progress = try await onWriter { writer in
                var next = last
                try writer.continuePrune(&next)
                return next
            }
        }
        return progress.report(of: plan)
    }

    /// Counts every total anew, on the writer's thread: see `CatalogWriter.mendCounters`.
    public func recount() async throws -> RecountReport {
        try await onWriter { try $0.mendCounters() }
    }

    /// Records a verdict, on the writer's thread; it is on disk when this returns.
    public func decide(_ request: VerdictRequest) async throws -> VerdictOutcome {
        let now = parts.clock.now()
        return try await onWriter { try $0.decide(request, at: now) }
    }

    /// Records annotations, on the writer's thread; they are on disk when this returns.
    public func annotate(
        _ lines: [AnnotationLine.Read], kind: AnnotationKind
    ) async throws -> AnnotationReport {
        let now = parts.clock.now()
        return try await onWriter { try $0.annotate(lines, kind: kind, at: now) }
    }

    /// How long one change of the catalogue may take at the most: a million rows that are counted anew take a minute.
    private static let longestWrite: Duration = .seconds(1_200)

    /// Calls `answer` once the thread that every change passes through has turned; with false when the writer has had
    /// something to write for very long, and did not go on.
    public func ask(_ answer: @escaping @Sendable (_ isAlive: Bool) -> Void) {
        let parts = parts
        parts.coordinator.send(
            .ask {
                answer(
                    parts.writer.count == 0 || parts.writerPulse.age < Indexer.longestWrite)
            })
    }

    func onWriter<Value: Sendable>(
        _ body: @escaping @Sendable (CatalogWriter) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let message = WriterMessage.perform { writer in
                continuation.resume(with: Result { try body(writer) })
            }
            if !parts.writer.send(message) { continuation.resume(throwing: CancellationError()) }
        }
    }

    /// Waits until the catalogue holds everything that the disk held at the call: what was told, what was
    /// asked to be looked at, and every job that follows from it. Starts no scan.
    ///
    /// - Throws: `CancellationError` when the caller's task is cancelled.
    public func wait() async throws {
        let number = Mutex<UInt64?>(nil)
        let gate = SyncGate()
        number.withLock { $0 = beginSyncPoint { gate.open() } }
        await withTaskCancellationHandler {
            await gate.pass()
        } onCancel: {
            gate.open()
        }
        if Task.isCancelled, let begun = number.withLock({ $0 }) {
            cancelSyncPoint(begun)
            throw CancellationError()
        }
    }
}

/// Opens once; whoever passes before waits.
private final class SyncGate: Sendable {
    private enum State {
        case closed
        case waiting(CheckedContinuation<Void, Never>)
        case open
    }

    private let state = Mutex(State.closed)

    func open() {
        let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
            defer { state = .open }
            guard case .waiting(let continuation) = state else { return nil }
            return continuation
        }
        waiting?.resume()
    }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                guard case .closed = state else { return true }
                state = .waiting(continuation)
                return false
            }
            if isOpen { continuation.resume() }
        }
    }
}

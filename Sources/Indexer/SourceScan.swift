import InotifyWatch
import Synchronization
import AudiowatchCore
import LocalDisk

extension SourceReconciler {
    /// Begins a reconcile of the whole source; one that runs is followed by another.
    func beginScan(_ reason: ScanReason) {
        guard scan == nil else {
            scanAgain = reason
            return
        }
        checkIdentity()
        guard context.isPresent, let root = tree.root else {
            context.standing.withLock { $0.scansFinished += 1 }
            return
        }
        let figures = ScanFigures(reason: reason, startedAt: parts.clock.now())
        scan = figures
        context.standing.withLock { standing in
            standing.scan = figures
            standing.unwatched = 0
        }
        parts.writer.send(.scanStarted(context.id, reason))
        walk.append(Visit(root, isDeep: true, .scan))
    }

    /// Called when nothing is left to visit.
    func finishScan() {
        guard var figures = scan else { return }
        figures.finishedAt = parts.clock.now()
        scan = nil
        context.standing.withLock { standing in
            standing.scan = figures
            standing.scansFinished += 1
        }
        parts.writer.send(.scanFinished(context.id))
        stateChanged()
        guard let reason = scanAgain else { return }
        scanAgain = nil
        beginScan(reason)
    }

    /// Derives the source's state from what is known of it, and has it written when it differs.
    func stateChanged() {
        let state: SourceState? = context.standing.withLock { standing in
            switch standing.state {
            case .offline, .disabled: return nil
            case .online, .degraded: break
            }
            let state = SourceReconciler.state(
                unwatched: standing.unwatched, isPolled: standing.traits.needsPolling,
                type: standing.identity?.type ?? "", limit: parts.watcher?.limits.watches)
            guard state != standing.state else { return nil }
            standing.state = state
            return state
        }
        if let state { parts.writer.send(.state(context.id, state)) }
    }

    private static func state(
        unwatched: Int, isPolled: Bool, type: String, limit: Int?
    ) -> SourceState {
        if unwatched > 0 {
            return .degraded(
                reason: "\(unwatched) folders are not watched: the limit of \(limit ?? 0) watches"
                    + " is reached; raise it with: sudo sysctl fs.inotify.max_user_watches=524288")
        }
        if isPolled { return .degraded(reason: "\(type) tells of no changes: polled") }
        return .online
    }
}

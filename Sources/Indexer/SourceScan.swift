import InotifyWatch
import Synchronization
import AudiowatchCore
import LocalDisk

extension SourceReconciler {
    /// Begins a reconcile of the whole source; one that runs is followed by another.
    func beginScan(_ reason: ScanReason) {
        scans.ask(reason)
        startScan()
    }

    private func startScan() {
        guard !scans.isRunning, !scans.waiting.isEmpty else { return }
        checkIdentity()
        guard context.isPresent, let root = tree.root else {
            // Nothing to be seen; its return begins a scan.
            scans.forget()
            schedule.walked(in: .zero, at: .now)
            return
        }
        guard let reason = scans.begin() else { return }
        losses.lookedAt = losses.told
        let figures = ScanFigures(reason: reason, startedAt: parts.clock.now(), beganAt: .now)
        scan = figures
        context.standing.withLock { standing in
            standing.scan = figures
            standing.rescans = scans.begun
        }
        tell(.scanStarted(context.id, reason, at: figures.startedAt))
        walk.append(Visit(root, isDeep: true, .scan))
    }

    /// Called when nothing is left to visit.
    func finishScan() {
        guard var figures = scan else { return }
        let now = parts.clock.now()
        figures.finishedAt = now
        scan = nil
        scans.end()
        losses.madeGood = losses.lookedAt
        schedule.walked(in: .now - figures.beganAt, at: .now)
        context.standing.withLock { standing in
            standing.scan = figures
            standing.lastReconcile = now
        }
        tell(.scanFinished(context.id, at: now))
        disk = diskUnderneath()
        startScan()
    }

    /// The source is away: what was found of it so far proves nothing, and its return begins another scan.
    func giveUpScan() {
        guard scan != nil else { return }
        scan = nil
        scans.end()
        context.standing.withLock { $0.scan = nil }
    }
}

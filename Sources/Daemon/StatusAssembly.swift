import Settings
import AudiowatchCore
import Glibc
import Indexer
import SQLiteCatalog

/// Puts a status together from what the indexer knows and what the catalogue counts.
struct StatusAssembly: Sendable {
    let setup: DaemonSetup
    let catalog: Catalog
    let indexer: Indexer
    /// How the configuration file stands; nil for what does not follow it.
    var configuration: @Sendable () -> ConfigurationStatus? = { nil }
    let startedAt = Double(time(nil))
    let pause = PauseClock()
    let page = PageReadiness()

    /// How everything stands now.
    func now() async throws -> StatusReport {
        let counts = try await offPool { try catalog.counts() }
        return report(indexer.figures, counts)
    }

    private func report(_ figures: IndexerFigures, _ counts: CatalogCounts) -> StatusReport {
        let rows = Dictionary(counts.sources.map { ($0.name, $0) }) { first, _ in first }
        let waiting = max(counts.waiting - figures.working, 0)
        var report = StatusReport(
            running: true, pid: Int(getpid()), version: setup.version, startedAt: startedAt,
            address: setup.socket.display, page: page.address,
            database: setup.configuration.database.display)
        report.pagesElsewhere = page.elsewhere
        report.sources = figures.sources.map {
            source(of: $0, rows[$0.source.name], limit: figures.watchLimit)
        }
        report.jobs = JobCounts(
            waiting: waiting, running: figures.working, failed: counts.failed,
            resting: counts.resting, settling: counts.settling)
        report.queue = QueuePace(
            ratePerSecond: figures.perSecond,
            etaSeconds: figures.perSecond > 0 && waiting > 0
                ? Double(waiting) / figures.perSecond : nil)
        report.watches = WatchUse(watched: figures.watched, limit: figures.watchLimit ?? 0)
        report.overflows = figures.sources.map(\.overflows).max() ?? 0
        report.helpers = HelperUse(
            count: figures.helpers, restarts: figures.restarts, sandbox: figures.sandbox,
            filesPerSecond: figures.perSecond, opened: figures.opened, probes: figures.probes)
        report.isPaused = figures.isPaused
        report.pausedUntil = pause.until
        report.isScanning = figures.isScanning
        report.problems = counts.problems
        report.files = counts.files
        report.contents = counts.contents
        report.degraded = figures.sources.compactMap { source in
            switch source.state {
            case .degraded(let reason), .offline(let reason): "\(source.source.name): \(reason)"
            case .online, .disabled: nil
            }
        }
        report.configuration = configuration()
        if let refusal = report.configuration?.refusal { report.degraded.insert(refusal, at: 0) }
        report.degraded += figures.sources.compactMap { source in
            source.massDeletion.map { "\(source.source.name): \($0)" }
        }
        return report
    }

    private func source(
        of figures: IndexerFigures.OfSource, _ row: SourceCounts?, limit: Int?
    ) -> SourceStatus {
        var status = SourceStatus(
            name: figures.source.name, path: PathText(figures.source.path), state: figures.state,
            files: row?.files ?? 0, bytes: row?.bytes ?? 0, deleted: row?.deleted ?? 0,
            watchedDirectories: figures.watched,
            unwatchedDirectories: figures.health.unwatched, reading: figures.reading,
            watchLimit: limit,
            unreadableDirectories: figures.unreadable, overflows: figures.overflows,
            rescans: figures.rescans,
            lastScan: figures.scan.map {
                ScanStatus(
                    reason: $0.reason, startedAt: $0.startedAt.seconds,
                    finishedAt: $0.finishedAt?.seconds)
            }, lastReconcileAt: figures.lastReconcile?.seconds,
            lastEventAt: figures.lastChange?.seconds, listings: figures.listings)
        switch figures.state {
        case .online, .degraded:
            status.coverage = figures.health.coverage
            status.remedy = figures.health.advice
        case .offline, .disabled: return status
        }
        guard let schedule = figures.schedule else { return status }
        status.reconcileSeconds = ControlTime.seconds(schedule.interval)
        status.nextReconcileAt =
            Double(time(nil)) + max(ControlTime.seconds(schedule.nextWalk - .now), 0)
        if figures.health.unwatched > 0 {
            status.pollSeconds = ControlTime.seconds(schedule.unwatchedInterval)
        }
        return status
    }
}

import AudiowatchCore
import DaemonClient
import Foundation
@testable import HTTPDashboard
import Logging
import SQLiteCatalog
import ServiceLifecycle
import Synchronization
import SystemPackage
import TestSupport

/// What was asked of the daemon behind the socket, and the hand that lets its waits end.
final class Asked: Sendable {
    struct State {
        var scans: [ScanRequest] = []
        var waits: [WaitRequest] = []
        var pauses: [Duration?] = []
        var retries: [Int64] = []
        var reveals: [PathText] = []
        var prunes: [PruneRequest] = []
        var verdicts: [VerdictRequest] = []
        var annotations: [AnnotationBatch] = []
        var added: [AddSourceRequest] = []
        var removed: [String] = []
        var settings: [SetSourceRequest] = []
        var stops = 0
        var resumes = 0
        var cancelledWaits = 0
    }
    let state = Mutex(State())
    /// Every wait that began, as it begins.
    let begun: AsyncStream<Void>
    /// Every wait whose client went away, as it ends.
    let cancelled: AsyncStream<Void>
    private let noteBegun: AsyncStream<Void>.Continuation
    private let noteCancelled: AsyncStream<Void>.Continuation
    private let gate = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>(
        (false, []))

    init() {
        (begun, noteBegun) = AsyncStream.makeStream()
        (cancelled, noteCancelled) = AsyncStream.makeStream()
    }

    /// Lets every wait end, now and later.
    func release() {
        let waiting = gate.withLock { gate in
            gate.isOpen = true
            defer { gate.waiting = [] }
            return gate.waiting
        }
        for one in waiting { one.resume() }
    }

    func wait(_ request: WaitRequest) async throws -> WaitResult {
        state.withLock { $0.waits.append(request) }
        noteBegun.yield()
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                await withCheckedContinuation { one in
                    let isOpen = self.gate.withLock { gate in
                        if !gate.isOpen { gate.waiting.append(one) }
                        return gate.isOpen
                    }
                    if isOpen { one.resume() }
                }
                return true
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(3600))
                return false
            }
            let isReleased = try await group.next() ?? false
            group.cancelAll()
            guard !isReleased else { return WaitResult(isComplete: true) }
            state.withLock { $0.cancelledWaits += 1 }
            noteCancelled.yield()
            release()
            throw CancellationError()
        }
    }

    var control: DaemonControl {
        DaemonControl(
            status: { ControlledDaemon.report },
            changes: { ControlledDaemon.changes },
            work: { ControlledDaemon.work },
            scan: { request in
                self.state.withLock { $0.scans.append(request) }
                guard request.sources != ["nowhere"] else {
                    throw ControlError(
                        .notFound, "there is no source \"nowhere\"", hint: "the sources are: drums")
                }
                return ScanTicket(id: 7, sources: request.sources ?? ["drums", "Bögen"])
            },
            wait: { try await self.wait($0) },
            stop: {
                self.state.withLock { $0.stops += 1 }
                return StopAnswer(pid: 4711)
            },
            pause: { duration in
                self.state.withLock { $0.pauses.append(duration) }
                return PauseState(isPaused: true, until: duration.map { _ in 1_700_000_000 })
            },
            resume: {
                self.state.withLock { $0.resumes += 1 }
                return PauseState(isPaused: false)
            },
            retryProblem: { id in
                self.state.withLock { $0.retries.append(id) }
                guard id != 13 else { throw TestFailure("a mistake inside") }
                guard id != 404 else { throw ControlError(.notFound, "there is no problem 404") }
                return RetryAnswer(problem: id)
            },
            reveal: { path in
                self.state.withLock { $0.reveals.append(path) }
                return RevealAnswer(shown: .file)
            },
            soundCards: { ControlledDaemon.soundCards },
            prune: { request in
                self.state.withLock { $0.prunes.append(request) }
                return PruneReport(
                    verdict: request.mayTakeMost == true ? .pruned : .refused,
                    sources: [PruneCount(source: "drums", rows: 3, kept: 0, isForgotten: false)],
                    contents: 2)
            }, recount: { RecountReport(mended: ["files of 1: 3, counted 4"]) },
            decide: { request in
                self.state.withLock { $0.verdicts.append(request) }
                return VerdictAnswer(verdict: request.verdict, file: request.file)
            },
            annotate: { batch in
                self.state.withLock { $0.annotations.append(batch) }
                return AnnotationReport(
                    stored: 2, refused: [AnnotationRefusal(line: 3, reason: "it is not JSON")])
            },
            reload: { ControlledDaemon.reload },
            sources: DaemonControl.Sources(
                add: { request in
                    self.state.withLock { $0.added.append(request) }
                    return SourceAnswer(
                        source: request.name ?? "new", isChanged: request.path != "/known",
                        reload: ControlledDaemon.reload)
                },
                remove: { request in
                    self.state.withLock { $0.removed.append(request.source) }
                    guard request.source != "nowhere" else {
                        throw ControlError(.conflict, "no source nowhere")
                    }
                    return SourceAnswer(
                        source: request.source, isChanged: true, reload: ControlledDaemon.reload)
                },
                set: { request in
                    self.state.withLock { $0.settings.append(request) }
                    return SourceAnswer(
                        source: request.source, isChanged: true, reload: ControlledDaemon.reload)
                },
                check: { FolderAdvice(unusable: $0, "is nowhere") }))
    }
}

/// A control socket served for the time of one test.
struct ControlledDaemon {
    let asked: Asked
    let socket: FilePath
    let client: DaemonClient
    let group: ServiceGroup

    static let reload = ReloadAnswer(
        configuration: ConfigurationStatus(
            file: "/config/config.toml", appliedAt: 1_700_000_001), added: ["new"])

    static let report = StatusReport(
        running: true, pid: 4711, version: "1.2.3", startedAt: 1_700_000_000.25,
        address: "/run/user/1000/audiowatch/control.sock", database: "/data/catalog.db",
        sources: [
            SourceStatus(
                name: "drums", path: PathText(bytes: [UInt8]("/music/".utf8) + [0xE9]),
                state: .degraded(reason: "2 folders are not watched"), files: 20_770,
                bytes: 1 << 40, watchedDirectories: 12, unwatchedDirectories: 2,
                lastScan: ScanStatus(reason: .overflow, startedAt: 1_700_000_001)),
            SourceStatus(name: "Bögen", path: PathText(FilePath("/b")), state: .online),
        ],
        jobs: JobCounts(waiting: 3, running: 2, failed: 1),
        queue: QueuePace(ratePerSecond: 1200.5, etaSeconds: 2.5),
        watches: WatchUse(watched: 12, limit: 65_536), overflows: 1,
        helpers: HelperUse(count: 2, restarts: 1), isScanning: true, problems: 4, files: 20_770,
        contents: 19_000, degraded: ["drums: 2 folders are not watched"])

    static let work = WorkReport(files: [
        .init(
            kind: .digest, source: "drums", path: PathText(bytes: [0x2F, 0xE9]),
            since: 1_700_000_002)
    ])

    static let soundCards = SoundCardReport(holders: [
        SoundCardHolder(
            card: "HDA Intel PCH", device: "ALC892 Analog", pid: 4711, program: "reaper",
            kind: .alone)
    ])

    static let changes = [
        ChangeRecord(
            at: 1_700_000_000.5, source: "drums", path: PathText(bytes: [0x2F, 0xE9]),
            kind: "written", decision: "looked at now"),
        ChangeRecord(at: 1_700_000_001, kind: "overflow", decision: "whole source"),
    ]

    /// Serves while `body` runs, then shuts down and waits for the end.
    static func serving(
        at socket: FilePath? = nil, idle: Duration = Patience().idle,
        _ body: @Sendable (ControlledDaemon) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("control")
        let path = socket ?? folder.appending("run/control.sock")
        let asked = Asked()
        let (ready, noteReady) = AsyncStream<Void>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let catalog = try Catalog.open(at: folder.appending("catalog.db"), chunk: 1_000)
        let routes = DashboardRoutes(
            control: asked.control, catalog: catalog, events: EventHub(), assets: PageAssets([]))
        var server = ControlServer(socket: path, routes: routes, logger: logger) {
            noteReady.yield()
        }
        server.patience.idle = idle
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: server)], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { noteReady.finish() }
                try await group.run()
            }
            for await _ in ready.prefix(1) {
                try await body(
                    ControlledDaemon(
                        asked: asked, socket: path, client: DaemonClient(socket: path), group: group
                    ))
                asked.release()
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
        withExtendedLifetime(folder) {}
    }
}

/// Runs blocking code on a thread of its own, as a command-line program would.
func blocking<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}

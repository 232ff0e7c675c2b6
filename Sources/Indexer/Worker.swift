import AudiowatchCore
import LocalDisk
import Logging
import ProbeClient
import Synchronization

/// A thread that does one job after the other, with a probe helper of its own.
final class Worker: Sendable {
    /// How a worker stands, for `status`.
    struct Figures: Sendable {
        var isWorking = false
        var hasHelper = false
        var restarts = 0
        var sandbox: String?
        /// Files opened for reading, since the start.
        var opened = 0
        /// Files handed to the helper, since the start.
        var probes = 0
    }

    let figures = Mutex(Figures())
    private let name: String
    private let parts: IndexerParts
    private let contexts: [Source.ID: SourceContext]

    init(number: Int, parts: IndexerParts, contexts: [Source.ID: SourceContext]) {
        name = "worker \(number)"
        self.parts = parts
        self.contexts = contexts
    }

    /// Starts the thread, which ends when the board closes.
    func start() -> NamedThread {
        NamedThread(name) { [self] in run() }
    }

    private func run() {
        _ = ThreadManners.stepBack()
        do {
            let helper = try ProbeHelper(
                executable: parts.options.probe, chunk: parts.options.chunk)
            defer { helper.close() }
            figures.withLock {
                $0.hasHelper = true
                $0.sandbox = helper.sandbox
            }
            let examiner = Examiner(parts: parts, contexts: contexts, helper: helper)
            while let job = parts.board.take(whenIdle: examiner.rest) {
                figures.withLock { $0.isWorking = true }
                let finished = examiner.perform(job)
                figures.withLock { figures in
                    figures = Figures(
                        isWorking: false, hasHelper: true, restarts: helper.restarts,
                        sandbox: helper.sandbox ?? figures.sandbox,
                        opened: examiner.filesOpened, probes: examiner.probes)
                }
                parts.log.debug(
                    "\(job.place.directory.rawValue)/\(job.place.name): \(finished.outcome)")
                parts.writer.send(.finished(finished))
            }
        } catch {
            parts.log.critical("no file can be probed: \(error)")
        }
    }
}

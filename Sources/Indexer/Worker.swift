import AudiowatchCore
import LocalDisk
import Logging
import ProbeClient
import Synchronization

/// A thread that does one job after the other, with a probe helper of its own.
final class Worker: Sendable {
    /// How a worker stands, for `status` and for the pool.
    struct Figures: Sendable {
        /// The job in work, and since when, in seconds since 1970.
        var work: (job: Job, since: Double)?
        /// The source of the job in work.
        var source: Source.ID? { work?.job.source }
        var hasHelper = false
        var restarts = 0
        var sandbox: String?
        /// Files opened for reading, since the start.
        var opened = 0
        /// Files handed to the helper, since the start.
        var probes = 0

        /// Adds what another one has done.
        mutating func count(_ other: Figures) {
            restarts += other.restarts
            opened += other.opened
            probes += other.probes
        }
    }

    let number: Int
    private let figures = Mutex(Figures())
    private let disk = DiskCalls()
    private let helper = HelperWatch()
    private let parts: IndexerParts

    init(number: Int, parts: IndexerParts) {
        self.number = number
        self.parts = parts
    }

    /// Where it works and whether it waits there; nil between two jobs. From any thread.
    var standing: WorkShares.Standing? {
        guard let source = now.source else { return nil }
        return WorkShares.Standing(source, waiting: disk.waiting ?? helper.waiting)
    }

    /// How it stands now. From any thread.
    var now: Figures { figures.withLock { $0 } }

    /// Starts the thread, which ends when the board closes, or after a job when the pool has one too many.
    func start(_ pool: WorkerPool) -> NamedThread {
        NamedThread("worker \(number)") { [self] in disk.note { run(pool) } }
    }

    private func run(_ pool: WorkerPool) {
        _ = ThreadManners.stepBack()
        var failure: (any Error)?
        do {
            let helper = try ProbeHelper(
                executable: parts.options.probe, chunk: parts.options.chunk, watch: helper)
            defer { helper.close() }
            figures.withLock {
                $0.hasHelper = true
                $0.sandbox = helper.sandbox
            }
            let examiner = Examiner(parts: parts, helper: helper)
            var previous: Job?
            while let job = parts.board.take(after: previous, whenIdle: examiner.rest) {
                let since = Double(CatalogClock.wallNanoseconds) / 1e9
                figures.withLock { $0.work = (job, since) }
                pool.stir()
                let finished = examiner.perform(job)
                figures.withLock { figures in
                    figures.work = nil
                    figures.restarts = helper.restarts
                    figures.sandbox = helper.sandbox ?? figures.sandbox
                    figures.opened = examiner.filesOpened
                    figures.probes = examiner.probes
                }
                parts.log.debug(
                    "\(job.place.directory.rawValue)/\(job.place.name): \(finished.outcome)")
                parts.sources.context(job.source)?.jobsDone.add(1, ordering: .relaxed)
                parts.writer.send(.finished(finished))
                if let error = examiner.noHelper {
                    parts.board.leave(after: job)
                    throw error
                }
                guard pool.mayStay(self) else { return parts.board.leave(after: job) }
                previous = job
            }
        } catch {
            failure = error
        }
        pool.left(self, failure)
    }
}

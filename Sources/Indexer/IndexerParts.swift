import AudiowatchCore
import InotifyWatch
import LocalDisk
import Logging
import SQLiteCatalog
import Synchronization

/// What the threads of one indexer share. Every member guards itself.
struct IndexerParts: Sendable {
    let catalog: Catalog
    let sources: IndexedSources
    let clock: CatalogClock
    let writer: Mailbox<WriterMessage>
    let coordinator: Mailbox<CoordinatorMessage>
    let board: JobBoard
    /// Nil for a scan without a daemon: nothing is watched then.
    let watcher: InotifyWatcher?
    let numbers: DirectoryNumbers
    let trail = LatestChanges()
    let unread = UnreadNames()
    let writerPulse = ThreadPulse()
    let options: IndexerOptions
    let log: Logger
}

/// When a thread last went on.
final class ThreadPulse: Sendable {
    private let last = Mutex(ContinuousClock.now)

    /// Called by the thread wherever it goes on.
    func beat() { last.withLock { $0 = .now } }

    /// Time since then.
    var age: Duration { .now - last.withLock { $0 } }
}

/// Names with bytes that nobody has read, marked by the coordinator and asked for by every worker.
final class UnreadNames: Sendable {
    private let writes = Mutex(UnreadWrites())

    /// A file that has to be looked at again.
    func note(_ change: Change) -> WatchedFile? {
        writes.withLock { $0.note(change, at: .now) }
    }

    /// False when the bytes of a file that was known by its former name may be others than its row says.
    func mayKnow(_ file: WatchedFile, by former: Place) -> Bool {
        writes.withLock { $0.mayKnow(file, by: former, at: .now) }
    }

    func mustBeRead(_ place: Place) -> Bool {
        writes.withLock { $0.mustBeRead(place, at: .now) }
    }

    /// What was read of files is in the catalogue. No sooner, or a file renamed meanwhile is known again by
    /// the row from before.
    func written(_ finished: some Sequence<FinishedJob>) {
        writes.withLock { writes in
            for job in finished {
                guard case .examined(.read) = job.outcome else { continue }
                writes.read(job.job.place, since: job.began)
            }
        }
    }
}

/// Hands out row numbers of directories, each once, whatever thread asks.
final class DirectoryNumbers: Sendable {
    private let last: Atomic<Int64>

    /// `last` is the greatest number in the catalogue.
    init(after last: Int64) {
        self.last = Atomic(last)
    }

    func next() -> Directory.ID {
        Directory.ID(rawValue: last.add(1, ordering: .relaxed).newValue)
    }
}

import AudiowatchCore
import InotifyWatch
import LocalDisk
import Logging
import SQLiteCatalog
import Synchronization

/// What the threads of one indexer share. Every member guards itself.
struct IndexerParts: Sendable {
    let catalog: Catalog
    let clock: CatalogClock
    let writer: Mailbox<WriterMessage>
    let board: JobBoard
    /// Nil for a scan without a daemon: nothing is watched then.
    let watcher: InotifyWatcher?
    let numbers: DirectoryNumbers
    let trail = LatestChanges()
    let options: IndexerOptions
    let log: Logger
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

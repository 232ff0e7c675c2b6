import AudiowatchCore
import Foundation
import LocalDisk
import Logging
import MemorySearch
import SQLiteCatalog
import ServiceLifecycle
import SystemPackage

/// Keeps the index in memory equal to the catalogue: everything once, then what each commit touched, on a
/// thread of its own. The writer only leaves row numbers.
final class SearchFeed: Sendable {
    private let index: SearchIndex
    private let catalog: Catalog
    private let changes: CatalogChanges
    private let log: Logger

    /// How long a question waits for what was committed before it was asked: a large batch takes less.
    private static let patience: Duration = .seconds(2)
    /// Between two rounds it rests so many times as long as the first one took, so that a scan has the
    /// processor; a question ends the rest.
    private static let rest = 8
    /// Longest rest: nobody asks, so nobody waits; but what is touched must not pile up.
    private static let longestRest: Duration = .seconds(1)
    /// Before another try where the database could not be read.
    private static let retry: Duration = .seconds(5)

    /// Collects from now on; before the first change is written.
    /// Names are kept in a file without a name in `scratch`.
    init(_ catalog: Catalog, scratch: FilePath, log: Logger) {
        index = SearchIndex(scratch: scratch.bytes)
        self.catalog = catalog
        self.log = log
        changes = catalog.changes()
    }

    /// The answer, as of everything committed before the question; nil while the index is being filled, and
    /// for what only the database knows. Blocks.
    func answer(_ question: SearchQuestion, at moment: SearchMoment) -> SearchAnswer? {
        guard index.isReady, SearchIndex.knows(question.query) else { return nil }
        guard changes.wait(atMost: SearchFeed.patience) else { return nil }
        return index.answer(question, at: moment)
    }

    /// Begins. The thread ends after ``stop()``, at the end of what it is doing.
    func start() {
        let thread = Thread { [self] in
            nameThread("search")
            run()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Has the thread end.
    func stop() { changes.close() }

    private func run() {
        var reader = IndexReader(catalog)
        while !changes.isClosed {
            do {
                try reader.load(take)
                try follow(&reader)
                return
            } catch {
                log.warning("the search index cannot be filled: \(error)")
                index.update([.restart])
                Thread.sleep(forTimeInterval: SearchFeed.retry / .seconds(1))
            }
        }
    }

    private func follow(_ reader: inout IndexReader) throws {
        let clock = ContinuousClock()
        var rest: Duration = .zero
        while let batch = changes.next(after: rest) {
            let start = clock.now
            try reader.follow(batch.rows, take)
            changes.applied(batch.commit)
            rest = min((clock.now - start) * SearchFeed.rest, SearchFeed.longestRest)
        }
    }

    private func take(_ news: [IndexChange]) -> Bool {
        index.update(news)
        return !changes.isClosed
    }
}

/// The feed as a service.
struct SearchFeedService: Service {
    let feed: SearchFeed

    func run() async throws {
        feed.start()
        try? await gracefulShutdown()
        feed.stop()
    }
}

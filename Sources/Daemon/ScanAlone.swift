import Settings
public import AudiowatchCore
import Indexer
import Logging
import SQLiteCatalog

/// A scan without a daemon: the whole work, once, until nothing waits.
public struct ScanAlone: Sendable {
    private let setup: DaemonSetup

    /// Does nothing yet.
    public init(_ setup: DaemonSetup) {
        self.setup = setup
    }

    /// Scans these sources (all when nil) and returns when nothing waits any more.
    ///
    /// Holds the daemon's lock meanwhile. `progress` is called about twice a second.
    ///
    /// - Throws: ``CatalogError``, among them that a daemon runs; `ProbeError`; ``ControlError`` for an
    ///   unknown source.
    public func run(
        sources: [String]?, progress: @escaping @Sendable (StatusReport) -> Void
    ) async throws -> StatusReport {
        try setup.makeFolders()
        let lock = try await offPool {
            try DaemonLock.acquire(
                for: setup.configuration.database, address: "a scan without a daemon")
        }
        defer { withExtendedLifetime(lock) {} }
        let catalog = try await offPool { try setup.openCatalog() }
        let indexer = try Indexer(
            catalog: catalog,
            options: try setup.options(isWatching: false), log: setup.log, publish: { _ in })
        try indexer.start()
        let report = StatusAssembly(setup: setup, catalog: catalog, indexer: indexer)
        let named = indexer.scan(names: sources, reason: .asked)
        if let unknown = sources?.first(where: { !named.contains($0) }) {
            await offPool { indexer.stop(within: .seconds(3)) }
            throw ControlError(
                .notFound, "there is no source named \(unknown)",
                hint: "`audiowatch source list` shows their names")
        }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        if let now = try? await report.now() { progress(now) }
                        try? await Task.sleep(for: .milliseconds(500))
                    }
                }
                group.addTask { if let failure = await indexer.failure() { throw failure } }
                group.addTask { try await indexer.wait() }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            await offPool { indexer.stop(within: .seconds(3)) }
            throw error
        }
        let final = try await report.now()
        progress(final)
        await offPool { indexer.stop(within: .seconds(3)) }
        return final
    }
}

import UnixSignals
import Settings
public import AudiowatchCore
import Foundation
import HTTPDashboard
import Indexer
import LocalDisk
import Logging
import SQLiteCatalog
import ServiceLifecycle
import SystemPackage

/// The whole daemon: the only place where its parts meet.
public struct Daemon: Sendable {
    /// How long an orderly end may take before what hangs is left behind.
    public static let stopDeadline: Duration = .seconds(2)

    private let setup: DaemonSetup

    /// Does nothing yet.
    public init(_ setup: DaemonSetup) {
        self.setup = setup
    }

    /// Runs until SIGTERM, SIGINT or a stop over the control socket.
    ///
    /// `ready` is called once the control socket and the page answer; it may ask for the status.
    ///
    /// - Throws: ``CatalogError`` (a daemon runs already, a foreign or newer database), `WatchError`,
    ///   `OpenFilesError`, `ProbeError`, `ServerError`, `SettingsError`.
    public func run(
        ready:
            @escaping @Sendable (_ status: @Sendable () async throws -> StatusReport) async -> Void
    ) async throws {
        shareHeaps()
        let address = try await offPool { try setup.pageAddress() }
        try OpenFiles.makeRoom(
            workers: setup.workers, sources: setup.configuration.sources.count)
        try setup.makeFolders()
        let lock = try await offPool {
            try DaemonLock.acquire(
                for: setup.configuration.database, address: setup.socket.display)
        }
        defer { withExtendedLifetime(lock) {} }
        let catalog = try await offPool { try setup.openCatalog() }
        let search = SearchFeed(
            catalog, scratch: setup.paths.cacheFolder, log: setup.log)
        let desk = SoundDesk()
        defer { desk.stop() }
        let events = EventHub()
        let indexer = try Indexer(
            catalog: catalog,
            options: try setup.options(isWatching: true), log: setup.log,
            publish: { events.publish($0) })
        let manager = ServiceManager(environment: ProcessInfo.processInfo.environment)
        let keeper = ConfigurationKeeper(setup, indexer, events, manager)
        let announce: @Sendable (StatusAssembly) async -> Void = { status in
            manager.ready(keeper.summary)
            await ready { try await status.now() }
        }
        let status = StatusAssembly(
            setup: setup, catalog: catalog, indexer: indexer, configuration: { keeper.status })
        let stopping = AsyncStream<Void>.makeStream()
        let actions = ControlActions(
            setup: setup, indexer: indexer, status: status, keeper: keeper,
            stop: { stopping.continuation.finish() })
        let routes = DashboardRoutes(
            control: actions.control, catalog: catalog, events: events, assets: .embedded,
            search: { search.answer($0, at: $1) }, decode: desk.decode,
            peaks: setup.paths.cacheFolder.appending("peaks"))
        let server = ControlServer(socket: setup.socket, routes: routes, logger: setup.log) {
            if status.page.isControlled() { await announce(status) }
        }
        let page = PageServer(at: address, routes: routes, logger: setup.log) { page in
            let port = URL(string: page)?.port ?? address.port
            let elsewhere = address.pagesElsewhere(port: port, addresses: OwnAddresses.now())
            if status.page.serves(page, elsewhere: elsewhere) {
                await announce(status)
            }
        }
        let services: [any Service] = [
            SearchFeedService(feed: search), IndexerService(indexer: indexer),
            ConfigurationService(setup: setup, keeper: keeper, stop: actions.stop),
            ClosureService(body: server.run), page,
            ClosureService { for await _ in stopping.stream.cancelOnGracefulShutdown() {} },
            // The last to begin is the first to be told of the end, and tells systemd.
            WatchdogService(manager: manager, indexer: indexer, log: setup.log),
        ]
        // Where one ends or fails the others end in order. Cancelled, a server would drop whoever has just connected,
        // and NIO ends the process for a connection that nobody takes up (NIOAsyncWriter).
        let group = ServiceGroup(
            configuration: .init(
                services: services.map {
                    .init(
                        service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                }, gracefulShutdownSignals: [.sigterm, .sigint], logger: setup.log))
        try await group.run()
    }
}

/// The indexer as a service: it starts on entry, and has ended when this returns. Throws when no file can be
/// read any more: started again, the daemon finds the helper that an update has brought, or says what is wrong.
private struct IndexerService: Service {
    let indexer: Indexer

    /// How long the end of all helpers is held to be part of an orderly end that is only being told.
    private static let doubt: Duration = .milliseconds(500)

    func run() async throws {
        try indexer.start()
        let failure = await withTaskGroup { group in
            group.addTask { () -> (any Error)? in
                try? await gracefulShutdown()
                return nil
            }
            group.addTask {
                let failure = await indexer.failure()
                // Whoever ends all our processes at once, as a terminal does, may reach the helpers first.
                try? await Task.sleep(for: IndexerService.doubt)
                return failure
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        await offPool { indexer.stop(within: Daemon.stopDeadline) }
        if let failure { throw failure }
    }
}

/// A closure as a service.
private struct ClosureService: Service {
    let body: @Sendable () async throws -> Void

    func run() async throws {
        try await body()
    }
}

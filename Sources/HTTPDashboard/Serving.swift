import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// Serves `router` at `address` until graceful shutdown or cancellation.
///
/// Hummingbird's `Application` is left out on purpose: its date cache wakes the process every second, which
/// a daemon that idles all day must not do.
func serve(
    _ router: Router<DashboardContext>, at address: BindAddress,
    patience: Patience, logger: Logger, onRunning: @escaping @Sendable (any Channel) async -> Void
) async throws {
    let responder = router.buildResponder()
    // What fails is thrown to whoever started it, and said once.
    var quiet = logger
    if quiet.logLevel > .debug { quiet.logLevel = .critical }
    let server = try HTTPServerBuilder.http1(
        configuration: ServerLimits.http(patience, OpenConnections(most: ServerLimits.connections))
    ).buildServer(
        configuration: ServerConfiguration(
            address: address,
            availableConnectionsDelegate: .maximum(ServerLimits.connections, logger: quiet)),
        eventLoopGroup: EventLoopThread.shared, logger: quiet
    ) { request, writer, channel in
        let context = DashboardContext(source: .init(channel: channel, logger: logger))
        let response = try await responder.respond(to: request, context: context)
        try await writer.write(response: response.head, body: response.body)
    } onServerRunning: { channel in
        await onRunning(channel)
    }
    try await server.run()
}

/// Runs something short on the thread that all servers share: who waits for it learns that it turns.
public func onServerThread(_ body: @escaping @Sendable () -> Void) {
    EventLoopThread.shared.next().execute(body)
}

/// All servers of the process share one thread for their sockets: it mostly sleeps, and the work is done
/// elsewhere.
private enum EventLoopThread {
    static let shared: any EventLoopGroup = {
        // Once in the life of a process, before the first use: NIO ends the process otherwise.
        NIOSingletons.groupLoopCountSuggestion = 1
        return EventLoopGroupProvider.singleton.eventLoopGroup
    }()
}

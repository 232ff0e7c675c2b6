import AudiowatchCore
import HummingbirdCore
public import Logging
public import ServiceLifecycle
public import SystemPackage

/// The daemon's control socket: the HTTP routes on a Unix-domain socket that only its owner can reach.
///
/// A service: ``run()`` serves until graceful shutdown or cancellation, and may be called once.
public struct ControlServer: Service, Sendable {
    private let socket: ControlSocket
    private let routes: DashboardRoutes
    private let logger: Logger
    /// How long clients are waited for.
    var patience = Patience()
    private let onReady: @Sendable () async -> Void

    /// Does nothing yet. `onReady` is called once clients can connect.
    public init(
        socket: FilePath, routes: DashboardRoutes, logger: Logger,
        onReady: @escaping @Sendable () async -> Void = {}
    ) {
        self.socket = ControlSocket(socket)
        self.routes = routes
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves. The caller holds the daemon's lock: a socket that is already there is taken for the one of a
    /// dead daemon and replaced. Sets the umask of the process to 0077. Requests being worked on when
    /// graceful shutdown begins get their answer, waits the answer that the daemon is ending.
    public func run() async throws {
        let address = try socket.address()
        try socket.clear()
        defer { socket.remove() }
        do {
            try await serve(
                routes.router(), at: .unixDomainSocket(path: address), patience: patience,
                logger: logger
            ) { [socket, onReady] _ in
                socket.secure()
                await onReady()
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ServerError(
                .bind, socket.path,
                "the control socket \(socket.path.display) cannot be opened: \(error)",
                hint: "check the permissions of its folder and the limit of open files")
        }
    }
}

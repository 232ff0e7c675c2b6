public import Logging
import HummingbirdCore
import NIOCore
public import ServiceLifecycle

/// The page and its routes on TCP, for browsers.
///
/// A service: ``run()`` serves until graceful shutdown or cancellation, and may be called once.
public struct PageServer: Service, Sendable {
    private let address: PageAddress
    private let routes: DashboardRoutes
    private let logger: Logger
    /// How long clients are waited for.
    var patience = Patience()
    /// The user whose processes are answered; nil for the one that the daemon runs as.
    var user: UInt32?
    private let onReady: @Sendable (_ page: String) async -> Void

    /// Does nothing yet. `onReady` is called with the page's address once browsers can connect.
    public init(
        at address: PageAddress, routes: DashboardRoutes, logger: Logger,
        onReady: @escaping @Sendable (_ page: String) async -> Void = { _ in }
    ) {
        self.address = address
        self.routes = routes
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves.
    ///
    /// - Throws: ``ServerError`` when others could connect and no token keeps strangers out, when the port is
    ///   taken, or the address is not this machine's.
    public func run() async throws {
        try address.check()
        let page = PageGuard(
            rules: RequestRules(names: HostNames(allowed: address.allowedHosts)),
            sessions: address.token.map(Sessions.init),
            peers: user.map(PeerCheck.init) ?? PeerCheck())
        do {
            try await serve(
                routes.router(guarding: page),
                at: .hostname(address.numeric, port: address.port), patience: patience,
                logger: logger
            ) { [address, onReady] channel in
                await onReady(address.page(port: channel.localAddress?.port ?? address.port))
            }
        } catch let error as IOError {
            throw address.error(error.errnoCode)
        }
    }
}

public import Hummingbird
import NIOCore
import ServiceLifecycle

/// What one request carries from the connection to its route.
public struct DashboardContext: RequestContext {
    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage

    /// The connection.
    let channel: any Channel

    /// Made for each request by the server.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// For answers that may take for ever: the connection is closed when the daemon ends, even while the
    /// client takes nothing.
    func closingAtShutdown(_ answer: () async throws -> Void) async throws {
        try await withGracefulShutdownHandler(operation: answer) { [channel] in
            channel.close(promise: nil)
        }
    }

    /// No route takes a longer body.
    public var maxUploadSize: Int { ServerLimits.bodyBytes }
}

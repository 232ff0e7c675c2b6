public import Hummingbird

/// What one request carries from the connection to its route.
public struct DashboardContext: RequestContext {
    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage

    /// Made for each request by the server.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }

    /// No route takes a longer body.
    public var maxUploadSize: Int { ServerLimits.bodyBytes }
}

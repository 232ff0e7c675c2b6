public import AudiowatchCore
import HTTPTypes
public import Hummingbird

/// Every route of the daemon, the same on the control socket and on TCP.
public func routes(control: DaemonControl) -> Router<DashboardContext> {
    let router = Router(context: DashboardContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: AnswerHeaders())
    router.add(middleware: OneErrorShape())
    addControlRoutes(to: router, control)
    return router
}

extension Router<DashboardContext> {
    /// One path with its only method; every other method answers 405 and names it, where Hummingbird
    /// alone would say 404.
    func only(
        _ method: HTTPRequest.Method, _ path: RouterPath,
        _ handler: @escaping @Sendable (Request, DashboardContext) async throws -> Response
    ) {
        on(path, method: method, use: handler)
        // HEAD follows GET by itself, allowed or not.
        for other: HTTPRequest.Method in [.get, .post, .put, .delete, .patch, .options]
        where other != method {
            on(path, method: other) { request, _ -> Response in
                throw ControlError(
                    .methodNotAllowed, "\(request.uri.path) takes \(method.rawValue) only")
            }
        }
    }
}

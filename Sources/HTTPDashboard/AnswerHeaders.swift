import Glibc
import HTTPTypes
import Hummingbird

/// Headers of every answer.
struct AnswerHeaders: RouterMiddleware {
    typealias Context = DashboardContext

    func handle(
        _ request: Request, context: DashboardContext,
        next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if let date = HTTPDate.text(time(nil)) { response.headers[.date] = date }
        response.headers[.server] = "audiowatch"
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

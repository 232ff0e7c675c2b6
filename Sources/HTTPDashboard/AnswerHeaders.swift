import Glibc
import HTTPTypes
import Hummingbird

/// Headers of every answer. To HEAD they are all of it, errors too: a body that nobody expects would be read as the
/// next answer.
struct AnswerHeaders: RouterMiddleware {
    typealias Context = DashboardContext

    /// Nothing from elsewhere, nothing written into the page, and no other page around it.
    private static let contentPolicy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'"
    private static let fixed: [(HTTPField.Name?, String)] = [
        (.server, "audiowatch"), (.xContentTypeOptions, "nosniff"),
        (.contentSecurityPolicy, contentPolicy),
        (HTTPField.Name("Cross-Origin-Resource-Policy"), "same-origin"),
        (HTTPField.Name("Referrer-Policy"), "no-referrer"),
    ]

    func handle(
        _ request: Request, context: DashboardContext,
        next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if request.method == .head { response = response.createHeadResponse() }
        if let date = HTTPDate.text(time(nil)) { response.headers[.date] = date }
        for case (let name?, let value) in AnswerHeaders.fixed { response.headers[name] = value }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

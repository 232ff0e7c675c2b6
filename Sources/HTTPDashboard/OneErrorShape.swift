import AudiowatchCore
import HTTPTypes
import Hummingbird
import Logging

/// Turns whatever a route throws into `{"error": {"code", "message", "hint"}}` with a fitting status.
struct OneErrorShape: RouterMiddleware {
    typealias Context = DashboardContext

    func handle(
        _ request: Request, context: DashboardContext,
        next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as ControlError {
            return try Self.answer(error)
        } catch is CancellationError {
            return try Self.answer(
                ControlError(
                    .unavailable, "the daemon is ending",
                    hint: "start it again with `audiowatch run`"))
        } catch let error as any HTTPResponseError {
            return try Self.answer(Self.translated(error.status, request))
        } catch {
            // The cause may name files, which are logged at debug only.
            context.logger.error("a request failed inside the daemon")
            context.logger.debug("a request failed", metadata: ["cause": "\(error)"])
            return try Self.answer(
                ControlError(
                    .internal, "the daemon failed to answer",
                    hint: "its log at level debug says why"))
        }
    }

    /// An error as an answer; of `headers` those that do not describe a body.
    static func answer(_ error: ControlError, headers: HTTPFields = [:]) throws -> Response {
        var response = try JSONBody.response(
            ControlErrorBody(error), status: status(of: error.code))
        for field in headers where field.name != .contentType { response.headers.append(field) }
        // RFC 9110 §11.6.1: who is turned away is told what would help.
        if error.code == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    private static func translated(_ status: HTTPResponse.Status, _ request: Request)
        -> ControlError
    {
        switch status.code {
        case 404:
            ControlError(
                .notFound, "there is no \(request.uri.path)",
                hint: "`audiowatch status` shows the version that is running")
        case 413:
            JSONBody.tooLarge()
        default:
            ControlError(.badRequest, "the request makes no sense: \(status)")
        }
    }

    private static func status(of code: ControlError.Code) -> HTTPResponse.Status {
        switch code {
        case .badRequest: .badRequest
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .misdirected: .misdirectedRequest
        case .gone: .gone
        case .unsupportedType: .unsupportedMediaType
        case .unsatisfiable: .rangeNotSatisfiable
        case .tooLarge: .contentTooLarge
        case .unavailable: .serviceUnavailable
        case .internal: .internalServerError
        }
    }
}

import AudiowatchCore
import HTTPTypes
import Hummingbird
import NIOCore

/// Stands before every route on TCP: decides who is answered at all. The control socket needs none of
/// this, since only its owner can open it.
struct PageGuard: RouterMiddleware {
    typealias Context = DashboardContext

    let rules: RequestRules
    /// Nil where no token is configured: then only processes of this user are answered.
    let sessions: Sessions?
    let peers: PeerCheck

    func handle(
        _ request: Request, context: DashboardContext,
        next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.string.utf8.count <= ServerLimits.targetBytes else {
            throw ControlError(
                .tooLarge, "the address asked for is longer than \(ServerLimits.targetBytes) bytes")
        }
        try rules.check(asked(request, here: context.channel.localAddress?.ipAddress))
        if let sessions {
            // The page has to be there to show the token.
            let isOpen =
                request.uri.path == "/" || request.uri.path.hasPrefix("/assets/")
                || request.uri.path == "/api/session"
            guard
                isOpen
                    || sessions.admit(
                        authorization: request.headers[.authorization],
                        cookies: request.headers[values: .cookie])
            else {
                throw ControlError(
                    .unauthorized, "this takes the token",
                    hint:
                        "it is in the token_file of the configuration; a page may be opened as http://HOST:PORT/#token=TOKEN"
                )
            }
        } else if !peers.isOurs(context.channel) {
            throw ControlError(
                .forbidden, "this belongs to another user of the machine",
                hint: "configure a token_file to let others in")
        }
        return try await next(request, context)
    }

    private func asked(_ request: Request, here: String?) -> RequestRules.Asked {
        func values(_ name: String) -> [String] {
            request.headers.filter { $0.name.canonicalName == name }.map(\.value)
        }
        return RequestRules.Asked(
            isReading: request.method == .get || request.method == .head,
            path: request.uri.path, here: here,
            // The first Host has become the authority; a second one is left among the fields.
            hosts: (request.head.authority.map { [$0] } ?? []) + values("host"),
            origins: values("origin"), fetchSites: values("sec-fetch-site"),
            contentType: request.headers[.contentType],
            transferCodings: values("transfer-encoding").map { $0.lowercased() },
            mark: values("x-audiowatch").first)
    }
}

import AudiowatchCore
import HTTPTypes
import Hummingbird
import Synchronization

/// Browsers that have shown the token. `<audio>` and EventSource send no header of ours, but they do send a cookie.
final class Sessions: Sendable {
    /// Browsers remembered; the oldest is forgotten first.
    private static let most = 256
    private static let cookie = "audiowatch"

    private let token: AccessToken
    private let known = Mutex<[String]>([])

    init(_ token: AccessToken) {
        self.token = token
    }

    /// The value of `Set-Cookie` for who shows the token; nil for who does not.
    func begin(showing text: String) -> String? {
        guard token.isSame(as: text) else { return nil }
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<4).map { _ in String(generator.next(), radix: 16) }.joined(separator: "-")
        known.withLock { known in
            known.append(secret)
            if known.count > Sessions.most { known.removeFirst() }
        }
        return "\(Sessions.cookie)=\(secret); Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000"
    }

    /// True for a request with the token or a cookie given for it.
    func admit(authorization: String?, cookies: [String]) -> Bool {
        if let authorization, authorization.lowercased().hasPrefix("bearer ") {
            return token.isSame(as: authorization.dropFirst("bearer ".count).trimmed)
        }
        let prefix = "\(Sessions.cookie)="
        let shown = cookies.flatMap { $0.split(separator: ";") }.map(\.trimmed)
            .filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
        return known.withLock { known in
            shown.contains { cookie in known.contains { AccessToken($0).isSame(as: cookie) } }
        }
    }
}

/// `POST /api/session`: the token for a cookie.
func addSessionRoute(to router: Router<DashboardContext>, _ sessions: Sessions?) {
    struct Shown: Decodable {
        var token: String
    }
    router.only(.post, "/api/session") { request, _ in
        let shown = try await JSONBody.value(
            Shown.self, knowing: ["token"], in: request.body)
        guard let sessions else {
            throw ControlError(.conflict, "no token is configured, so none is needed")
        }
        guard let cookie = sessions.begin(showing: shown.token) else {
            throw ControlError(
                .unauthorized, "the token is wrong", hint: "the token_file holds the right one")
        }
        return Response(status: .noContent, headers: [.setCookie: cookie])
    }
}

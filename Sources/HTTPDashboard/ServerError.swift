public import SystemPackage

/// Why a server could not start.
public struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind.
    public enum Code: Hashable, Sendable {
        /// The socket's path is longer than the kernel takes, or is no UTF-8.
        case badSocketPath
        /// Something that is no socket stands at the socket's path.
        case notASocket
        /// The socket's folder cannot be made or is not ours.
        case folder
        /// bind(2) or listen(2) failed.
        case bind
        /// Another program listens on the port.
        case portInUse
        /// Strangers could connect, and nothing keeps them out.
        case exposed
        /// The token file is missing, open to others, or holds no secret.
        case token
    }

    /// What kind.
    public var code: Code
    /// The socket, the address and port, or the token file.
    public var socket: FilePath
    /// One sentence with the facts.
    public var message: String
    /// What to do.
    public var hint: String

    init(_ code: Code, _ socket: FilePath, _ message: String, hint: String) {
        self.code = code
        self.socket = socket
        self.message = message
        self.hint = hint
    }

    /// The sentence, and the way out after it.
    public var description: String { "\(message): \(hint)" }
}

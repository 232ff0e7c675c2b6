public import AudiowatchCore
public import SystemPackage

/// Why the daemon could not be asked.
public enum DaemonClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nobody listens at the socket: no daemon runs.
    case notRunning(socket: FilePath)
    /// A daemon runs, but not for this user.
    case noAccess(socket: FilePath)
    /// The socket's path is longer than a socket's address holds.
    case pathTooLong(socket: FilePath, limit: Int)
    /// The daemon answered that it will not, and why.
    case refused(ControlError)
    /// The answer was no answer of this daemon: another program, or another version.
    case `protocol`(String)
    /// No whole answer came in time.
    case timedOut(socket: FilePath, after: Duration)
    /// The daemon ended, or was killed, before it had answered.
    case lost(socket: FilePath)
    /// The system refused something else.
    case system(Errno, doing: String)

    /// The facts and the way out, in one line.
    public var description: String {
        switch self {
        case .notRunning:
            "no daemon is running: start it with `audiowatch run`"
        case .noAccess(let socket):
            "\(socket.display) belongs to another user: run audiowatch as the user who started it"
        case .pathTooLong(let socket, let limit):
            "the control socket's path has \(socket.bytes.count) bytes, at most \(limit) "
                + "fit: set XDG_RUNTIME_DIR to a folder with a shorter path"
        case .refused(let error):
            error.description
        case .protocol(let what):
            "the daemon's answer is not understood (\(what)): restart it, so that both have one version"
        case .timedOut(_, let time):
            "the daemon has not answered within \(time): see its log, or stop it with SIGTERM"
        case .lost:
            "the daemon ended before it had answered: `audiowatch status` says whether it is back"
        case .system(let errno, let doing):
            "\(doing): \(errno)"
        }
    }
}

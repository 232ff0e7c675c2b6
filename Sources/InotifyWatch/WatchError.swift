import Glibc

/// Why changes cannot be watched: the fact, and the way out.
public enum WatchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// This process watches already: the library underneath has one global state.
    case alreadyWatching
    /// The user has no inotify instance left; the limit in force, where it could be read, and the command that
    /// raises it.
    case noInstanceLeft(limit: Int?, advice: String)
    /// This process may open no further file, or only with a number that the library cannot wait for.
    case noDescriptorLeft
    /// The watcher was stopped.
    case stopped
    /// The kernel refused one directory, with this error number of errno(3).
    case refused(code: CInt)
    /// The kernel refused to watch at all, with this error number of errno(3).
    case unavailable(code: CInt)
    /// The folder for sync points cannot be used.
    case noSyncPoint(folder: String, code: CInt)

    /// One line for logs and people.
    public var description: String {
        switch self {
        case .alreadyWatching:
            "this process watches already; stop the other watcher first"
        case .noInstanceLeft(let limit, let advice):
            "no inotify instance left (limit \(limit.map(String.init) ?? "unknown")): \(advice)"
        case .noDescriptorLeft:
            "no file descriptor below 1024 left for inotify: raise ulimit -n and restart"
        case .stopped:
            "the watcher was stopped"
        case .refused(let code):
            "the directory cannot be watched: \(words(code))"
        case .unavailable(let code):
            "inotify is not available: \(words(code))"
        case .noSyncPoint(let folder, let code):
            "cannot use \(folder) for sync points: \(words(code)); check that it is yours"
        }
    }

    private func words(_ code: CInt) -> String {
        (strerror(code).map { String(cString: $0) } ?? "unknown error") + " (errno \(code))"
    }
}

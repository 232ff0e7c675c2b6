import HTTPDashboard
import InotifyWatch

/// What those who start a daemon want to tell apart, without knowing its parts.
public enum DaemonFailure {
    /// True when another program listens on the page's port.
    public static func isPortInUse(_ error: any Error) -> Bool {
        (error as? ServerError)?.code == .portInUse
    }

    /// True when the system allows too few open files, or no further watcher.
    public static func isLimitReached(_ error: any Error) -> Bool {
        if error is OpenFilesError { return true }
        switch error as? WatchError {
        case .noInstanceLeft, .noDescriptorLeft: return true
        case .alreadyWatching, .stopped, .refused, .unavailable, .noSyncPoint, nil: return false
        }
    }
}

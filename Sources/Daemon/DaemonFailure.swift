import HTTPDashboard

/// What those who start a daemon want to tell apart, without knowing its parts.
public enum DaemonFailure {
    /// True when another program listens on the page's port.
    public static func isPortInUse(_ error: any Error) -> Bool {
        (error as? ServerError)?.code == .portInUse
    }
}

public import Logging
import Synchronization

/// How much is logged at this moment: every logger of the process asks it, so that it can be changed while they are
/// in use.
public final class LogThreshold: Sendable {
    private let state: Mutex<Logger.Level>

    /// Logs from that level on.
    public init(_ level: Logger.Level) {
        state = Mutex(level)
    }

    /// The lowest level that is logged.
    public var level: Logger.Level {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}

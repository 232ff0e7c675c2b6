/// Seconds from outside as durations. A number that does not fit ends the process where it is converted
/// (`Duration.seconds(1e300)` traps), so it is held inside a range first.
public enum ControlTime {
    /// Ten years in seconds: longer than any wait or pause that means something.
    public static let longest: Double = 315_360_000

    /// The duration, held between none and ``longest``; none for what is no number.
    public static func duration(_ seconds: Double) -> Duration {
        guard seconds > 0 else { return .zero }
        return .milliseconds(Int64((min(seconds, longest) * 1000).rounded()))
    }

    /// Seconds of a duration, for sending.
    public static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

extension WaitRequest {
    /// The time limit; nil for none.
    public var timeout: Duration? { timeoutSeconds.map(ControlTime.duration) }
}

extension PauseRequest {
    /// How long; nil until resumed.
    public var duration: Duration? { seconds.map(ControlTime.duration) }
}

/// Keeps a storm of lost events from becoming a storm of rescans: three at once, then a pause that
/// doubles from 100 ms to a minute, and is forgotten after ten quiet minutes.
public struct RescanBackoff: Sendable {
    /// Rescans that need no pause.
    public static let free = 3
    /// First pause.
    public static let firstPause: Duration = .milliseconds(100)
    /// Longest pause.
    public static let longestPause: Duration = .seconds(60)
    /// Quiet time after which everything is forgotten.
    public static let forgetting: Duration = .seconds(600)

    private var asked = 0
    private var last: ContinuousClock.Instant?

    /// Nothing asked yet.
    public init() {}

    /// When the rescan that is asked for now may start.
    public mutating func start(askedAt now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        if let last, now - last > RescanBackoff.forgetting { asked = 0 }
        asked += 1
        let doublings = asked - RescanBackoff.free - 1
        let start =
            doublings < 0
            ? now
            : now
                + min(
                    RescanBackoff.firstPause * (1 << min(doublings, 10)), RescanBackoff.longestPause
                )
        last = start
        return start
    }
}

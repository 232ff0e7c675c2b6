/// Notices that the machine slept: the clock that goes on in sleep ran ahead of the one that stands still.
/// Pure: both clocks come in. Neither of them follows the wall clock, so setting that one is no sleep.
/// Source: clock_gettime(2), CLOCK_BOOTTIME and CLOCK_MONOTONIC.
public struct SleepNotice: Sendable {
    /// A shorter sleep is none: the two clocks are read one after the other, and a thread may be kept from
    /// running in between.
    public static let shortest: Duration = .seconds(1)

    private var ahead: Duration

    /// Begins to count: `total` since the start of the machine, `awake` without the sleep.
    public init(total: Duration, awake: Duration) {
        ahead = total - awake
    }

    /// How long the machine slept since the last time this was asked; nil when it did not.
    public mutating func slept(total: Duration, awake: Duration) -> Duration? {
        let now = total - awake
        let slept = now - ahead
        guard slept >= SleepNotice.shortest else { return nil }
        ahead = now
        return slept
    }
}

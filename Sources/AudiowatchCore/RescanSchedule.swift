/// When a source is looked at without anything having told to: as a whole from time to time, and its
/// directories without a watch more often. Pure: time comes in.
public struct RescanSchedule: Sendable {
    /// A poll that took some time rests at least so many times as long: one part in twenty of a slow server's
    /// time is ours at the most.
    public static let rest = 20

    /// What the user wants for this source; nil for the default.
    public var chosen: Duration?
    /// The default of a watched source.
    public var usual: Duration
    /// The default of what nobody tells of: sources whose file system tells of no changes made elsewhere, and
    /// directories without a watch.
    public var poll: Duration
    /// The file system does not tell of changes made elsewhere.
    public var isPolled = false

    private var lastWalk: Duration = .zero
    private var lastPoll: Duration = .zero
    private var walkedAt: ContinuousClock.Instant
    private var polledAt: ContinuousClock.Instant

    /// Begins to count at `now`.
    public init(chosen: Duration?, usual: Duration, poll: Duration, at now: ContinuousClock.Instant)
    {
        self.chosen = chosen
        self.usual = usual
        self.poll = poll
        walkedAt = now
        polledAt = now
    }

    /// Time between two reconciles of the whole source, as it is in force.
    public var interval: Duration {
        guard isPolled else { return chosen ?? usual }
        return max(chosen ?? poll, lastWalk * RescanSchedule.rest)
    }

    /// Time between two looks at the directories without a watch, as it is in force.
    public var unwatchedInterval: Duration {
        max(min(interval, poll), lastPoll * RescanSchedule.rest)
    }

    /// When the whole source is to be looked at.
    public var nextWalk: ContinuousClock.Instant { walkedAt + interval }

    /// When the directories without a watch are to be looked at.
    public var nextPoll: ContinuousClock.Instant { polledAt + unwatchedInterval }

    /// A reconcile of the whole source ended, having taken so long; it looked at everything without a watch too.
    public mutating func walked(in time: Duration, at now: ContinuousClock.Instant) {
        lastWalk = time
        walkedAt = now
        polledAt = now
    }

    /// The directories without a watch have been looked at, which took so long.
    public mutating func polled(in time: Duration, at now: ContinuousClock.Instant) {
        lastPoll = time
        polledAt = now
    }
}

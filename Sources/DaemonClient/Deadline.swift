/// A time limit that holds over several system calls.
struct Deadline {
    /// The limit as given.
    let limit: Duration?
    private let end: ContinuousClock.Instant?

    init(_ limit: Duration?, clock: ContinuousClock = ContinuousClock()) {
        self.limit = limit
        end = limit.map { clock.now.advanced(by: $0) }
    }

    /// Milliseconds left, as poll(2) takes them: -1 for ever, 0 when over, never 0 before.
    var pollTimeout: Int32 {
        guard let end else { return -1 }
        let (seconds, attoseconds) = ContinuousClock().now.duration(to: end).components
        guard seconds >= 0, attoseconds >= 0, seconds > 0 || attoseconds > 0 else { return 0 }
        // poll is called again until the deadline has passed, so one day at a time is enough.
        return Int32(min(seconds, 86_400)) * 1000 + Int32(attoseconds / 1_000_000_000_000_000) + 1
    }
}

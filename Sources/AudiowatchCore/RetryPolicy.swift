/// How long a failing file rests before the next try: one minute, doubling, at most a day; after
/// ``limit`` tries it rests as a problem until its stamp changes or the user asks.
public enum RetryPolicy {
    /// Tries before a file rests for good. Ten doublings of a minute are most of a day.
    public static let limit: Int64 = 10

    /// Pause before the try that follows `attempts` failed ones, or nil when it should rest.
    /// `jitter` (0…1) spreads the retries of many files over half of the pause.
    public static func delay(attempts: Int64, jitter: Double) -> Duration? {
        guard attempts < limit else { return nil }
        let doublings = min(max(attempts - 1, 0), 10)
        let seconds = min(60.0 * Double(1 << doublings), 86_400)
        return .seconds(seconds * (1 + 0.5 * min(max(jitter, 0), 1)))
    }
}

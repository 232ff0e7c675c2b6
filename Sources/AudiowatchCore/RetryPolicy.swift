/// How long a failing file rests before the next try: one minute, doubling, at most a day; after
/// ``limit(of:)`` tries it rests as a problem until its stamp changes or the user asks.
public enum RetryPolicy {
    /// Tries before a file rests for good. Ten doublings of a minute are most of a day.
    public static let limit: Int64 = 10

    /// Tries of a file that ends its helper or takes all the time there is: the disk's moods pass, bytes
    /// that do this will do it again, and each try costs a process or half a minute.
    public static let strikes: Int64 = 3

    /// Tries before a file with such a problem rests.
    public static func limit(of kind: Problem.Kind) -> Int64 {
        switch kind {
        case .crashed, .timedOut: strikes
        case .notAudio, .wrongExtension, .suspect, .unreadable, .unreadableDirectory, .source: limit
        }
    }

    /// Pause before the try that follows `attempts` failed ones, the last with such a problem, or nil when
    /// it should rest. `jitter` (0…1) spreads the retries of many files over half of the pause.
    public static func delay(
        attempts: Int64, of kind: Problem.Kind = .unreadable, jitter: Double
    ) -> Duration? {
        guard attempts < limit(of: kind) else { return nil }
        let doublings = min(max(attempts - 1, 0), 10)
        let seconds = min(60.0 * Double(1 << doublings), 86_400)
        return .seconds(seconds * (1 + 0.5 * min(max(jitter, 0), 1)))
    }
}

/// Keeps one place of the program from filling the log: of what it says again and again only the first lines of each
/// stretch of time are written, and then how many were not. Pure; of each place its caller keeps one.
public struct LogLimit: Hashable, Sendable {
    /// Lines of one place that are written in one stretch.
    public static let most = 20
    /// How long a stretch is.
    public static let stretch: Duration = .seconds(30)

    private var began: ContinuousClock.Instant?
    private var said = 0

    /// Nothing said yet.
    public init() {}

    /// What becomes of a line.
    public enum Verdict: Hashable, Sendable {
        /// It is written, after a word on so many that were not.
        case write(left: Int)
        /// It is not written, nor the next ones: this is the first of them, which is told.
        case fallSilent
        /// It is not written.
        case skip
    }

    /// A line comes.
    public mutating func note(at now: ContinuousClock.Instant) -> Verdict {
        guard let began, now - began < LogLimit.stretch else {
            let left = max(said - LogLimit.most, 0)
            (began, said) = (now, 1)
            return .write(left: left)
        }
        said += 1
        if said <= LogLimit.most { return .write(left: 0) }
        return said == LogLimit.most + 1 ? .fallSilent : .skip
    }
}

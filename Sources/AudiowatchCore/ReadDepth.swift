/// How many jobs one disk may have in work: one to begin with, and one more as long as that brings a fifth.
///
/// A spinning disk gets slower by a second reader, a flash drive faster by the first eight, and which of
/// them it is no kernel says reliably (`rotational` is 1 for many a virtual SSD). So it is tried.
public struct ReadDepth: Hashable, Sendable {
    /// Rise of the rate that makes a further reader worth its seeks.
    public static let gain = 1.2
    /// A rate is taken over this long at least, and over ``leastJobs``: shorter ones are noise.
    public static let window: Duration = .milliseconds(100)
    /// Jobs that make a rate.
    public static let leastJobs = 8
    /// Windows without gain before the further reader goes: one may be somebody else's fault.
    public static let patience = 2
    /// Time until the next try after one that brought nothing; doubles up to ``longestRest``.
    public static let firstRest: Duration = .seconds(2)
    /// Longest time until the next try.
    public static let longestRest: Duration = .seconds(60)
    /// Time without further readers after others have used the disk.
    public static let respect: Duration = .seconds(5)

    /// Jobs that may be in work now.
    public private(set) var allowed = 1
    private let most: Int
    private var begin: ContinuousClock.Instant?
    private var done = 0
    /// The rate with one reader less, while a further one is on trial.
    private var before: Double?
    private var failures = 0
    private var rest = ReadDepth.firstRest
    private var nextTry: ContinuousClock.Instant?

    /// A disk of which nothing is known; `most` is the number of workers.
    public init(most: Int) {
        self.most = max(most, 1)
    }

    /// So many jobs were done since the last call; `isFull` says whether as many were in work as may be,
    /// and `others` whether somebody else uses the disk.
    public mutating func note(
        done count: Int, isFull: Bool, others: Bool = false, at now: ContinuousClock.Instant
    ) {
        if others {
            self = ReadDepth(most: most)
            nextTry = now + ReadDepth.respect
            return
        }
        // Where there is not enough to do, rates say nothing of the disk.
        guard isFull, let begin else {
            begin = isFull ? now : nil
            done = 0
            return
        }
        done += count
        let time = now - begin
        guard time >= ReadDepth.window, done >= ReadDepth.leastJobs else { return }
        let rate = Double(done) / (time / .seconds(1))
        self.begin = now
        done = 0
        judge(rate, at: now)
    }

    private mutating func judge(_ rate: Double, at now: ContinuousClock.Instant) {
        if let before {
            if rate >= before * ReadDepth.gain {
                rest = ReadDepth.firstRest
                grow(from: rate)
            } else {
                failures += 1
                guard failures >= ReadDepth.patience else { return }
                allowed -= 1
                self.before = nil
                nextTry = now + rest
                rest = min(rest * 2, ReadDepth.longestRest)
            }
        } else if nextTry.map({ $0 <= now }) ?? true {
            grow(from: rate)
        }
    }

    private mutating func grow(from rate: Double) {
        before = allowed < most ? rate : nil
        failures = 0
        allowed = min(allowed + 1, most)
    }
}

/// Who of all threads gets on and who waits for a disk, and what follows from it.
///
/// A disk can keep a thread in one system call for ever: a dead drive, a network that is gone, a FUSE
/// program that hangs. Nobody can call that thread back, so another takes its place, and its source gets
/// no further one until the call has come back.
public struct WorkShares: Hashable, Sendable {
    /// One thread at one moment.
    public struct Standing: Hashable, Sendable {
        /// The source that it works for.
        public var source: Source.ID
        /// How long the disk has owed it an answer; nil while it gets on by itself.
        public var waiting: Duration?

        /// Takes both.
        public init(_ source: Source.ID, waiting: Duration?) {
            self.source = source
            self.waiting = waiting
        }
    }

    /// After this long in one call a thread counts as waiting. A read takes 20 ms on a busy disk, and
    /// rarely 200 when a card or a network share is slow.
    public static let patience: Duration = .milliseconds(500)

    /// After this long its source is shown as one that does not answer. Most sleeping disks wake in
    /// three to ten seconds, and until then do not answer indeed.
    public static let silence: Duration = .seconds(3)

    /// Sources that get no further worker for now.
    public var held: Set<Source.ID> = []
    /// Sources whose disk does not answer.
    public var silent: Set<Source.ID> = []
    /// Workers that wait, and in whose place others may work.
    public var waiting = 0

    /// Nobody waits.
    public init() {}

    /// `workers` are those in a job, `readers` the threads that list the sources.
    public init(workers: [Standing], readers: [Standing]) {
        for standing in workers + readers {
            guard let time = standing.waiting, time >= WorkShares.patience else { continue }
            held.insert(standing.source)
            if time >= WorkShares.silence { silent.insert(standing.source) }
        }
        waiting = workers.count { $0.waiting.map { $0 >= WorkShares.patience } ?? false }
    }

    /// How many workers there must be so that `size` of them get on.
    public func wanted(size: Int) -> Int { size + waiting }
}

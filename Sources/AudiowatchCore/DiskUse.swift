/// What a disk has done since the machine started.
public struct DiskUse: Hashable, Sendable {
    /// It has platters that must be made to turn; often said of a virtual machine's SSD too.
    public var isRotational: Bool
    /// Reads and writes completed, ours included.
    public var operations: UInt64

    /// Takes both.
    public init(isRotational: Bool, operations: UInt64) {
        self.isRotational = isRotational
        self.operations = operations
    }

    /// True when a periodic walk could find something: a rotating disk that has done nothing since the last walk
    /// holds what it held, and is left asleep. Where nothing is known of a disk it is walked.
    public static func isWalkWorthwhile(since last: DiskUse?, now: DiskUse?) -> Bool {
        guard let last, let now, now.isRotational else { return true }
        return now.operations != last.operations
    }
}

/// Bytes that went to and from one disk, and how many of them were ours: two moments, and what lies between.
public struct DiskTraffic: Hashable, Sendable {
    /// Others' traffic a second from which the disk is theirs: a DAW streaming 16 stereo tracks of 48 kHz and
    /// 24 bit moves 4.6 MB a second.
    public static let respected: Double = 4_000_000
    /// Ours a second below which there is nothing to take back: the files are in memory.
    public static let harmless: Double = 1_000_000

    /// Bytes of all, since the machine started.
    public var all: Int64
    /// Bytes of ours, of all disks, since we started.
    public var own: Int64
    /// When.
    public var at: ContinuousClock.Instant

    /// All values.
    public init(all: Int64, own: Int64, at: ContinuousClock.Instant) {
        self.all = all
        self.own = own
        self.at = at
    }

    /// True when we and others have both used the disk since `earlier`: then we are in their way.
    public func isInTheWay(since earlier: DiskTraffic) -> Bool {
        let seconds = (at - earlier.at) / .seconds(1)
        guard seconds > 0 else { return false }
        let own = Double(max(self.own.subtractingReportingOverflow(earlier.own).partialValue, 0))
        let all = Double(max(self.all.subtractingReportingOverflow(earlier.all).partialValue, 0))
        return own / seconds >= DiskTraffic.harmless
            && (all - own) / seconds >= DiskTraffic.respected
    }
}

/// What one disk has done, and how much of it for us: two moments, and what lies between.
public struct DiskTraffic: Hashable, Sendable {
    /// Others' traffic a second from which the disk is theirs: a DAW streaming 16 stereo tracks of 48 kHz and
    /// 24 bit moves 4.6 MB a second.
    public static let respected: Double = 4_000_000
    /// Ours a second below which there is nothing to take back: the files are in memory.
    public static let harmless: Double = 1_000_000
    /// Part of its time that a worker waits for reads from which the disk is what keeps it.
    public static let brake = 0.5

    /// Bytes of all, since the machine started.
    public var all: Int64
    /// Bytes of ours, of all disks, since we started.
    public var own: Int64
    /// Those of ours that were read.
    public var ownRead: Int64
    /// What reads took, added up, whoever's they were.
    public var waited: Duration
    /// When.
    public var at: ContinuousClock.Instant

    /// All values.
    public init(
        all: Int64, own: Int64, ownRead: Int64, waited: Duration, at: ContinuousClock.Instant
    ) {
        self.all = all
        self.own = own
        self.ownRead = ownRead
        self.waited = waited
        self.at = at
    }

    /// True when we and others have both used the disk since `earlier`: then we are in their way.
    public func isInTheWay(since earlier: DiskTraffic) -> Bool {
        let own = rate(of: own, since: earlier, earlier.own)
        return own >= DiskTraffic.harmless
            && rate(of: all, since: earlier, earlier.all) - own >= DiskTraffic.respected
    }

    /// True when so many workers have read from the disk since `earlier` and mostly waited for it. Where
    /// they did not, most of the files were in memory or the disk is quick: one more is no harm to it.
    public func isBrake(of workers: Int, since earlier: DiskTraffic) -> Bool {
        let waiting = (waited - earlier.waited) / max(at - earlier.at, .milliseconds(1))
        return waiting >= DiskTraffic.brake * Double(workers)
            && rate(of: ownRead, since: earlier, earlier.ownRead) >= DiskTraffic.harmless
    }

    /// Growth of an account a second; accounts that are younger than the earlier one have not grown.
    private func rate(of value: Int64, since earlier: DiskTraffic, _ before: Int64) -> Double {
        let seconds = (at - earlier.at) / .seconds(1)
        guard seconds > 0 else { return 0 }
        return Double(max(value.subtractingReportingOverflow(before).partialValue, 0)) / seconds
    }
}

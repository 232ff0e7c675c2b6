import AudiowatchCore
import LocalDisk
import Synchronization

/// How many jobs each disk may have in work, found out from how fast they get done and from what others do
/// there. See ``ReadDepth`` and ``DiskTraffic``. Confined to the pool's thread.
///
/// Files that are in memory already have no disk to spare: there every worker may work.
struct DiskDepths {
    private struct Disk {
        var depth: ReadDepth
        var done = 0
        var traffic: DiskTraffic?

        /// True when the account has just shown that others use the disk and so do we.
        mutating func isInTheWay(
            _ device: UInt64, at now: ContinuousClock.Instant, every rhythm: Duration
        ) -> Bool {
            if let traffic, now - traffic.at < rhythm { return false }
            let current = readDiskTraffic(of: device)
            defer { traffic = current }
            guard let current, let traffic, now - traffic.at < rhythm * 3 else { return false }
            return current.isInTheWay(since: traffic)
        }
    }

    /// Time between two readings of the kernel's accounts of a disk, which cost two small files.
    private static let rhythm: Duration = .seconds(1)

    /// A disk counts as being read for so long after it was: cached stretches come and go.
    private static let memory: Duration = .seconds(1)

    private let workers: Int
    private var reads: (bytes: Int64, at: ContinuousClock.Instant)?
    private var lastRead: ContinuousClock.Instant?
    private var disks: [UInt64: Disk] = [:]

    init(workers: Int) {
        self.workers = workers
    }

    /// Takes in what has been done since the last call, and enters what follows.
    mutating func update(
        _ contexts: [SourceContext], hasWaiting: Bool, at now: ContinuousClock.Instant,
        _ handOut: inout HandOut
    ) {
        noteReads(at: now)
        let isReading = lastRead.map { now - $0 < DiskDepths.memory } ?? false
        var done: [UInt64: Int] = [:]
        for context in contexts {
            let device = context.device.load(ordering: .relaxed)
            guard device != 0 else { continue }
            handOut.disks[context.id] = device
            done[device, default: 0] += context.jobsDone.load(ordering: .relaxed)
        }
        for (device, count) in done {
            var disk = disks[device] ?? Disk(depth: ReadDepth(most: workers))
            // A source that has changed its disk takes its figures along: no rate is less than none.
            let fresh = max(count - disk.done, 0)
            disk.done = count
            let others = fresh > 0 && disk.isInTheWay(device, at: now, every: DiskDepths.rhythm)
            let isLimited = isReading && disk.traffic != nil
            disk.depth.note(done: fresh, isFull: hasWaiting && isLimited, others: others, at: now)
            disks[device] = disk
            if isLimited { handOut.depths[device] = disk.depth.allowed }
        }
    }

    /// Whether our own reads have come from a disk since the last call.
    private mutating func noteReads(at now: ContinuousClock.Instant) {
        let bytes = readOwnDiskReads() ?? 0
        defer { reads = (bytes, now) }
        guard let reads, now > reads.at else { return }
        let rate = Double(bytes &- reads.bytes) / ((now - reads.at) / .seconds(1))
        if rate >= DiskTraffic.harmless { lastRead = now }
    }
}

import AudiowatchCore
import LocalDisk
import Synchronization

/// How many jobs each disk may have in work, found out from how fast they get done and from what others do
/// there. See ``ReadDepth`` and ``DiskTraffic``. Confined to the pool's thread.
///
/// Where the disk is not what keeps the workers, as with files that are in memory, every one may work.
struct DiskDepths {
    private struct Disk {
        var depth: ReadDepth
        var done = 0
        var traffic: DiskTraffic?
        /// The disk keeps the workers: its last account said so.
        private var isBrake = false
        private var respectedUntil: ContinuousClock.Instant?

        init(workers: Int) {
            depth = ReadDepth(most: workers)
        }

        /// True when no more than ``depth`` allows may be in work.
        func isLimited(at now: ContinuousClock.Instant) -> Bool {
            isBrake || respectedUntil.map { now < $0 } ?? false
        }

        /// Holds the account against the one before, when that is old enough; true when it has just shown
        /// that others use the disk and so do we.
        mutating func isInTheWay(
            _ device: UInt64, workers: Int, at now: ContinuousClock.Instant
        ) -> Bool {
            if let traffic, now - traffic.at < DiskDepths.rhythm { return false }
            let current = readDiskTraffic(of: device)
            defer { traffic = current }
            guard let current, let traffic, now - traffic.at < DiskDepths.rhythm * 3 else {
                isBrake = false
                return false
            }
            let reading = isLimited(at: now) ? depth.allowed : workers
            isBrake = current.isBrake(of: reading, since: traffic)
            guard current.isInTheWay(since: traffic) else { return false }
            respectedUntil = now + ReadDepth.respect
            return true
        }
    }

    /// Time between two readings of the kernel's accounts of a disk, which cost two small files.
    private static let rhythm: Duration = .seconds(1)

    private let workers: Int
    private var disks: [UInt64: Disk] = [:]

    init(workers: Int) {
        self.workers = workers
    }

    /// Takes in what has been done since the last call, and enters what follows.
    mutating func update(
        _ contexts: [SourceContext], hasWaiting: Bool, at now: ContinuousClock.Instant,
        _ handOut: inout HandOut
    ) {
        var done: [UInt64: Int] = [:]
        for context in contexts {
            let device = context.device.load(ordering: .relaxed)
            guard device != 0 else { continue }
            handOut.disks[context.id] = device
            done[device, default: 0] += context.jobsDone.load(ordering: .relaxed)
        }
        for (device, count) in done {
            var disk = disks[device] ?? Disk(workers: workers)
            // A source that has changed its disk takes its figures along: no rate is less than none.
            let fresh = max(count - disk.done, 0)
            disk.done = count
            // Also while nothing gets done: the files may be large.
            let others = disk.isInTheWay(device, workers: workers, at: now)
            let isLimited = disk.isLimited(at: now)
            disk.depth.note(
                done: fresh, isFull: hasWaiting && isLimited, others: others, at: now)
            disks[device] = disk
            if isLimited { handOut.depths[device] = disk.depth.allowed }
        }
    }
}

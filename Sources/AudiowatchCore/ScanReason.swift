/// Why a whole source is reconciled; shown in `status`. In the order of gravity: of several reasons for one
/// scan the first of these names it.
public enum ScanReason: String, Sendable, Codable, CaseIterable {
    /// The kernel dropped events.
    case overflow
    /// Too many directories changed at once to look at each.
    case storm
    /// A mount or unmount inside or above the source.
    case mounts
    /// The source came back.
    case returned
    /// The machine slept: what others did to the disk meanwhile was told to nobody.
    case resumed
    /// The configuration changed.
    case configured
    /// The user asked.
    case asked
    /// The daemon has just started.
    case start
    /// The time between two full reconciles has passed.
    case periodic
}

/// The scans of one source: one runs at a time, and what is asked meanwhile makes one more, so that nothing
/// that was asked after a directory had been listed is answered by that listing. Pure.
public struct ScanQueue: Hashable, Sendable {
    /// Why the next scan will be made; empty when none is asked for.
    public private(set) var waiting: Set<ScanReason> = []
    /// Scans begun, by reason; one that was made for several counts for each.
    public private(set) var begun: [ScanReason: Int] = [:]
    /// True between ``begin()`` and ``end()``.
    public private(set) var isRunning = false

    /// Nothing asked yet.
    public init() {}

    /// Asks for a scan.
    public mutating func ask(_ reason: ScanReason) {
        waiting.insert(reason)
    }

    /// The reason of the scan to begin now; nil while one runs, or when none is asked for.
    public mutating func begin() -> ScanReason? {
        guard !isRunning, let gravest = ScanReason.allCases.first(where: waiting.contains) else {
            return nil
        }
        for reason in waiting { begun[reason, default: 0] += 1 }
        waiting = []
        isRunning = true
        return gravest
    }

    /// Nobody needs what is asked for any longer.
    public mutating func forget() {
        waiting = []
    }

    /// The scan has ended, or was given up.
    public mutating func end() {
        isRunning = false
    }
}

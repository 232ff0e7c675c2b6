public import AudiowatchCore
import GRDB
import Synchronization

/// When the sources were last scanned, as far as the catalogue does not say so yet.
///
/// A scan that finds nothing new writes nothing, its own times neither: they wait here for the next
/// transaction that has rows to write, and are lost with the process. What the row says is therefore true, and
/// may be of an earlier scan.
struct ScanTimes {
    private struct Times {
        var reason: ScanReason
        var startedAt: CatalogTime
        var finishedAt: CatalogTime?
        var isWritten = false
    }

    private var latest: [Source.ID: Times] = [:]

    mutating func started(_ source: Source.ID, _ reason: ScanReason, at now: CatalogTime) {
        latest[source] = Times(reason: reason, startedAt: now)
    }

    mutating func finished(_ source: Source.ID, at now: CatalogTime) {
        latest[source]?.finishedAt = now
        latest[source]?.isWritten = false
    }

    /// What is here has been written.
    mutating func wrote() {
        for source in latest.keys { latest[source]?.isWritten = true }
    }

    /// Writes what is not written yet.
    func write(in db: Database) throws {
        for (source, times) in latest where !times.isWritten {
            try ScanTimes.write(times, of: source, in: db)
        }
    }

    /// Writes the end of a scan where the row names none: it says so of a scan that was broken off, and of a
    /// source that was never seen whole.
    func writeFirstEnd(of source: Source.ID, in db: Database) throws {
        guard let times = latest[source], !times.isWritten else { return }
        try ScanTimes.write(times, of: source, where: "AND scan_finished_at IS NULL", in: db)
    }

    private static func write(
        _ times: Times, of source: Source.ID, where condition: String = "", in db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                UPDATE sources SET scan_reason = ?, scan_started_at = ?, scan_finished_at = ?
                WHERE id = ? \(condition)
                """
        ).execute(
            arguments: [
                times.reason.rawValue, times.startedAt.microseconds,
                times.finishedAt?.microseconds, source.rawValue,
            ])
    }
}

extension CatalogWriter {
    /// Notes that a scan of a source has begun, and why: written together with what it finds.
    public func scanStarted(_ source: Source.ID, _ reason: ScanReason, at now: CatalogTime) {
        scans.withLock { $0.started(source, reason, at: now) }
    }

    /// Notes that the scan of a source has ended: every directory was listed. Written together with the next
    /// change of anything; see ``recordFirstScan(of:)``.
    public func scanFinished(_ source: Source.ID, at now: CatalogTime) {
        scans.withLock { $0.finished(source, at: now) }
    }

    /// Writes the end of a scan at once where the catalogue knows of none: a source that was never looked at
    /// to the end, or whose last recorded scan was broken off. Changes no row otherwise.
    public func recordFirstScan(of source: Source.ID) throws(CatalogError) {
        let times = scans.withLock { $0 }
        try catalog.write { try times.writeFirstEnd(of: source, in: $0) }
    }
}

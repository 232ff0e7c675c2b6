import AudiowatchCore
import DaemonClient
import SQLiteCatalog
import Settings

/// `doctor --repair`: totals that the catalogue keeps along are counted anew.
struct RepairRun {
    let global: GlobalOptions

    func run() throws {
        let report = try recount(global.session())
        if global.json { return try printJSON(report) }
        for line in report.mended.prefix(20) { print("mended: \(line)") }
        if report.mended.count > 20 { print("and \(Display.count(report.mended.count - 20)) more") }
        if report.mended.isEmpty { print("every total was right") }
    }

    /// The daemon writes; without one whoever holds its lock does.
    private func recount(_ session: Session) throws -> RecountReport {
        do {
            return try session.daemon.recount()
        } catch DaemonClientError.notRunning {
            let database = session.configuration.database
            let lock = try DaemonLock.acquire(for: database, address: "a repair")
            return try withExtendedLifetime(lock) {
                try Catalog.open(at: database, chunk: session.configuration.hashChunkSize)
                    .writer.mendCounters()
            }
        }
    }
}

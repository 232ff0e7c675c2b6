import ArgumentParser
import AudiowatchCore
import Daemon
import DaemonClient
import Foundation
import SQLiteCatalog
import Settings
import SystemPackage

/// `audiowatch status`: how everything stands.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show whether the daemon runs, its sources, its queue and its health.",
        discussion: """
            Exit code 3 when no daemon runs; what the catalogue holds is shown all the
            same. The last scan is then the last recorded one: a scan that finds nothing
            new writes nothing, its own time neither.

              audiowatch status
              audiowatch status --watch
              audiowatch status --watch --json | jq .jobs.waiting
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Draw it again twice a second; with --json a line whenever something changed.")
    var watch = false

    mutating func run() throws {
        // The file cannot be used as it is now: a daemon that was started with it goes on, and says so.
        guard let session = try? global.session() else { return try show(global.daemon().status()) }
        if watch { return try follow(session) }
        try show(report(session))
    }

    private func show(_ report: StatusReport) throws {
        if global.json {
            try printJSON(report)
        } else {
            for line in StatusText(report, now: Date().timeIntervalSince1970).lines { print(line) }
        }
        if !report.running { throw ExitCode.noDaemon }
    }

    /// Until the program is ended, or nobody reads it any more. A daemon that ends is shown as ended, and its successor as soon as it runs.
    private func follow(_ session: Session) throws {
        guard global.json || Terminal.output.isInteractive else {
            throw ExitCode.usage.saying("--watch draws on a terminal; in a pipe add --json")
        }
        var screen = LiveScreen()
        var last: StatusReport?
        while !Terminal.outputIsClosed {
            let report = try report(session)
            if !global.json {
                let text = StatusText(report, now: Date().timeIntervalSince1970)
                screen.show(text.lines, on: .output)
            } else if report != last {
                print(try JSONOutput.line(report))
                fflush(nil)
            }
            last = report
            usleep(StatusCommand.pause)
        }
    }

    /// Microseconds between two looks: as often as numbers can be read.
    private static let pause: useconds_t = 500_000

    private func report(_ session: Session) throws -> StatusReport {
        do {
            return try session.daemon.status()
        } catch DaemonClientError.notRunning {
            return try withoutDaemon(session)
        } catch {
            // One that is about to end, or has just begun, is looked at again soon.
            guard watch, !isForGood(error) else { throw error }
            return try withoutDaemon(session)
        }
    }

    private func isForGood(_ error: DaemonClientError) -> Bool {
        switch error {
        case .lost, .timedOut, .refused, .notRunning: false
        case .noAccess, .pathTooLong, .protocol, .system: true
        }
    }

    /// What the rows alone can say.
    private func withoutDaemon(_ session: Session) throws -> StatusReport {
        do {
            return try counted(session)
        } catch {
            // A daemon that starts may be making the catalogue at this moment, or bringing it up to date.
            guard watch else { throw error }
            return bare(session)
        }
    }

    private func bare(_ session: Session) -> StatusReport {
        StatusReport(
            running: false, version: Version.current, address: session.setup().socket.display,
            database: session.configuration.database.display)
    }

    private func counted(_ session: Session) throws -> StatusReport {
        var report = bare(session)
        guard FileManager.default.fileExists(atPath: session.configuration.database.string) else {
            return report
        }
        let counts = try Catalog.openForReading(at: session.configuration.database).counts()
        report.sources = counts.sources.map(SourceStatus.init(rows:))
        report.jobs = JobCounts(
            waiting: counts.waiting, failed: counts.failed, resting: counts.resting,
            settling: counts.settling)
        report.problems = counts.problems
        report.files = counts.files
        report.contents = counts.contents
        return report
    }
}

extension SourceStatus {
    /// A source as the catalogue alone knows it.
    fileprivate init(rows: SourceCounts) {
        let state: SourceState =
            switch rows.state {
            case "online": .online
            case "degraded": .degraded(reason: rows.reason ?? "unknown")
            case "disabled": .disabled
            default: .offline(reason: rows.reason ?? "unknown")
            }
        self.init(
            name: rows.name, path: PathText(bytes: Array(rows.path.utf8)), state: state,
            files: rows.files, bytes: rows.bytes, deleted: rows.deleted,
            lastScan: rows.scanReason.flatMap(ScanReason.init(rawValue:)).flatMap { reason in
                rows.scanStartedAt.map {
                    ScanStatus(
                        recorded: reason, startedAt: $0, finishedAt: rows.scanFinishedAt)
                }
            })
        pathBase64 = rows.pathBase64
    }
}

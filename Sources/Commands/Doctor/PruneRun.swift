import ArgumentParser
import AudiowatchCore
import DaemonClient
import Foundation
import SQLiteCatalog
import Settings

/// Options of `doctor --prune`.
struct PruneOptions: ParsableArguments {
    @Flag(help: "Forget rows of deleted files and of sources that are no longer configured.")
    var prune = false

    @Flag(help: "With --prune: only say what would be forgotten.")
    var dryRun = false

    @Option(
        help: ArgumentHelp("With --prune: only files deleted longer ago: 90d.", valueName: "time"))
    var olderThan: String?

    @Flag(help: "With --prune: do not ask.")
    var yes = false

    @Flag(help: "With --prune: even when that is more than half of the catalogue or of a source.")
    var most = false

    /// The age that rows must have; nil for any.
    var age: Duration? { olderThan.flatMap(DurationText.parse) }

    mutating func validate() throws {
        guard prune || !(dryRun || yes || most || olderThan != nil) else {
            throw ValidationError("--dry-run, --older-than, --yes and --most need --prune")
        }
        if let olderThan, age == nil {
            throw ValidationError("--older-than \(olderThan) is no time; write 90d or 12h")
        }
    }
}

/// `doctor --prune`: counts, asks, forgets.
struct PruneRun {
    let options: PruneOptions
    let global: GlobalOptions

    func run() throws {
        let session = try global.session()
        let now = CatalogTime(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        let request = PruneRequest(
            olderThanSeconds: options.age.map(ControlTime.seconds), mayTakeMost: options.most)
        let cutoff = request.cutoff(now: now)
        let planned = try session.catalog().countPrunable(deletedBefore: cutoff)
        let isNothing = planned.rows == 0 && !planned.sources.contains(where: \.isForgotten)
        if options.dryRun || isNothing { return try show(planned) }
        if !global.json { try show(planned) }
        guard try isWanted(planned) else { return say("nothing was forgotten") }
        let done = try prune(session, request, cutoff)
        if global.json { try printJSON(done) }
        guard done.verdict != .refused else {
            say(
                "that is more than half of the catalogue or of a source: nothing was forgotten;"
                    + " if it is meant, add --most")
            throw ExitCode.problems
        }
        let contents = Display.count(done.contents, "content")
        say("forgot \(Display.count(done.rows, "row")) and \(contents)")
    }

    /// The daemon writes; without one whoever holds its lock does.
    private func prune(
        _ session: Session, _ request: PruneRequest, _ cutoff: CatalogTime
    ) throws -> PruneReport {
        do {
            return try session.daemon.prune(request)
        } catch DaemonClientError.notRunning {
            return try pruneAlone(session, cutoff)
        }
    }

    private func pruneAlone(_ session: Session, _ cutoff: CatalogTime) throws -> PruneReport {
        let database = session.configuration.database
        let lock = try DaemonLock.acquire(for: database, address: "a prune")
        return try withExtendedLifetime(lock) {
            let catalog = try Catalog.open(
                at: database, chunk: session.configuration.hashChunkSize)
            return try catalog.writer.prune(deletedBefore: cutoff, mayTakeMost: options.most)
        }
    }

    private func show(_ report: PruneReport) throws {
        if global.json { return try printJSON(report) }
        for line in PruneRun.lines(report, for: .output) { print(line) }
    }

    static func lines(_ report: PruneReport, for terminal: Terminal) -> [String] {
        guard !report.sources.isEmpty else { return ["nothing to forget"] }
        var table = Table([.text("source"), .number("forget"), .number("keep"), .text("why", .end)])
        for source in report.sources {
            table.add([
                source.source, Display.count(source.rows), Display.count(source.kept),
                source.isForgotten ? "no longer configured" : source.reason ?? "",
            ])
        }
        return table.lines(for: terminal)
    }

    private func isWanted(_ report: PruneReport) throws -> Bool {
        if options.yes { return true }
        guard Terminal(descriptor: 0).isInteractive, Terminal.errors.isInteractive else {
            throw ExitCode.usage.saying(
                "there is nobody to ask: add --yes, or --dry-run to see what would go")
        }
        let rows = Display.count(report.rows, "row")
        say("Forget \(rows)? The files on the disks are not touched. [y/N]")
        return ["y", "yes"].contains((readLine() ?? "").lowercased())
    }
}

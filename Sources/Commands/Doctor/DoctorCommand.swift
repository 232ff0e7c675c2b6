import ArgumentParser
import AudiowatchCore
import DaemonClient
import SQLiteCatalog
import Settings

/// `audiowatch doctor`: is everything well, and if not, what helps.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Examine configuration, sources, limits and database; with --prune forget deleted files.",
        discussion: """
            Each line is ok, warn or fail, with the cause and what helps. Exit code 4 when
            something fails.

            --prune lists by source what it would forget before it does: files that are
            deleted on the disk, and sources that the configuration no longer names. It
            never touches files, nor rows of sources that are away.

            --repair counts the catalogue's totals anew, and mends those that are wrong.

            --events lists the last 1,000 changes that the kernel told the running daemon,
            the oldest first, and what was decided of each.

              audiowatch doctor
              audiowatch doctor --events --json
              audiowatch doctor --prune --dry-run
              audiowatch doctor --prune --older-than 90d --yes
              audiowatch doctor --repair
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var pruning: PruneOptions

    @Flag(help: "List the latest raw changes and what was decided of each.")
    var events = false

    @Flag(help: "Count the catalogue's totals anew, and mend those that are wrong.")
    var repair = false

    mutating func validate() throws {
        guard [events, repair, pruning.prune].filter({ $0 }).count <= 1 else {
            throw ValidationError("--events, --repair and --prune do different things: name one")
        }
    }

    mutating func run() throws {
        if repair { return try RepairRun(global: global).run() }
        if events { return try EventsRun(global: global).run() }
        if pruning.prune { return try PruneRun(options: pruning, global: global).run() }
        let findings = findings()
        if global.json {
            try printJSON(DoctorReport(findings: findings))
        } else {
            for line in findings.flatMap({ $0.lines(for: .output) }) { print(line) }
        }
        if findings.contains(where: { $0.verdict == .fail }) { throw ExitCode.problems }
    }

    private func findings() -> [Finding] {
        let session: Session
        do {
            session = try global.session()
        } catch {
            return [.fail("config", "\(error)", "audiowatch config check")]
        }
        return SystemChecks(session: session).findings() + catalogFindings(session)
    }

    private func catalogFindings(_ session: Session) -> [Finding] {
        do {
            let isKept = (try? session.daemon.status())?.jobs.isEmpty ?? false
            return try CatalogChecks(catalog: session.catalog(), isKept: isKept).findings()
        } catch let error as CatalogError where error.kind == .missing {
            return [.warn("database", error.reason, error.hint)]
        } catch let error as CatalogError {
            return [.fail("database", "\(error.path.display): \(error.reason)", error.hint)]
        } catch {
            return [.fail("database", "\(error)", nil)]
        }
    }
}

/// The examination for programs.
private struct DoctorReport: Encodable {
    var findings: [Finding]
    var verdict: Finding.Verdict {
        let all = findings.map(\.verdict)
        return all.contains(.fail) ? .fail : all.contains(.warn) ? .warn : .ok
    }

    private enum CodingKeys: String, CodingKey {
        case findings, verdict
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(findings, forKey: .findings)
        try container.encode(verdict, forKey: .verdict)
    }
}

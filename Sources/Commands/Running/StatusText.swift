import AudiowatchCore

/// A status for people, line by line.
struct StatusText {
    private let report: StatusReport
    private let now: Double
    private let terminal: Terminal

    /// `now` is seconds since 1970 UTC.
    init(_ report: StatusReport, now: Double, terminal: Terminal = .output) {
        self.report = report
        self.now = now
        self.terminal = terminal
    }

    var lines: [String] {
        [head] + sources + [queue] + failed + settling + resting + watching.flatMap { folded($0) }
            + helpers.flatMap { folded($0) }
            + (report.degraded + pending).flatMap {
                folded("! " + TerminalText.escaped($0), .warning)
            }
    }

    /// A sentence in as many lines as the terminal needs, what follows the first one set in.
    private func folded(_ line: String, _ tint: Tint? = nil) -> [String] {
        let width = terminal.width ?? .max
        guard TerminalText.columns(of: line) > width else { return [terminal.painted(line, tint)] }
        let start = String(line.prefix { $0 == " " })
        let lines = TerminalPage.wrapped(line, to: max(20, width - 4))
        return lines.enumerated().map { number, text in
            terminal.painted(number == 0 ? start + text : "    " + text, tint)
        }
    }

    private var pending: [String] { report.configuration?.pending.map(\.text) ?? [] }

    private var head: String {
        guard report.running, let pid = report.pid else {
            return terminal.painted("not running", .bad) + "; start it with: audiowatch run"
        }
        let since = report.startedAt.map { ", started \(Display.age(seconds: now - $0))" } ?? ""
        return terminal.painted("running", .good)
            + "\(since), process \(pid), version \(TerminalText.escaped(report.version))"
    }

    private var sources: [String] {
        guard !report.sources.isEmpty else {
            return ["no sources yet: audiowatch source add FOLDER"]
        }
        var table = Table([
            .text("source", .end), .text("state"), .number("files"), .number("size", spare: 1),
            .text(report.running ? "last scan" : "last recorded scan", spare: 2),
            .text("folder", .start),
        ])
        for source in report.sources {
            table.add(
                [
                    source.name, source.state, Display.count(source.files),
                    Display.bytes(source.bytes), source.lastScan.map(scan) ?? "–", source.path,
                ], tints: [1: StatusText.tint(source.state)])
        }
        return table.lines(for: terminal)
    }

    /// The colour of a source's state.
    static func tint(_ state: String) -> Tint {
        switch state {
        case "online": .good
        case "degraded": .warning
        case "offline": .bad
        default: .quiet
        }
    }

    private func scan(_ scan: ScanStatus) -> String {
        guard let end = scan.finishedAt else {
            return "\(scan.isRunning ? "running" : "broken off") (\(scan.reason.rawValue))"
        }
        return "\(Display.age(seconds: now - end)) (\(scan.reason.rawValue))"
    }

    private var queue: String {
        let jobs = report.jobs
        if report.isPaused {
            return terminal.painted("paused", .warning) + "; go on with: audiowatch resume"
        }
        guard jobs.waiting + jobs.running > 0 else {
            return "everything is catalogued: \(ScanProgress.summary(report))"
        }
        let figures = ScanProgress.text(report)
        guard terminal.isInteractive else { return figures }
        let (done, all) = ScanProgress.share(report)
        return ProgressBar.before(figures, done: done, of: all, width: terminal.width) + figures
    }

    private var failed: [String] {
        guard report.jobs.failed > 0, !report.isPaused else { return [] }
        return ["\(Display.count(report.jobs.failed)) failed, tried again later"]
    }

    private var settling: [String] {
        files(report.jobs.settling, "settling", "may still be being written")
    }

    private var resting: [String] {
        files(report.jobs.resting, "resting", "to be read when what is away is back")
    }

    private func files(_ count: Int, _ state: String, _ words: String) -> [String] {
        guard count > 0 else { return [] }
        return ["\(state): \(Display.count(count)) \(count == 1 ? "file" : "files") \(words)"]
    }

    private var watching: [String] {
        guard report.running else { return [] }
        let overflows = report.overflows > 0 ? " · \(report.overflows) overflows" : ""
        return [
            "watching \(Display.count(report.watches.watched))"
                + (report.watches.watched == 1 ? " folder" : " folders")
                + " of \(Display.count(report.watches.limit)) allowed\(overflows)"
        ] + report.sources.filter { $0.coverage != .none }.map { WatchLine($0, now: now).text }
    }

    /// `2 helpers, sandbox full, 812 files/s, 1 restarted`
    private var helpers: [String] {
        guard report.running, report.helpers.count > 0 else { return [] }
        let helpers = report.helpers
        var words = [
            "\(helpers.count) \(helpers.count == 1 ? "helper" : "helpers") that read files"
        ]
        if let sandbox = helpers.sandbox { words.append("sandbox \(sandbox)") }
        if let pace = helpers.filesPerSecond, pace >= 0.05 {
            words.append("\(Display.count(Int(pace.rounded(.up)))) files/s")
        }
        words.append("\(Display.count(helpers.restarts)) restarted")
        return [words.joined(separator: " · ")]
    }
}

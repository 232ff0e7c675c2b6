import AudiowatchCore

/// A status for people, line by line.
struct StatusText {
    private let report: StatusReport
    private let now: Double

    /// `now` is seconds since 1970 UTC.
    init(_ report: StatusReport, now: Double) {
        self.report = report
        self.now = now
    }

    var lines: [String] {
        [head] + sources + [queue] + settling + resting + watching + helpers
            + report.degraded.map { "! " + TerminalText.escaped($0) }
    }

    private var head: String {
        guard report.running, let pid = report.pid else {
            return "not running; start it with: audiowatch run"
        }
        let since = report.startedAt.map { ", started \(Display.age(seconds: now - $0))" } ?? ""
        return "running\(since), process \(pid), version \(report.version)"
    }

    private var sources: [String] {
        guard !report.sources.isEmpty else {
            return ["no sources yet: audiowatch source add FOLDER"]
        }
        var table = Table([
            .text("source", .end), .text("state"), .number("files"), .number("size"),
            .text(report.running ? "last scan" : "last recorded scan"), .text("folder", .start),
        ])
        for source in report.sources {
            table.add([
                source.name, source.state, Display.count(source.files), Display.bytes(source.bytes),
                source.lastScan.map(scan) ?? "–", source.path,
            ])
        }
        return table.lines(width: Terminal.output.width)
    }

    private func scan(_ scan: ScanStatus) -> String {
        guard let end = scan.finishedAt else {
            return "\(scan.isRunning ? "running" : "broken off") (\(scan.reason.rawValue))"
        }
        return "\(Display.age(seconds: now - end)) (\(scan.reason.rawValue))"
    }

    private var queue: String {
        let jobs = report.jobs
        if report.isPaused { return "paused; go on with: audiowatch resume" }
        guard jobs.waiting + jobs.running > 0 else {
            return "everything is catalogued: \(ScanProgress.summary(report))"
        }
        let failed =
            jobs.failed > 0 ? " · \(Display.count(jobs.failed)) failed, tried again later" : ""
        return ScanProgress.text(report) + failed
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

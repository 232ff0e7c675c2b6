import AudiowatchCore
import Foundation

/// One line that counts while a first scan runs, and a last one when it is done.
struct ScanProgress: Sendable {
    /// How often the line is renewed: as often as numbers can be read.
    private static let interval: Duration = .milliseconds(500)

    /// Shows the line on a terminal until the queue is empty; returns at once elsewhere.
    func show(_ status: @Sendable () async throws -> StatusReport) async {
        guard Terminal.errors.isInteractive else { return }
        var line = ProgressLine()
        while let now = try? await status() {
            if !now.isScanning, now.jobs.isEmpty {
                line.clear()
                return say(ScanProgress.summary(now))
            }
            line.show(now)
            guard (try? await Task.sleep(for: ScanProgress.interval)) != nil else { break }
        }
        line.clear()
    }

    /// The counts of a scan that runs.
    static func text(_ status: StatusReport) -> String {
        let (done, all) = share(status)
        return ProgressLine.text(done: done, of: all, pace: status.queue)
    }

    /// Files that are known, and those that are known of.
    static func share(_ status: StatusReport) -> (done: Int, all: Int) {
        (status.files, status.files + status.jobs.waiting + status.jobs.running)
    }

    /// The counts of a catalogue at rest.
    static func summary(_ status: StatusReport) -> String {
        let bytes = status.sources.reduce(Int64(0)) { $0 &+ $1.bytes }
        let problems =
            status.problems == 0
            ? ""
            : " · \(Display.count(status.problems)) \(status.problems == 1 ? "problem" : "problems")"
                + " (audiowatch problems)"
        return "\(Display.count(status.files)) files · \(Display.bytes(bytes))\(problems)"
    }
}

extension ProgressLine {
    /// Shows how far a daemon's work is.
    mutating func show(_ status: StatusReport) {
        let (done, all) = ScanProgress.share(status)
        show(done: done, of: all, pace: status.queue)
    }
}

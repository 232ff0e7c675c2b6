import ArgumentParser
import AudiowatchCore
import DaemonClient
import Foundation

/// `doctor --events`: what the kernel told lately, and what the daemon decided of it.
struct EventsRun {
    let global: GlobalOptions

    /// - Throws: `DaemonClientError.notRunning`, which ends the program with its own exit code.
    func run() throws {
        let changes = try global.session().daemon.changes()
        var list = RowOutput(
            [
                .text("time"), .text("source", .end), .text("change"), .text("path", .start),
                .text("decision", .end),
            ], json: global.json, limit: ChangeTrail.length)
        for change in changes {
            let row = RowOutput.Row(
                cells: [
                    EventsRun.clock.string(from: Date(timeIntervalSince1970: change.at)),
                    change.source ?? "", change.kind + (change.isDirectory ? " folder" : ""),
                    change.path ?? "", change.decision,
                ], json: change)
            guard list.add(row) else { break }
        }
        try list.finish(nothing: "nothing was told yet")
    }

    /// Local time of the day to the millisecond: the order of things is what one looks for.
    private static let clock: DateFormatter = {
        let clock = DateFormatter()
        clock.locale = Locale(identifier: "en_US_POSIX")
        clock.dateFormat = "HH:mm:ss.SSS"
        return clock
    }()
}

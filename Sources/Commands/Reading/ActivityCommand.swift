import ArgumentParser
import AudiowatchCore
import Foundation
import SQLiteCatalog

/// `audiowatch activity`: what happened lately, and what happens now.
struct ActivityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activity",
        abstract:
            "List what happened lately, the newest first; with --follow what happens from now on.",
        discussion: """
            --follow shows the last ten lines, the oldest first, then each change as it is
            committed. It ends with Ctrl-C, and with exit code 3 when the daemon ends. In
            a pipe each line is time, kind, source, path, with tabs between; with --json a
            line of JSON.

              audiowatch activity
              audiowatch activity --limit 1000 --json
              audiowatch activity --follow
              audiowatch activity --follow --json | jq -r 'select(.kind == "added").path'
            """)

    /// Lines where no number is given: what fits without scrolling far.
    private static let usual = 50
    /// Lines before the first new one, as tail(1) has them.
    private static let before = 10

    @OptionGroup var global: GlobalOptions
    @OptionGroup var limit: LimitOption

    @Flag(name: .shortAndLong, help: "Go on with what happens from now on.")
    var follow = false

    mutating func run() throws {
        let session = try global.session()
        if follow {
            return try ActivityFollower(
                session: session, before: limit.limit ?? ActivityCommand.before, json: global.json
            ).run()
        }
        let most = limit.limit ?? ActivityCommand.usual
        var list = RowOutput(
            [
                .text("when"), .text("what"), .text("source", spare: 2), .text("path", .start),
                .text("detail", .end, spare: 1),
            ], json: global.json, limit: most)
        let now = Date().timeIntervalSince1970
        for row in try session.catalog().activity(most) {
            let cells = [
                Display.age(seconds: now - row.at), row.kind, row.source ?? "", row.path ?? "",
                row.detail ?? "",
            ]
            let tints = [1: ActivityLine.tint(row.kind)].compactMapValues(\.self)
            guard list.add(RowOutput.Row(cells: cells, tints: tints, json: row)) else { break }
        }
        try list.finish(nothing: "nothing happened yet")
    }
}

import ArgumentParser
import AudiowatchCore
import Foundation
import SQLiteCatalog

/// `audiowatch activity`: what happened lately.
struct ActivityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activity",
        abstract: "List what happened lately, the newest first.",
        discussion: """
              audiowatch activity
              audiowatch activity --limit 1000 --json
            """)

    /// Lines where no number is given: what fits without scrolling far.
    private static let usual = 50

    @OptionGroup var global: GlobalOptions
    @OptionGroup var limit: LimitOption

    mutating func run() throws {
        let most = limit.limit ?? ActivityCommand.usual
        var list = RowOutput(
            [
                .text("when"), .text("what"), .text("source"), .text("path", .start),
                .text("detail", .end),
            ], json: global.json, limit: most)
        let now = Date().timeIntervalSince1970
        for row in try global.session().catalog().activity(most) {
            let cells = [
                Display.age(seconds: now - row.at), row.kind, row.source ?? "", row.path ?? "",
                row.detail ?? "",
            ]
            guard list.add(RowOutput.Row(cells: cells, json: row)) else { break }
        }
        try list.finish(nothing: "nothing happened yet")
    }
}

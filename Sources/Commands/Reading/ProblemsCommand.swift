import ArgumentParser
import AudiowatchCore
import SQLiteCatalog

/// `audiowatch problems`: what could not be handled.
struct ProblemsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "problems",
        abstract:
            "List files and folders that could not be handled, with the reason and what to do.",
        discussion: """
            The newest first. In a pipe each line is kind, path, reason, hint, with tabs between.

              audiowatch problems
              audiowatch problems --json | jq -r 'select(.kind == "unreadable").path'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var limit: LimitOption

    mutating func run() throws {
        var list = RowOutput(
            [.text("kind"), .text("path", .start), .text("reason", .end)], json: global.json,
            limit: limit.limit)
        try global.session().catalog().problems { problem in
            list.add(
                RowOutput.Row(
                    cells: [problem.kind, problem.path, problem.reason, problem.hint ?? ""],
                    notes: problem.hint.map { [$0] } ?? [], json: problem))
        }
        try list.finish(nothing: "no problems")
    }
}

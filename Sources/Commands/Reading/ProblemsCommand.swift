import ArgumentParser
import AudiowatchCore
import DaemonClient
import SQLiteCatalog

/// `audiowatch problems`: what could not be handled.
struct ProblemsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "problems",
        abstract:
            "List files and folders that could not be handled, with the reason and what to do.",
        discussion: """
            The newest first. In a pipe each line is kind, path, reason, hint, with tabs
            between.

              audiowatch problems
              audiowatch problems --retry
              audiowatch problems --retry 17
              audiowatch problems --json | jq -r 'select(.kind == "unreadable").path'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var limit: LimitOption

    @Flag(help: "Have the daemon try them again at once.")
    var retry = false

    @Argument(help: "With --retry: the number of one problem; all when left out.")
    var id: Int64?

    mutating func validate() throws {
        guard retry || id == nil else {
            throw ValidationError("a problem's number needs --retry")
        }
    }

    mutating func run() throws {
        if retry { return try tryAgain() }
        var list = RowOutput(ProblemsCommand.columns, json: global.json, limit: limit.limit)
        try fill(&list, global.session().catalog())
        try list.finish(nothing: "no problems")
    }

    /// Page by page: who reads slowly must not hold one state of the database, whose log could not shrink meanwhile.
    private func fill(_ list: inout RowOutput, _ catalog: Catalog) throws {
        var before: Int64?
        while true {
            let page = try catalog.problemPage(size: 1_000, before: before)
            for problem in page.problems where !list.add(ProblemsCommand.row(problem)) { return }
            guard let next = page.next else { return }
            before = next
        }
    }

    static let columns: [Table.Column] = [
        .text("kind"), .text("path", .start), .text("reason", .end),
    ]

    static func row(_ problem: ProblemRow) -> RowOutput.Row {
        RowOutput.Row(
            cells: [problem.kind, problem.path, problem.reason, problem.hint ?? ""],
            notes: problem.hint.map { [$0] } ?? [], json: problem)
    }

    private func tryAgain() throws {
        let session = try global.session()
        var problems = id.map { [$0] } ?? []
        if id == nil {
            // Who is told that nothing can be retried should know that first.
            _ = try session.daemon.identity()
            try session.catalog().problems { problem in
                problems.append(problem.id)
                return problems.count < ProblemsCommand.most
            }
        }
        guard !problems.isEmpty else { throw ExitCode.nothing.saying("no problems") }
        var answers: [RetryAnswer] = []
        for problem in problems {
            guard let answer = try retry(problem, session.daemon) else { continue }
            answers.append(answer)
        }
        if global.json { return try printJSON(answers) }
        say("trying \(answers.count) again; `audiowatch wait` ends when that is done")
    }

    /// Nil when one of all of them went away meanwhile: all the better.
    private func retry(_ problem: Int64, _ daemon: DaemonClient) throws -> RetryAnswer? {
        do {
            return try daemon.retry(problem: problem)
        } catch {
            guard id == nil, case .refused(let refusal) = error, refusal.code == .notFound else {
                throw error
            }
            return nil
        }
    }

    /// Problems tried again at a time.
    private static let most = 10_000
}

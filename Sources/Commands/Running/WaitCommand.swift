import ArgumentParser
import AudiowatchCore
import DaemonClient

/// `audiowatch wait`: the sync point.
struct WaitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Return when everything done so far is in the catalogue.",
        discussion: """
            Starts no scan: it waits for what the kernel has told, and for what follows
            from it.

              cp new.wav ~/Samples/ && audiowatch wait && audiowatch search new
              audiowatch wait --timeout 10
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Give up after so many seconds (exit code 1).")
    var timeout: Double?

    mutating func run() throws {
        let result = try WatchedWait(daemon: global.daemon()).wait(
            timeout: timeout.map { .seconds(min(max($0, 0), 1e7)) })
        if global.json { try printJSON(result) }
        guard !result.isComplete else { return }
        if !global.json { say(result.reason ?? "not complete yet") }
        throw ExitCode.nothing
    }
}

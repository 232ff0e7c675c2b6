import ArgumentParser
import AudiowatchCore
import DaemonClient
import Foundation

/// `audiowatch stop`: end the daemon in good order.
struct StopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "End the running daemon; nothing is lost.",
        discussion: """
            Work that is not done is remembered, and goes on at the next start.

              audiowatch stop
            """)

    @OptionGroup var global: GlobalOptions

    mutating func run() throws {
        let answer = try global.daemon().stopAndWait()
        if global.json { return try printJSON(answer) }
        say("stopped process \(answer.pid)")
    }
}

extension DaemonClient {
    /// Ends the daemon and waits until its process is gone, and with it its hold on the catalogue: ten seconds at most.
    func stopAndWait() throws -> StopAnswer {
        let answer = try stop()
        guard let pid = pid_t(exactly: answer.pid), hasEnded(pid) else {
            throw Failure(
                "process \(answer.pid) still runs after 10 s; `kill -9 \(answer.pid)` loses nothing either"
            )
        }
        return answer
    }

    private func hasEnded(_ pid: pid_t) -> Bool {
        for _ in 0..<1_000 {
            if kill(pid, 0) != 0, errno == ESRCH { return true }
            usleep(10_000)
        }
        return false
    }
}

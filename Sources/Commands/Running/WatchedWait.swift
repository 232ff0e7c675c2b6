import AudiowatchCore
import DaemonClient
import Dispatch
import Foundation

/// Waits for the daemon's work, and shows how far it is to whoever looks.
struct WatchedWait {
    /// How often the line is renewed: as often as numbers can be read.
    private static let interval: DispatchTimeInterval = .milliseconds(500)

    let daemon: DaemonClient

    /// As ``DaemonClient/wait(for:timeout:)``; blocks.
    func wait(
        for ticket: ScanTicket? = nil, timeout: Duration? = nil
    ) throws(DaemonClientError) -> WaitResult {
        guard Terminal.errors.isInteractive else {
            return try daemon.wait(for: ticket, timeout: timeout)
        }
        let (isDone, hasEnded) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let daemon = daemon
        Thread.detachNewThread {
            var line = ProgressLine()
            while isDone.wait(timeout: .now() + WatchedWait.interval) == .timedOut {
                // Who is shown nothing still waits for the right thing.
                if let status = try? daemon.status(), !status.jobs.isEmpty { line.show(status) }
            }
            line.clear()
            hasEnded.signal()
        }
        defer {
            isDone.signal()
            hasEnded.wait()
        }
        return try daemon.wait(for: ticket, timeout: timeout)
    }
}

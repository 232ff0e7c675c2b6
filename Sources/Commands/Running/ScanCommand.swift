import ArgumentParser
import AudiowatchCore
import Daemon
import DaemonClient
import Foundation
import Logging
import Settings
import Synchronization
import SystemPackage

/// `audiowatch scan`: look at whole sources again.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Look at whole sources or folders again.",
        discussion: """
            Asks the running daemon. With --wait, and without a daemon, the whole work is
            done here and the command ends when nothing is waiting.

              audiowatch scan
              audiowatch scan samples --wait
              audiowatch scan ~/Music/New --wait
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(
        help: "Names of sources, or paths of folders inside them; everything when none is given.")
    var what: [String] = []

    @Flag(help: "End only when everything is catalogued.")
    var wait = false

    mutating func run() async throws {
        let session = try global.session()
        do {
            try askDaemon(session)
        } catch DaemonClientError.notRunning(let socket) {
            guard wait else { throw DaemonClientError.notRunning(socket: socket) }
            try await scanAlone(session)
        }
    }

    private func askDaemon(_ session: Session) throws {
        let daemon = session.daemon
        let ticket = try daemon.scan(try request(session))
        guard wait else {
            if global.json { return try printJSON(ticket) }
            say(
                "scanning \(ticket.sources.joined(separator: ", ")); `audiowatch status` shows how far it is"
            )
            return
        }
        let result = try WatchedWait(daemon: daemon).wait(for: ticket)
        guard result.isComplete else {
            throw Failure(result.reason ?? "the daemon ended before everything was catalogued")
        }
        try report(try daemon.status())
    }

    private func scanAlone(_ session: Session) async throws {
        let request = try request(session)
        let names = request.isEverything ? nil : request.sources ?? []
        guard (request.paths ?? []).isEmpty else {
            throw Failure(
                "without a daemon only whole sources are scanned: audiowatch scan NAME --wait")
        }
        let line = Mutex(ProgressLine())
        let final = try await ScanAlone(session.setup(logLevel: .warning)).run(sources: names) {
            status in line.withLock { $0.show(status) }
        }
        line.withLock { $0.clear() }
        try report(final)
    }

    private func report(_ status: StatusReport) throws {
        if global.json { return try printJSON(status) }
        say(ScanProgress.summary(status))
    }

    /// What is a source's name is taken for one; anything else is a path.
    private func request(_ session: Session) throws -> ScanRequest {
        let names = session.configuration.sources.map(\.name)
        let (sources, paths) = what.reduce(into: ([String](), [PathText]())) { result, word in
            if names.contains(word) {
                result.0.append(word)
            } else {
                result.1.append(PathText(FilePath(word).absolute))
            }
        }
        return ScanRequest(sources: sources, paths: paths)
    }
}

import ArgumentParser
import AudiowatchCore
import Daemon
import Foundation
import Logging
import Settings
import SystemPackage

/// `audiowatch run`: the daemon, in the foreground.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watch the sources and keep the catalogue equal to them, until stopped.",
        discussion: """
            Runs in the foreground and ends on Ctrl-C, SIGTERM or `audiowatch stop`,
            losing nothing.

            With --background it goes on after this command, which returns when the daemon
            answers.

              audiowatch run
              audiowatch run --background
              audiowatch run --config ~/studio.toml
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Start it as a process of its own; what it says goes to a log.")
    var background = false

    mutating func run() async throws {
        let session = try global.session()
        if background {
            let started = try BackgroundDaemon(session: session, options: global.absolute).start()
            return say(started)
        }
        for warning in session.warnings { say("\(session.file.display): \(warning)") }
        if session.configuration.sources.isEmpty {
            say("no sources yet: audiowatch source add FOLDER")
        }
        let progress = ScanProgress()
        try await Daemon(session.setup()).run { status in
            say("running, process \(getpid()); stop with Ctrl-C or `audiowatch stop`")
            if let report = try? await status() {
                if let page = report.page { say("page: \(page)") }
                for line in ElsewhereText.lines(report, session.configuration.server) { say(line) }
            }
            await progress.show(status)
        }
    }
}

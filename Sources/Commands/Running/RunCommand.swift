import ArgumentParser
import AudiowatchCore
import Daemon
import Foundation
import Logging
import Settings

/// `audiowatch run`: the daemon, in the foreground.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watch the sources and keep the catalogue equal to them, until stopped.",
        discussion: """
            Runs in the foreground and ends on Ctrl-C, SIGTERM or `audiowatch stop`, losing nothing.

              audiowatch run
              audiowatch run --config ~/studio.toml
            """)

    @OptionGroup var global: GlobalOptions

    mutating func run() async throws {
        let session = try global.session()
        for warning in session.warnings { say("\(session.file.display): \(warning)") }
        if session.configuration.sources.isEmpty {
            say("no sources yet: audiowatch source add FOLDER")
        }
        let progress = ScanProgress()
        try await Daemon(session.setup()).run { status in
            say("running, process \(getpid()); stop with Ctrl-C or `audiowatch stop`")
            if let page = try? await status().page { say("page: \(page)") }
            await progress.show(status)
        }
    }
}

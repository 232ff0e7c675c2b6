public import ArgumentParser
import AudiowatchCore
import Daemon
import DaemonClient
import Foundation
import Settings

/// The whole command line.
public struct AudiowatchCommand: AsyncParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "audiowatch",
        abstract: "Keeps a live catalogue of your audio files.",
        discussion: """
            Exit codes: 0 done, 1 nothing found, 2 wrong usage, 3 no daemon, 4 some problems, 5 port in
            use, 6 a limit of the system is reached, 7 no desktop session.
            """,
        version: Version.full,
        groupedSubcommands: [
            CommandGroup(
                name: "Working:",
                subcommands: [
                    RunCommand.self, ScanCommand.self, WaitCommand.self, StatusCommand.self,
                    OpenCommand.self, PauseCommand.self, ResumeCommand.self, StopCommand.self,
                    TrayCommand.self,
                ]),
            CommandGroup(
                name: "Reading:",
                subcommands: [
                    SearchCommand.self, StatsCommand.self, DuplicatesCommand.self,
                    VerdictCommand.self,
                    ProblemsCommand.self, ShowCommand.self, WhyCommand.self,
                    ActivityCommand.self, DoctorCommand.self,
                ]),
            CommandGroup(
                name: "Configuring:",
                subcommands: [
                    InitCommand.self, SourceCommand.self, ConfigCommand.self, TokenCommand.self,
                ]),
        ])

    /// Made by the argument parser.
    public init() {}

    /// Parses the process's arguments, runs the command and ends the process with its exit code.
    public static func perform() async -> Never {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            exit(withError: nil)
        } catch {
            end(with: error)
        }
    }

    /// Says what went wrong in our own words, or in the parser's for its own errors.
    private static func end(with error: any Error) -> Never {
        if error is ExitCode { exit(withError: error) }
        let code = exitCode(for: error)
        if code == .success { exit(withError: error) }
        if code == .validationFailure || error is ValidationError {
            say(fullMessage(for: error))
            exit(withError: ExitCode.usage)
        }
        say("audiowatch: \(error)")
        if case DaemonClientError.notRunning = error { exit(withError: ExitCode.noDaemon) }
        if DaemonFailure.isPortInUse(error) { exit(withError: ExitCode.portInUse) }
        if DaemonFailure.isLimitReached(error) { exit(withError: ExitCode.limit) }
        exit(withError: ExitCode(error is SettingsError ? 2 : 70))
    }
}

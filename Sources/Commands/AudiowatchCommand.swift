public import ArgumentParser
import AudiowatchCore
import Daemon
import DaemonClient
import Foundation
import SQLiteCatalog
import Settings

/// The whole command line.
public struct AudiowatchCommand: AsyncParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "audiowatch",
        abstract: "Keeps a live catalogue of your audio files.",
        discussion: """
            Data goes to standard output, talk to standard error. `audiowatch help
            COMMAND` shows what a command does, with examples.

              audiowatch source add ~/Samples
              audiowatch run
              audiowatch status --watch
              audiowatch search vocal --format wav --min-duration 5

            `audiowatch help CHAPTER` opens the manual:

            \(HelpCommand.chapters)

            Exit codes:

            \(AudiowatchCommand.exitCodes)
            """,
        version: Version.full,
        // The parser lists one of its own, which this takes the place of.
        subcommands: [HelpCommand.self],
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
                name: "With other programs:",
                subcommands: [
                    ExportCommand.self, AnnotateCommand.self, ImportCatalogCommand.self,
                ]),
            CommandGroup(
                name: "Configuring:",
                subcommands: [
                    InitCommand.self, SourceCommand.self, ConfigCommand.self, TokenCommand.self,
                    ServiceCommand.self,
                ]),
        ])

    private static var exitCodes: String {
        ExitCode.meanings.map { "  \($0.code.rawValue)  \($0.meaning)" }.joined(separator: "\n")
    }

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
        switch error {
        case DaemonClientError.notRunning, DaemonClientError.lost:
            exit(withError: ExitCode.noDaemon)
        case let error as CatalogError where error.kind == .missing:
            exit(withError: ExitCode.nothing)
        default: break
        }
        if DaemonFailure.isPortInUse(error) { exit(withError: ExitCode.portInUse) }
        if DaemonFailure.isLimitReached(error) { exit(withError: ExitCode.limit) }
        exit(withError: error is SettingsError ? ExitCode.usage : .failed)
    }
}

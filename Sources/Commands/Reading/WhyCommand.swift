import ArgumentParser
import AudiowatchCore
import Foundation
import SQLiteCatalog
import Settings
import SystemPackage

/// `audiowatch why`: which rule applies to a path.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Tell why a file or folder is in the catalogue, or why not.",
        discussion: """
              audiowatch why ~/Samples/node_modules/beep.wav
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The path; nothing need stand there.")
    var path: String

    mutating func run() throws {
        let session = try global.session()
        let given = RawArgument.path(path)
        var verdict = PathVerdict(of: given, session.configuration)
        var asked = given
        // The folder may have been reached through a symbolic link, the file itself must not be followed.
        if verdict.kind == .outside, let name = given.fileName,
            let folder = given.removingLastComponent().resolved
        {
            asked = folder.child(name)
            verdict = PathVerdict(of: asked, session.configuration)
        }
        var details: FileDetails?
        var jobs: [WaitingJob] = []
        if FileManager.default.fileExists(atPath: session.configuration.database.string) {
            let catalog = try session.catalog()
            verdict.catalogue = try WhyCommand.word(catalog.isKnown(asked))
            details = try catalog.show(.path(asked))
            jobs = try catalog.jobs(at: asked)
            verdict.isSettling = jobs.contains(where: \.isSettling)
        }
        if global.json { return try printJSON(verdict) }
        for line in WhyCommand.lines(verdict, details, jobs) { print(TerminalText.escaped(line)) }
    }

    private static func word(_ known: KnownPath) -> String {
        switch known {
        case .present: "present"
        case .deleted: "deleted"
        case .directory: "directory"
        case .unknown: "unknown"
        case .outside: "outside"
        }
    }

    private static func lines(
        _ verdict: PathVerdict, _ details: FileDetails?, _ jobs: [WaitingJob]
    ) -> [String] {
        let state: String? =
            switch (verdict.kind, verdict.catalogue) {
            case (_, "present"): "it is in the catalogue: audiowatch show PATH"
            case (_, "deleted"): "the catalogue holds it as deleted"
            case (.audio, nil): "there is no catalogue yet: audiowatch scan --wait"
            case (.audio, "unknown") where verdict.isSettling == true: nil
            case (.audio, "unknown"):
                "it is not in the catalogue yet: audiowatch scan, then `audiowatch problems`"
            default: nil
            }
        let waiting: String? =
            if verdict.isSettling == true {
                "it is settling: still being written, and looked at when it rests or is closed"
            } else {
                jobs.isEmpty ? nil : "it is waiting to be looked at again"
            }
        let problems = (details?.problems ?? []).map { "\($0.kind): \($0.reason)" }
        return ["\(verdict.path): \(verdict.reason)"]
            + ([state, waiting].compactMap(\.self) + problems).map { "  \($0)" }
    }
}

import ArgumentParser
import AudiowatchCore
import DaemonClient
import SQLiteCatalog

/// `audiowatch verdict`: what becomes of a group of duplicates.
struct VerdictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verdict",
        abstract: "Decide of a file and its copies: keep this one, not-duplicate, later, undo.",
        discussion: """
            A decided group is not listed any more. `keep` says that this file stays and
            its copies may go: they are exported as a list or as a script on the page.
            Nothing is deleted by deciding.

              audiowatch verdict keep ~/Samples/kick.wav
              audiowatch verdict later --near ~/Samples/take.wav
              audiowatch verdict undo ~/Samples/kick.wav
            """)

    /// What may be decided.
    enum Word: String, ExpressibleByArgument, CaseIterable {
        case keep
        case notDuplicate = "not-duplicate"
        case later
        case undo

        var verdict: Verdict? {
            switch self {
            case .keep: .keep
            case .notDuplicate: .notDuplicate
            case .later: .later
            case .undo: nil
            }
        }
    }

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Of the files that are alike by name and length, instead of the equal ones.")
    var near = false

    @Argument(help: "keep, not-duplicate, later or undo.")
    var word: Word

    @Argument(help: "A file of the group.")
    var file: String

    mutating func run() throws {
        let session = try global.session()
        guard let details = try session.catalog().show(.path(RawArgument.path(file))),
            let content = details.id
        else { throw ExitCode.nothing.saying("\(file) is not in the catalogue, or was never read") }
        let group = near ? details.near?.leader : content
        guard let group else { throw ExitCode.nothing.saying("\(file) is like no other file") }
        let answer = try session.daemon.decide(
            near ? .near(leader: group) : .exact(group), word.verdict,
            keeping: word == .keep ? details.file : nil)
        if global.json { return try printJSON(answer) }
        say(word == .undo ? "nothing is decided of it" : "recorded")
    }
}

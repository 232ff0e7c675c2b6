import ArgumentParser
import AudiowatchCore

/// `audiowatch help`: the help of a command, or a chapter of the manual.
struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Show the help of a command, or a chapter of the manual.",
        discussion: """
            The chapters:

            \(HelpCommand.chapters)

              audiowatch help searching
              audiowatch help source add
            """, shouldDisplay: false, helpNames: [.long])

    static var chapters: String {
        let width = Topic.all.map(\.name.count).max() ?? 0
        return Topic.all.map { topic in
            let blanks = String(repeating: " ", count: width + 2 - topic.name.count)
            return "  \(topic.name)\(blanks)\(topic.title)"
        }.joined(separator: "\n")
    }

    @Argument(help: "A chapter, or the words that call a command.")
    var what: [String] = []

    // For scripts/install.
    @Option(help: .hidden)
    var man: String?

    @Flag(help: .hidden)
    var manList = false

    mutating func run() throws {
        if manList {
            for page in try Topic.pages() { print(page.file) }
            return
        }
        if let man {
            guard let page = try Topic.pages().first(where: { $0.file == man }) else {
                throw ExitCode.nothing.saying("there is no page \(man)")
            }
            return print(page.text, terminator: "")
        }
        if what.count == 1, let topic = what.first.flatMap(Topic.named) {
            let title = Block.heading("\(topic.name): \(topic.title)")
            for line in TerminalPage(terminal: .output).lines([title] + topic.blocks) {
                print(line)
            }
            return
        }
        print(AudiowatchCommand.helpMessage(for: try command(), columns: Terminal.output.width))
    }

    private func command() throws -> any ParsableCommand.Type {
        var command: any ParsableCommand.Type = AudiowatchCommand.self
        for word in what {
            guard
                let child = command.configuration.subcommands.first(where: {
                    $0._commandName == word
                })
            else {
                let names = Topic.all.map(\.name).joined(separator: ", ")
                throw ExitCode.usage.saying(
                    "there is neither a command nor a chapter \(what.joined(separator: " "));"
                        + " the chapters are \(names)")
            }
            command = child
        }
        return command
    }
}

import ArgumentParser
import Foundation
import Testing

@testable import Commands

/// What `--help` says, of every subcommand that there is.
@Suite struct HelpTests {
    /// A command with the words that call it.
    struct Called: CustomTestStringConvertible, Sendable {
        let words: [String]
        let type: any ParsableCommand.Type
        var testDescription: String { words.joined(separator: " ") }
    }

    static func commands(
        below type: any ParsableCommand.Type = AudiowatchCommand.self, _ words: [String] = []
    ) -> [Called] {
        let words = words + [type._commandName]
        return [Called(words: words, type: type)]
            + type.configuration.subcommands.flatMap { commands(below: $0, words) }
    }

    /// The lines of a discussion that call the program.
    private func examples(_ command: Called) -> [String] {
        command.type.configuration.discussion.split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }.filter { $0.hasPrefix("audiowatch ") }
    }

    @Test func `there are commands, those below others too`() {
        let all = Self.commands().map(\.testDescription)
        #expect(all.contains("audiowatch search") && all.contains("audiowatch source add"))
    }

    @Test(arguments: commands()) func `every command says what it does, with an example of its own`(
        command: Called
    ) {
        #expect(!command.type.configuration.abstract.isEmpty)
        let own = command.words.joined(separator: " ")
        #expect(
            examples(command).contains { $0 == own || $0.hasPrefix(own + " ") },
            "\(own) has no example: \(command.type.configuration.discussion)")
    }

    @Test(arguments: commands()) func `every example is understood`(command: Called) throws {
        for example in examples(command) {
            for call in ShellWords.calls(in: example) where call.first == "audiowatch" {
                #expect(throws: Never.self, "\(example)") {
                    _ = try AudiowatchCommand.parseAsRoot(Array(call.dropFirst()))
                }
            }
        }
    }

    @Test func `every option and argument is explained`() throws {
        func check(_ command: ToolInfo.Command) {
            for argument in command.arguments ?? [] where argument.shouldDisplay {
                let name = argument.names?.last?.typed ?? argument.valueName ?? ""
                #expect(argument.abstract?.isEmpty == false, "\(command.commandName) \(name)")
            }
            command.subcommands?.forEach(check)
        }
        let root = try ToolInfo.current().command
        // The parser's own help stands in its description too, after ours.
        for command in root.subcommands ?? [] where command.commandName != "help" {
            check(command)
        }
    }

    @Test func `the help of the program names every exit code`() {
        let page = AudiowatchCommand.helpMessage(columns: 100)
        for (code, meaning) in ExitCode.meanings {
            #expect(page.contains("\(code.rawValue)  \(meaning)"))
        }
        #expect(Set(ExitCode.meanings.map(\.code)).count == ExitCode.meanings.count)
    }
}

/// A line of shell as the words of the programs it calls: quotes, pipes and lists, no more.
enum ShellWords {
    static func calls(in line: String) -> [[String]] {
        var calls: [[String]] = [[]]
        var word: String?
        var quote: Character?
        func isEnd(_ character: Character) -> Bool { "|&;".contains(character) }
        for character in line {
            switch character {
            case quote: quote = nil
            case _ where quote != nil: word = (word ?? "") + String(character)
            case "'", "\"": (quote, word) = (character, word ?? "")
            case " ":
                if let done = word { calls[calls.count - 1].append(done) }
                word = nil
            case _ where isEnd(character):
                if let done = word { calls[calls.count - 1].append(done) }
                word = nil
                calls.append([])
            default: word = (word ?? "") + String(character)
            }
        }
        if let done = word { calls[calls.count - 1].append(done) }
        // What goes into a file, or comes from one, is no word of the program.
        return calls.filter { !$0.isEmpty }.map { call in
            Array(call.prefix { $0 != ">" && $0 != "<" && $0 != ">>" })
        }
    }
}

import ArgumentParser
import AudiowatchCore
import Foundation
import Settings
import SystemPackage
import TestSupport
import Testing

@testable import Commands

/// The manual says everything that the program knows, and says it to man(1) in its own language.
@Suite struct ManualTests {
    private func text(_ topic: Topic) -> String {
        topic.blocks.map(\.plain).joined(separator: "\n")
    }

    @Test
    func `every operator of the search stands in its chapter, with examples that are understood`()
        throws
    {
        let chapter = text(.searching)
        for known in SearchOperator.all {
            #expect(chapter.contains("\(known.name):\n"), "\(known.name)")
            #expect(chapter.contains(known.meaning))
            for example in known.examples {
                #expect(chapter.contains(example), "\(example)")
                #expect(throws: Never.self) { try SearchQuery(parsing: example) }
            }
        }
        for state in FileStateWord.allCases { #expect(chapter.contains("is:\(state.rawValue)\n")) }
        for field in HitField.allCases { #expect(chapter.contains("{\(field.rawValue)}\n")) }
    }

    @Test func `every key of the configuration stands below its table, with its default`() throws {
        for key in KnownKey.all {
            let table =
                key.section == .sources ? "[sources.NAME]" : "[\(key.section.rawValue)]"
            let blocks = Topic.configuration.blocks.drop { $0 != .heading(table) }
            let terms = blocks.compactMap { if case .terms(let terms) = $0 { terms } else { nil } }
            let term = try #require(
                terms.first?.first { $0.name == key.name }, "\(key.title) is missing")
            #expect(term.meaning.contains(key.meaning))
            if let fallback = key.fallback { #expect(term.meaning.contains(fallback.toml)) }
        }
    }

    @Test func `a chapter is not called like a command, and no two alike`() {
        let commands = HelpTests.commands().compactMap { $0.words.dropFirst().first }
        #expect(Set(Topic.all.map(\.name)).count == Topic.all.count)
        #expect(Set(Topic.all.map(\.name)).isDisjoint(with: commands))
        for topic in Topic.all { #expect(topic.blocks.count > 3, "\(topic.name)") }
    }

    @Test func `calls that chapters show are understood`() throws {
        for topic in Topic.all {
            for case .code(let lines) in topic.blocks {
                for line in lines where line.hasPrefix("audiowatch ") {
                    for call in ShellWords.calls(in: line) where call.first == "audiowatch" {
                        #expect(throws: Never.self, "\(topic.name): \(line)") {
                            try AudiowatchCommand.parseAsRoot(Array(call.dropFirst()))
                        }
                    }
                }
            }
        }
    }

    @Test func `the page of the program has every command, option and exit code`() throws {
        let page = try #require(try Topic.pages().first)
        #expect(page.file == "audiowatch.1")
        let plain = page.blocks.map(\.plain).joined(separator: "\n")
        for command in HelpTests.commands() where command.words.dropFirst().first != "help" {
            let words = command.words.joined(separator: " ")
            #expect(page.blocks.contains(.subheading(words)) || words == "audiowatch", "\(words)")
        }
        for option in ["--min-duration", "--template", "--follow", "--config", "--json", "-0"] {
            #expect(plain.contains(option), "\(option)")
        }
        #expect(try Topic.pages().map(\.file).contains("audiowatch.toml.5"))
        #expect(try Topic.pages().map(\.file).contains("audiowatch-searching.7"))
    }

    @Test func `man formats every page without a complaint`() throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/groff") else {
            print("skipped: groff is not installed (Debian: groff-base)")
            return
        }
        let folder = try TemporaryFolder("man")
        for page in try Topic.pages() {
            let file = try folder.file(page.file, page.text.utf8)
            let result = try run(
                "/usr/bin/groff", ["-K", "utf8", "-T", "utf8", "-man", "-ww", "-z", file.string])
            #expect(
                result.status == 0 && result.errorText.isEmpty, "\(page.file): \(result.errorText)")
        }
    }

    @Test func `text for man holds no request by accident`() {
        #expect(ManualPage.escaped(".SH x") == "\\&.SH x")
        #expect(
            ManualPage.escaped("--json 'a\\t' \"b\"") == "\\-\\-json \\(aqa\\et\\(aq \\(dqb\\(dq")
        let page = ManualPage(
            name: "a", section: 7, title: "b", blocks: Block.blocks("# H\nx\ny\n\n  code  .x\n"))
        #expect(page.text.contains(".SH \"H\"\n.PP\nx y\n.PP\n.RS 4\n.nf\ncode  .x\n.fi\n.RE\n"))
    }

    @Test func `a chapter fits its terminal`() {
        for width in [40, 80, 200] {
            let terminal = Terminal(width: width, isInteractive: true, hasColour: false)
            for topic in Topic.all {
                let prose = topic.blocks.filter { if case .code = $0 { false } else { true } }
                for line in TerminalPage(terminal: terminal).lines(prose) {
                    let isOneWord = !line.trimmingCharacters(in: .whitespaces).contains(" ")
                    #expect(
                        TerminalText.columns(of: line) <= width || isOneWord, "\(width): \(line)")
                }
            }
        }
        #expect(TerminalPage.wrapped("a bb ccc dddddd", to: 4) == ["a bb", "ccc", "dddddd"])
    }
}

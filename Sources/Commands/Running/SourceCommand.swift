import ArgumentParser
import AudiowatchCore
import DaemonClient
import Foundation
import Settings
import SystemPackage

/// `audiowatch source`: the folders that are watched.
struct SourceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "source", abstract: "Add, remove, change or list the watched folders.",
        discussion: """
              audiowatch source add ~/Samples
              audiowatch source list
            """,
        subcommands: [Add.self, Remove.self, Set.self, List.self])

    /// `audiowatch source add`
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Watch a folder.",
            discussion: "  audiowatch source add ~/Samples --name samples")

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The folder.") var folder: String
        @Option(help: "Its name; made from the folder's when not given.") var name: String?

        mutating func run() throws {
            let editor = global.editor
            // Taken for a name in the current folder, it would be a source that never comes.
            let path =
                try ConfigurationEditor.isForeign(folder)
                ? editor.folder(folder) : FilePath(folder).absolute
            let added = try editor.addSource(path, name: name)
            for warning in added.warnings { say("\(editor.file.display): \(warning)") }
            guard added.isNew else {
                say("\(folder) is source \(added.name) already")
                return
            }
            say("added source \(added.name) to \(editor.file.display)")
            say("undo with: audiowatch source remove \(added.name)")
            try global.takeOver()
        }
    }

    /// `audiowatch source remove`
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Watch a folder no longer; its rows stay until `doctor --prune`.",
            discussion: "  audiowatch source remove samples")

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The source's name.") var name: String

        mutating func run() throws {
            try global.editor.removeSource(name)
            say("removed source \(name) from the configuration; nothing on the disk was touched")
            say("its rows stay in the catalogue until: audiowatch doctor --prune")
            try global.takeOver()
        }
    }

    /// `audiowatch source set`
    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a key of a source.",
            discussion: """
                  audiowatch source set samples role backup
                  audiowatch source set samples exclude '*.bak' 'Bounces/tmp'

                `audiowatch help configuration` lists the keys.
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The source's name.") var name: String
        @Argument(help: "The key: path, enabled, exclude, role, …") var key: String
        @Argument(help: "Its value; several for a list.") var values: [String]

        mutating func run() throws {
            try global.editor.setSource(name, key, to: values)
            say("\(name): \(key) = \(values.joined(separator: ", "))")
            try global.takeOver()
        }
    }

    /// `audiowatch source list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the configured sources.",
            discussion: """
                  audiowatch source list
                  audiowatch source list --json
                """)

        @OptionGroup var global: GlobalOptions

        mutating func run() throws {
            let sources = try global.session().configuration.sources
            if global.json { return try printJSON(sources.map(Row.init)) }
            guard !sources.isEmpty else {
                say("no sources yet: audiowatch source add FOLDER")
                throw ExitCode.nothing
            }
            var table = Table([
                .text("source", .end), .text("watched"), .text("role"), .text("folder", .start),
            ])
            for source in sources {
                table.add([
                    source.name, source.isEnabled ? "yes" : "no", source.role.rawValue,
                    source.path.display,
                ])
            }
            for line in table.lines(for: .output) { print(line) }
        }

        private struct Row: Encodable {
            var name: String
            var path: String
            var enabled: Bool
            var role: String
            var exclude: [String]

            init(_ source: Source) {
                name = source.name
                path = source.path.display
                enabled = source.isEnabled
                role = source.role.rawValue
                exclude = source.exclude
            }
        }
    }
}

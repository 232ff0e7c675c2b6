import ArgumentParser
import AudiowatchCore
import Foundation
import Settings
import SystemPackage

/// `audiowatch init`: make the configuration file.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make the configuration file, with every key explained.",
        discussion: """
              audiowatch init
              audiowatch init --print | less
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(name: .customLong("print"), help: "Print it instead.")
    var isPrinting = false

    mutating func run() throws {
        if isPrinting {
            print(ConfigurationTemplate.text, terminator: "")
            return
        }
        let editor = global.editor
        let isNew = try editor.create()
        say(isNew ? "made \(editor.file.display)" : "\(editor.file.display) is there already")
    }
}

/// `audiowatch config`: about the configuration file.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check the configuration file, or change a key in it.",
        discussion: """
              audiowatch config check
              audiowatch config set tray.notifications false
            """, subcommands: [Check.self, Set.self])

    /// `audiowatch config check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with it, all at once, with the line of each.",
            discussion: """
                  audiowatch config check
                  audiowatch config check --config ~/studio.toml
                """)

        @OptionGroup var global: GlobalOptions

        mutating func run() throws {
            let session = try global.session()
            for warning in session.warnings { say("\(session.file.display): \(warning)") }
            let count = session.configuration.sources.count
            say("\(session.file.display) is right: \(count) source\(count == 1 ? "" : "s")")
        }
    }

    /// `audiowatch config set`
    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a key outside the sources; comments and order stay.",
            discussion: """
                  audiowatch config set tray.notifications false
                  audiowatch config set scan.workers 2
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The key: tray.notifications, scan.workers, …") var key: String
        @Argument(help: "Its value; several for a list.") var values: [String]

        mutating func run() throws {
            let editor = global.editor
            try editor.set(key, to: values)
            say("\(key) = \(values.joined(separator: ", ")) in \(editor.file.display)")
            try global.takeOver()
        }
    }
}

extension GlobalOptions {
    /// Edits the configuration file that these options mean.
    var editor: ConfigurationEditor {
        let paths = StandardPaths.current()
        return ConfigurationEditor(
            file: config.map { FilePath($0).absolute } ?? paths.configurationFile, paths: paths)
    }
}

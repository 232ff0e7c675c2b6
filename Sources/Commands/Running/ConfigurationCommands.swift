import ArgumentParser
import AudiowatchCore
import Foundation
import Settings
import SystemPackage

/// `audiowatch init`: make the configuration file.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make the configuration file, with every key explained.")

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
        commandName: "config", abstract: "Check the configuration file.", subcommands: [Check.self])

    /// `audiowatch config check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with it, all at once, with the line of each.")

        @OptionGroup var global: GlobalOptions

        mutating func run() throws {
            let session = try global.session()
            for warning in session.warnings { say("\(session.file.display): \(warning)") }
            let count = session.configuration.sources.count
            say("\(session.file.display) is right: \(count) source\(count == 1 ? "" : "s")")
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

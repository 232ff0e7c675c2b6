import ArgumentParser
import Foundation

/// The command line as the argument parser describes it with `--experimental-dump-help`, as far as a manual needs it.
struct ToolInfo: Decodable {
    var command: Command

    struct Command: Decodable {
        var superCommands: [String]?
        var shouldDisplay: Bool
        var commandName: String
        var abstract: String?
        var discussion: String?
        var subcommands: [Command]?
        var arguments: [Argument]?
    }

    struct Argument: Decodable {
        var kind: String
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var abstract: String?
    }

    struct Name: Decodable {
        var kind: String
        var name: String

        /// As it is typed.
        var typed: String { (kind == "long" ? "--" : "-") + name }
    }

    /// Of the whole program.
    static func current() throws -> ToolInfo {
        try JSONDecoder().decode(
            ToolInfo.self, from: Data(AudiowatchCommand._dumpHelp().utf8))
    }
}

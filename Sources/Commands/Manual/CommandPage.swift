import ArgumentParser

/// `audiowatch(1)`: every command with its options, made from the definitions that parse them.
struct CommandPage {
    let tool: ToolInfo

    /// Options that every command has stand once.
    private static let everywhere: Set<String> = ["help", "version", "config", "database", "json"]

    var blocks: [Block] {
        let root = tool.command
        return [.heading("Synopsis"), .code(["audiowatch COMMAND [OPTION…] [ARGUMENT…]"])]
            + [.heading("Description")] + Block.blocks(root.discussion ?? "").prefix { $0 != exits }
            + [.heading("Options of every command"), .terms(common)] + [.heading("Commands")]
            + (root.subcommands ?? []).filter { $0.commandName != "help" }.flatMap(blocks(of:))
            + [.heading("Exit status"), .terms(CommandPage.codes)]
            + [.heading("Files"), .terms(CommandPage.files)]
    }

    /// They have a section of their own.
    private var exits: Block { .text("Exit codes:") }

    private static var codes: [Block.Term] {
        ExitCode.meanings.map { Block.Term("\($0.code.rawValue)", $0.meaning) }
    }

    /// What stands where. `audiowatch help privacy` says what is in each.
    static let files = [
        Block.Term("~/.config/audiowatch/config.toml", "the configuration, audiowatch.toml(5)"),
        Block.Term("~/.local/share/audiowatch/catalog.db", "the catalogue"),
        Block.Term("~/.local/state/audiowatch/", "logs of daemons started in the background"),
        Block.Term("~/.cache/audiowatch/", "waveforms; can be made again"),
        Block.Term("$XDG_RUNTIME_DIR/audiowatch/control.sock", "where the daemon is asked"),
    ]

    private var common: [Block.Term] {
        // Any command has them; `status` is one.
        let status = tool.command.subcommands?.first { $0.commandName == "status" }
        return (status?.arguments ?? []).filter(isCommon).map(term)
    }

    private func blocks(of command: ToolInfo.Command) -> [Block] {
        guard command.shouldDisplay else { return [] }
        let own = (command.arguments ?? []).filter { $0.shouldDisplay && !isCommon($0) }
        let words = ((command.superCommands ?? []) + [command.commandName])
        let usage = (words + own.map(usage)).joined(separator: " ")
        return [.subheading(words.joined(separator: " ")), .text(sentence(command.abstract ?? ""))]
            + [.code([usage])] + Block.blocks(command.discussion ?? "")
            + (own.isEmpty ? [] : [.terms(own.map(term))])
            + (command.subcommands ?? []).flatMap(blocks(of:))
    }

    private func isCommon(_ argument: ToolInfo.Argument) -> Bool {
        (argument.names ?? []).contains { CommandPage.everywhere.contains($0.name) }
    }

    private func term(_ argument: ToolInfo.Argument) -> Block.Term {
        let names = (argument.names ?? []).map(\.typed).joined(separator: ", ")
        let value = argument.kind == "flag" ? "" : "<\(argument.valueName ?? "value")>"
        let usual = argument.defaultValue.map { " (default: \($0))" } ?? ""
        return Block.Term(
            [names, value].filter { !$0.isEmpty }.joined(separator: " "),
            sentence(argument.abstract ?? "") + usual)
    }

    private func usage(_ argument: ToolInfo.Argument) -> String {
        let name = argument.names?.last?.typed
        let value = argument.kind == "flag" ? nil : "<\(argument.valueName ?? "value")>"
        let text = [name, value].compactMap(\.self).joined(separator: " ")
        return (argument.isOptional ? "[\(text)]" : text) + (argument.isRepeating ? "…" : "")
    }

    private func sentence(_ text: String) -> String {
        text.isEmpty || text.hasSuffix(".") ? text : text + "."
    }
}

import ArgumentParser

/// Options that every subcommand has.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The database, instead of the configured one.", valueName: "file"))
    var database: String?

    @Flag(help: "Print JSON for programs.")
    var json = false
}

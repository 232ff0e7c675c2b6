import ArgumentParser
import AudiowatchCore
import SQLiteCatalog

/// `audiowatch stats`: the catalogue in figures.
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show how much there is, and how much of it twice.",
        discussion: """
            Files of sources that are away count. Hard links and copies in a backup source
            waste nothing.

              audiowatch stats
              audiowatch stats --json
            """)

    @OptionGroup var global: GlobalOptions

    mutating func run() throws {
        let stats = try global.session().catalog().stats()
        if global.json { return try printJSON(stats) }
        for line in StatsCommand.lines(stats, for: .output) { print(line) }
    }

    static func lines(_ stats: CatalogStats, for terminal: Terminal) -> [String] {
        let figures = [
            ("unique files", Display.count(stats.uniqueFiles)),
            ("size", Display.bytes(stats.bytes)),
            ("length", Display.total(seconds: stats.hours * 3600)),
            ("duplicate paths", Display.count(stats.duplicatePaths)),
            ("duplicate groups", Display.count(stats.duplicateGroups)),
            ("wasted", Display.bytes(stats.wastedBytes)),
        ]
        var sources = Table([.text("source"), .number("paths"), .number("size")])
        for source in stats.bySource {
            sources.add([source.source, Display.count(source.files), Display.bytes(source.bytes)])
        }
        var formats = Table([
            .text("format"), .number("files"), .number("size"), .number("length"),
            .number("copies"),
        ])
        for format in stats.byFormat {
            formats.add([
                format.format ?? "none", Display.count(format.files), Display.bytes(format.bytes),
                Display.total(seconds: format.hours * 3600), Display.count(format.duplicatePaths),
            ])
        }
        var lines = figures.map { name, value in
            name + String(repeating: " ", count: 18 - name.count) + value
        }
        for table in [sources, formats] where !table.isEmpty {
            lines += [""] + table.lines(for: terminal)
        }
        return lines
    }
}

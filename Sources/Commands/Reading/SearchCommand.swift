import ArgumentParser
import AudiowatchCore
import SQLiteCatalog
import Settings

/// `audiowatch search`: find files.
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find files by words, format, length and source.",
        discussion: """
            Words may stand anywhere in the name, the folder, the title, artist, album or comment; all of
            them must be there. Case and accents written in two ways do not count.

              audiowatch search "kick 909" --format wav
              audiowatch search 'vocal -loop "take 2" dur:5..60'
              audiowatch search snare -0 | xargs -0 mpv

            In the query: words, "phrases", -not, a OR b, and operators:

              \(SearchCommand.operators)

            In a pipe each line is path, format, length, sound, size, other copies, source, with tabs
            between.
            """)

    private static let operators = SearchOperator.all.map { $0.examples[0] }
        .joined(separator: "  ")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var limit: LimitOption

    @Argument(
        help: "What to find; several words may be given without quotes. Nothing finds everything.")
    var query: [String] = []

    @Option(help: "Only this format: wav, flac, mp3, … May be repeated.")
    var format: [String] = []

    @Option(help: ArgumentHelp("Not shorter than this: 5, 250ms, 1:30.", valueName: "length"))
    var minDuration: String?

    @Option(help: ArgumentHelp("Not longer than this.", valueName: "length"))
    var maxDuration: String?

    @Option(help: "Only this source. May be repeated.")
    var source: [String] = []

    @Flag(name: .customShort("0"), help: "Write paths only, exact, with a NUL after each.")
    var paths = false

    mutating func validate() throws { _ = try request() }

    mutating func run() throws {
        let request = try request()
        let session = try global.session()
        let known = session.configuration.sources.map(\.name)
        for name in source where !known.contains(name) {
            throw ExitCode.usage.saying(
                "there is no source \(name); `audiowatch source list` shows them")
        }
        var list = RowOutput(
            [
                .text("path", .start), .text("format"), .number("length"), .text("sound"),
                .number("size"), .number("copies"), .text("source"),
            ], json: global.json, paths: paths, limit: limit.limit)
        if !DaemonSearch(session.daemon, request).run(into: &list, row: SearchCommand.row) {
            try session.catalog().search(request, at: .now()) { list.add(SearchCommand.row($0)) }
        }
        try list.finish(nothing: "nothing found")
    }

    /// What is asked for.
    func request() throws -> SearchRequest {
        var request: SearchRequest
        do {
            request = SearchRequest(try SearchQuery(parsing: query.joined(separator: " ")))
        } catch {
            throw ValidationError(error.description)
        }
        request.query.require(format.map { .format($0.lowercased()) })
        request.query.require(source.map { .source($0) })
        request.query.require(
            minimum: try length(minDuration, "--min-duration"),
            maximum: try length(maxDuration, "--max-duration"))
        request.limit = limit.limit
        return request
    }

    private func length(_ text: String?, _ option: String) throws -> Double? {
        guard let text else { return nil }
        guard let seconds = LengthText.seconds(text) else {
            throw ValidationError("\(option) \(text) is no length; write 5, 250ms or 1:30")
        }
        return seconds
    }

    private static func row(_ hit: SearchHit) -> RowOutput.Row {
        let length = hit.properties.duration.map {
            (hit.properties.isEstimated ? "~" : "") + Display.duration(seconds: $0)
        }
        let isAway = hit.sourceState == "offline"
        return RowOutput.Row(
            cells: [
                hit.path, hit.properties.format ?? "", length ?? "",
                Display.sound(hit.properties), Display.bytes(hit.size),
                hit.copies == 0 ? "" : Display.count(hit.copies),
                hit.source + (isAway ? " (offline)" : ""),
            ], path: hit.exactPath.bytes, json: hit)
    }
}

extension Session {
    /// The catalogue, for reading only.
    func catalog() throws -> Catalog {
        try Catalog.openForReading(at: configuration.database)
    }
}

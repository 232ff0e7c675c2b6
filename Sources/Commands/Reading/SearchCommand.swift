public import ArgumentParser
public import AudiowatchCore
import SQLiteCatalog
import Settings

/// `audiowatch search`: find files.
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find files by words, format, length and source.",
        discussion: """
            Words may stand anywhere in the name, the folder, the title, artist, album or
            comment; all of them must be there. Case and accents written in two ways do
            not count.

              audiowatch search "kick 909" --format wav
              audiowatch search 'vocal -loop "take 2" dur:5..60'
              audiowatch search snare -0 | xargs -0 mpv
              audiowatch search is:duplicate --template '{path}\\t{duration}' --sort size
              audiowatch search 'bpm:120..130 key:Am' --play

            In the query: words, "phrases", -not, a OR b, and operators:

              \(SearchCommand.operators)

            In a pipe each line is path, format, length, sound, size, other copies,
            source, with tabs between. A template has its own fields, and \\t \\n \\0 as
            in C:

              \(SearchCommand.fields)

            `audiowatch help searching` explains each. Exit code 1 when nothing is found.
            """)

    private static let fields = HitTemplate.known

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

    @Option(help: "The order: number, name, folder, modified, duration or size.")
    var sort = SearchOrder.number

    @Flag(help: "The other way round.")
    var reverse = false

    @Flag(name: .customShort("0"), help: "Write paths only, exact, with a NUL after each.")
    var nul = false

    @Option(
        help: ArgumentHelp(
            "Write each file so: '{path}\\t{duration}'; with -0 a NUL ends it, not a line's end.",
            valueName: "text"))
    var template: String?

    @Flag(help: "Open the page on this search, the first file in the player.")
    var play = false

    mutating func validate() throws {
        _ = try request()
        if let template {
            do {
                _ = try HitTemplate(template)
            } catch {
                throw ValidationError("--template: \(error)")
            }
        }
        let others = [("-0", nul), ("--template", template != nil)].filter(\.1).map(\.0)
        if global.json || play, let other = others.first {
            throw ValidationError("\(other) goes with neither --json nor --play")
        }
    }

    mutating func run() throws {
        let request = try request()
        let session = try global.session()
        let known = session.configuration.sources.map(\.name)
        for name in source where !known.contains(name) {
            throw ExitCode.usage.saying(
                "there is no source \(name); `audiowatch source list` shows them")
        }
        if play {
            return try PageOpening(session: session, json: global.json)
                .open(at: place(of: request.query))
        }
        let template =
            try template.map { try HitTemplate($0) } ?? (nul ? HitTemplate("{path}") : nil)
        let end: UInt8? = template.map { _ in nul ? 0 : UInt8(ascii: "\n") }
        // Exact bytes are for programs: whoever asks for NULs is none of the others.
        let isForEyes = !nul && Terminal.output.isInteractive
        var list = RowOutput(
            SearchCommand.columns, json: global.json, bytesEnd: end, limit: limit.limit)
        try SearchRun(session: session, request: request, order: sort, isDescending: reverse)
            .run(into: &list) { hit in
                SearchCommand.row(hit, template?.bytes(hit, isForEyes: isForEyes) ?? [])
            }
        try list.finish(nothing: "nothing found")
    }

    static let columns: [Table.Column] = [
        .text("path", .start), .text("format", spare: 1), .number("length"),
        .text("sound", spare: 2), .number("size", spare: 3), .number("copies", spare: 4),
        .text("source", spare: 5),
    ]

    /// Where the page shows this search, and plays its first file.
    private func place(of query: SearchQuery) -> String {
        var parts = ["q=\(DaemonSearch.escaped(query.description))"]
        if sort != .number || reverse {
            parts += ["sort=\(sort.rawValue)", "order=\(reverse ? "desc" : "asc")"]
        }
        return "#/?" + (parts + ["play=1"]).joined(separator: "&")
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

    static func row(_ hit: SearchHit, _ bytes: [UInt8] = []) -> RowOutput.Row {
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
            ], tints: isAway ? [6: .quiet] : [:], bytes: bytes, json: hit)
    }
}

extension Session {
    /// The catalogue, for reading only.
    func catalog() throws -> Catalog {
        try Catalog.openForReading(at: configuration.database)
    }
}

extension SearchOrder: ExpressibleByArgument {}

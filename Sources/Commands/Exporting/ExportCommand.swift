import ArgumentParser
import AudiowatchCore
import Foundation
import SQLiteCatalog
import SystemPackage

/// `audiowatch export`: what a search finds, for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write what a search finds as JSON, a table or a playlist.",
        discussion: """
            The query is that of `search`; without one everything is written, one row a sound, in the order
            of their numbers. However many there are, memory stays small.

              audiowatch export kick format:wav --format m3u8 --output kicks.m3u8
              audiowatch export --format csv --output all.csv
              audiowatch export 'dur:<1s' | jq -r .path
              audiowatch export --annotations label > labels.ndjson

            A file given with --output is written beside its place and renamed, so it is always whole.
            `path` is for reading; `path_base64` holds a path's exact bytes, only where reading changed them.
            In a playlist a name with a line end, or that is no UTF-8, is a file:// address. A table is as
            RFC 4180 has it, every field as it is: some spreadsheets take one that begins with = + - or @
            for a formula, so import the columns as text.

            With --annotations it is what `annotate` stored that is written, in lines that it reads again.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "What to write, as in `search`; everything when nothing is given.")
    var query: [String] = []

    @Option(help: "ndjson (a line of JSON a row), json, csv or m3u8; ndjson when not given.")
    var format: ExportFormat?

    @Option(help: ArgumentHelp("Write here, not to standard output.", valueName: "file"))
    var output: String?

    @Option(
        defaultAsFlag: "",
        help: ArgumentHelp(
            "Write what was said of sounds with `annotate`: of this kind, or of all.",
            valueName: "kind"))
    var annotations: String?

    @Option(help: "At most so many rows.")
    var limit: Int?

    mutating func validate() throws {
        if global.json, format != nil, format != .json {
            throw ValidationError("--json is --format json; give one of them")
        }
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 on") }
        _ = try request()
        guard let annotations else { return }
        guard query.isEmpty, limit == nil, format == nil || format == .ndjson, !global.json else {
            throw ValidationError("--annotations goes with --output alone: all lines, as ndjson")
        }
        guard annotations.isEmpty || AnnotationKind(annotations) != nil else {
            throw ValidationError("--annotations \(annotations) is no kind of annotation")
        }
    }

    mutating func run() throws {
        if let annotations { return try export(annotations: AnnotationKind(annotations)) }
        let request = try request()
        let session = try global.session()
        let catalog = try session.catalog()
        let file =
            try output.map { try OutputFile(replacing: RawArgument.path($0)) } ?? OutputFile()
        var writer = try ExportWriter(format ?? (global.json ? .json : .ndjson), to: file)
        var progress = ExportProgress(isShown: output != nil || !Terminal.output.isInteractive) {
            request.limit == nil ? DaemonSearch(session.daemon, request).total : request.limit
        }
        do {
            defer { progress.clear() }
            try catalog.searchInPages(request, at: .now()) { hit in
                try writer.add(hit)
                progress.show(writer.count)
            }
            try writer.finish()
        }
        try report(writer)
    }

    private func export(annotations kind: AnnotationKind?) throws {
        let catalog = try global.session().catalog()
        let file =
            try output.map { try OutputFile(replacing: RawArgument.path($0)) } ?? OutputFile()
        var progress = ExportProgress(isShown: output != nil || !Terminal.output.isInteractive) {
            nil
        }
        var count = 0
        do {
            defer { progress.clear() }
            try catalog.annotations(of: kind) { annotation in
                try file.write((JSONOutput.line(annotation) + "\n").utf8)
                count += 1
                progress.show(count)
            }
            try file.finish()
        }
        if let output {
            say("\(Display.count(count, "line")) in \(RawArgument.path(output).display)")
        }
        guard count > 0 else { throw ExitCode.nothing.saying("nothing was said of any sound") }
    }

    /// What is asked for.
    func request() throws -> SearchRequest {
        do {
            return SearchRequest(
                try SearchQuery(parsing: query.joined(separator: " ")), limit: limit,
                tellsFingerprints: true)
        } catch {
            throw ValidationError(error.description)
        }
    }

    private func report(_ writer: ExportWriter) throws {
        if writer.addresses > 0 {
            say(
                "\(Display.count(writer.addresses, "name")) with a line end or other than UTF-8: written"
                    + " as file:// addresses")
        }
        if format == .m3u8, writer.away > 0 {
            say("\(Display.count(writer.away, "sound")) on drives that are away")
        }
        if let output {
            say("\(Display.count(writer.count, "row")) in \(RawArgument.path(output).display)")
        }
        guard writer.count > 0 else { throw ExitCode.nothing.saying("nothing found") }
    }
}

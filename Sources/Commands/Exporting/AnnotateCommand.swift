import ArgumentParser
import AudiowatchCore
import SQLiteCatalog
import SystemPackage

/// `audiowatch annotate`: what another program found out about sounds.
struct AnnotateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "annotate",
        abstract: "Store what another program says of sounds: labels, classes, vectors.",
        discussion: """
            Reads a line of JSON a sound from standard input:

              {"id": 17, "fingerprint": "00c0ffee00c0ffee", "value": ["kick", "808"]}

            `id` and `fingerprint` as `export` wrote them (a number alone may have become another sound's
            meanwhile; `fingerprint` and `size` together will do). `value` is any JSON, `base64` in its place
            holds bytes, such as a vector; null takes back. `version` may be a whole number. A value takes up
            to 64 KiB. A sound has one annotation of a kind; a later one replaces it. It belongs to the bytes:
            it stays when files are moved, and copies share it.

            KIND is a name of your own, such as class.instrument. Those of kind `label`, a text or a list of
            texts, are found with label: in searches.

              audiowatch export is:duplicate | my-classifier | audiowatch annotate label
              audiowatch search label:kick
              audiowatch export --annotations label > labels.ndjson
              audiowatch annotate label < labels.ndjson

            A line that cannot be taken is named with its number and reason, and the others are stored: the
            exit code is 4 then. With a running daemon it is the daemon that writes.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "What kind of thing is said: label, or a name of your own.")
    var kind: String

    mutating func validate() throws {
        do { _ = try AnnotationKind(writing: kind) } catch { throw ValidationError("\(error)") }
    }

    mutating func run() throws {
        let kind = try AnnotationKind(writing: kind)
        if Terminal(descriptor: 0).isInteractive {
            say("reading lines of JSON from the keyboard; Ctrl-D ends them")
        }
        var input = InputLines(
            .standardInput, longest: AnnotationLine.longest, size: AnnotationBatch.longest / 4)
        let session = try global.session()
        var writer: AnnotationWriter?
        var report = AnnotationReport()
        var progress = ExportProgress(isShown: true) { nil }
        defer { progress.clear() }
        while let part = try input.next() {
            let known = try writer ?? AnnotationWriter(session)
            writer = known
            do {
                report.add(
                    try known.write(AnnotationBatch(kind, text: part.text)), after: part.before)
            } catch {
                progress.clear()
                say("what lines 1 to \(part.before) say is stored; the rest is not known to be")
                throw error
            }
            report.refused += part.tooLong.map {
                AnnotationRefusal(
                    line: $0, reason: "it is longer than \(AnnotationLine.longest) bytes")
            }
            progress.showNow(report.stored + report.removed + report.refused.count)
        }
        progress.clear()
        report.refused.sort { $0.line < $1.line }
        try tell(report)
    }

    /// Refused lines that are named to people; `--json` has all of them.
    private static let named = 20

    private func tell(_ report: AnnotationReport) throws {
        if global.json {
            try printJSON(report)
        } else {
            for refused in report.refused.prefix(AnnotateCommand.named) {
                say("line \(refused.line): \(refused.reason)")
            }
            let more = report.refused.count - AnnotateCommand.named
            if more > 0 { say("\(Display.count(more)) more lines were refused; --json names all") }
            say(AnnotateCommand.summary(report))
        }
        if !report.refused.isEmpty { throw ExitCode.problems }
    }

    /// `1,204 stored · 3 taken back · 2 refused`
    static func summary(_ report: AnnotationReport) -> String {
        ["\(Display.count(report.stored)) stored"].appending(report.removed, "taken back")
            .appending(report.refused.count, "refused").joined(separator: " · ")
    }
}

extension [String] {
    fileprivate func appending(_ count: Int, _ what: String) -> [String] {
        count == 0 ? self : self + ["\(Display.count(count)) \(what)"]
    }
}

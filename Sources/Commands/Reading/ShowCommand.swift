import ArgumentParser
import AudiowatchCore
import Foundation
import SQLiteCatalog

/// `audiowatch show`: everything about one file.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything known of a file: properties, tags, copies, problems, history.",
        discussion: """
              audiowatch show ~/Samples/kick.wav
              audiowatch show 1204
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A path, or the id that search shows with --json. For a file named 12: ./12")
    var file: String

    mutating func run() throws {
        let catalog = try global.session().catalog()
        guard let details = try find(in: catalog) else {
            if Int64(file) == nil,
                try catalog.jobs(at: RawArgument.path(file)).contains(where: \.isSettling)
            {
                throw ExitCode.nothing.saying(
                    "\(file) is settling: it is still being written, and was never complete")
            }
            throw ExitCode.nothing.saying(
                "\(file) is not in the catalogue; `audiowatch why` tells the rule for a path")
        }
        if global.json { return try printJSON(details) }
        let now = Date().timeIntervalSince1970
        for line in DetailLines(details: details, now: now).lines {
            print(TerminalText.escaped(line))
        }
    }

    private func find(in catalog: Catalog) throws -> FileDetails? {
        if let number = Int64(file) {
            return try catalog.show(.content(Content.ID(rawValue: number)))
        }
        let path = RawArgument.path(file)
        if let details = try catalog.show(.path(path)) { return details }
        // A path through a symbolic link means the file behind it.
        guard let resolved = path.resolved, resolved != path else { return nil }
        return try catalog.show(.path(resolved))
    }
}

extension ExitCode {
    /// Says a sentence on the way out.
    func saying(_ text: String) -> ExitCode {
        say(text)
        return self
    }
}

/// The details of a file for reading.
struct DetailLines {
    let details: FileDetails
    /// The time that ages are told from, seconds since 1970 UTC.
    let now: Double

    /// Lines of the history shown at most; `--json` has more.
    private static let history = 20

    var lines: [String] {
        [details.path] + facts + tags + copies + near + problems + jobs + history
    }

    private var facts: [String] {
        let properties = details.properties
        let isAway = details.sourceState == "offline"
        let length = properties.duration.map {
            Display.duration(seconds: $0) + (properties.isEstimated ? " (estimated)" : "")
        }
        let sound = [
            properties.format, properties.codec, length, Display.sound(properties),
            properties.bitRate.map { "\(Display.count($0 / 1000)) kbit/s" },
        ].compactMap(\.self).filter { !$0.isEmpty }
        let kept: [String?] = [
            line("source", details.source + (isAway ? " (offline)" : "")),
            line(
                "size", "\(Display.bytes(details.size)) (\(Display.count(Int(details.size))) bytes)"
            ),
            line("sound", sound.isEmpty ? "unknown" : sound.joined(separator: " · ")),
        ]
        let names: [String?] = [
            details.id.map { line("id", String($0.rawValue)) },
            details.fingerprint.map { line("fingerprint", $0) },
            details.digest.map { line("digest", $0) },
        ]
        return (kept + times + names).compactMap(\.self)
    }

    private var times: [String?] {
        let all: [(name: String, at: Double?)] = [
            ("modified", details.modifiedAt), ("examined", details.examinedAt),
            ("first seen", details.firstSeenAt), ("deleted", details.deletedAt),
        ]
        return all.map { name, at in
            at.map { line(name, Display.age(seconds: now - $0)) }
        }
    }

    private var tags: [String] {
        let tags = details.properties.tags
        return [
            ("title", tags.title), ("artist", tags.artist), ("album", tags.album),
            ("genre", tags.genre), ("date", tags.date), ("track", tags.track), ("bpm", tempo),
            ("key", key), ("comment", tags.comment),
            ("labels", details.labels.isEmpty ? nil : details.labels.joined(separator: ", ")),
        ].compactMap { name, value in value.map { line(name, $0) } } + chunks
    }

    /// A tag as it is written, anything else with its origin.
    private var tempo: String? {
        guard let told = details.tempo, told.origin != .tag else {
            return details.properties.tags.bpm
        }
        return "\(Display.tempo(told.value)) (\(told.origin.rawValue))"
    }

    private var key: String? {
        guard let told = details.key, told.origin != .tag else {
            return details.properties.tags.key
        }
        return "\(told.value.text) (\(told.origin.rawValue))"
    }

    private var chunks: [String] {
        guard let chunks = details.properties.chunks else { return [] }
        let loop = chunks.loopStart.flatMap { start in
            chunks.loopEnd.map { "\(start) to \($0)" }
        }
        let made = [chunks.originator, chunks.recordedAt].compactMap(\.self)
        return [
            ("made as", chunks.isOneShot.map { $0 ? "one-shot" : "loop" }),
            ("beats", chunks.beats.map { Display.count($0) }),
            ("root note", chunks.rootNote.map { "MIDI \($0)" }), ("loop frames", loop),
            ("cues", chunks.cues.map { Display.count($0) }),
            ("recorded", made.isEmpty ? nil : made.joined(separator: ", ")),
        ].compactMap { name, value in value.map { line(name, $0) } }
    }

    private var copies: [String] {
        let open = details.unverified.map { String($0.rawValue) }.joined(separator: ", ")
        return section(
            "copies",
            details.copies.map { copy in
                copy.path + (copy.role == .backup ? "  (backup)" : "")
                    + (copy.kind == .hardLink ? "  (hard link)" : "")
            }) + (open.isEmpty ? [] : [line("unverified", "may equal content \(open)")])
    }

    private var near: [String] {
        guard let group = details.near else { return [] }
        return section("near", group.members.filter { $0.id != details.id }.map(\.path))
    }

    private var problems: [String] {
        section(
            "problems",
            details.problems.map { problem in
                "\(problem.kind): \(problem.reason)" + (problem.hint.map { "; \($0)" } ?? "")
            })
    }

    private var jobs: [String] {
        section(
            "waiting",
            details.jobs.map { job in
                var text = job.isSettling ? "settling, it is still being written" : job.kind
                if job.isSettling, job.notBefore > now { text += "; looked at again" }
                if job.notBefore > now {
                    text += " in \(Display.remaining(seconds: job.notBefore - now))"
                }
                if let error = job.lastError { text += ", failed \(job.attempts) times: \(error)" }
                return text
            })
    }

    private var history: [String] {
        section(
            "history",
            details.history.suffix(DetailLines.history).map { row in
                "\(Display.age(seconds: now - row.at)): \(row.kind)"
                    + (row.detail.map { " (\($0))" } ?? "") + (row.path.map { "  \($0)" } ?? "")
            })
    }

    private func section(_ name: String, _ values: [String]) -> [String] {
        values.isEmpty ? [] : ["\(name):"] + values.map { "  \($0)" }
    }

    private func line(_ name: String, _ value: String) -> String {
        name + String(repeating: " ", count: max(1, 13 - name.count)) + value
    }
}

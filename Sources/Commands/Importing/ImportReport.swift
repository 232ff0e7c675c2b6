import AudiowatchCore
import Foundation
import SQLiteCatalog
import Settings
import SystemPackage

/// What an import found, took over, and could not.
struct ImportReport: Encodable {
    /// The old database.
    var database: PathText
    /// Sounds in it.
    var sounds: Int
    /// Further paths with the same bytes: a scan finds and proves them anew.
    var copies: Int
    /// Rows that it held for deleted: what is not there cannot be seen.
    var deleted: Int
    /// Its sources.
    var sources: [ImportedSource] = []
    /// Dates at which it knew sounds first.
    var firstSeen = ImportedDates()
}

/// A source of the old catalogue.
struct ImportedSource: Encodable {
    /// What becomes of it.
    enum State: String, Encodable {
        /// Its folder is there and not watched yet.
        case proposed
        /// It stands in the configuration now.
        case added
        /// Its folder is in a source already.
        case watched
        /// Its folder is not there now.
        case missing
        /// Its files have no folder in common that one would want watched.
        case scattered
    }

    /// Its name there; once added its name here.
    var name: String
    /// The deepest folder that held all its files.
    var path: PathText
    /// Files that stood in it.
    var files: Int
    /// What becomes of it.
    var state: State
}

/// The sources of an old catalogue, held against the configuration and the disk.
enum ImportedSources {
    /// The name that a source keeps; nil where one is to be made from its folder: the old tool took anything.
    static func name(_ old: String, besides taken: [String]) -> String? {
        let isPlain = old.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
        }
        return isPlain && !taken.contains(old) && (1...64).contains(old.utf8.count) ? old : nil
    }

    /// Folders less deep than this, such as `/home`, are rarely meant.
    static let leastDepth = 2

    static func find(
        _ old: [OldSource], in configuration: Configuration
    ) throws -> [ImportedSource] {
        old.map { source in
            let folder = source.folder
            let state: ImportedSource.State =
                if source.depth < leastDepth {
                    .scattered
                } else if configuration.sources.contains(where: {
                    folder.names(below: $0.path) != nil
                }) {
                    .watched
                } else {
                    Configuration.isFolder(folder) ? .proposed : .missing
                }
            return ImportedSource(
                name: source.name, path: PathText(folder), files: source.files, state: state)
        }
    }
}

/// What became of the dates at which the old tool knew its sounds first.
struct ImportedDates: Encodable {
    /// Noted, or in a dry run to be noted.
    var taken = 0
    /// Noted before, and no later.
    var known = 0
    /// Other bytes stand at the old path now.
    var changed = 0
    /// In a source, and no such file is catalogued there.
    var gone = 0
    /// In no source of the catalogue.
    var notCatalogued = 0
    /// Several contents have this fingerprint and size.
    var ambiguous = 0
    /// Rows without a path, a fingerprint, a size or a date.
    var unreadable = 0

    /// Rows looked at.
    var seen: Int { taken + known + changed + gone + notCatalogued + ambiguous + unreadable }

    /// Counts a sound; the line of an annotation where there is something to note.
    mutating func take(_ sound: OldSound, _ standing: OldSoundStanding) -> String? {
        switch standing {
        case .known(let content, let since):
            guard let seen = sound.seen, let fingerprint = sound.fingerprint,
                since.map({ seen < $0 }) ?? true
            else {
                known += 1
                return nil
            }
            taken += 1
            return "{\"id\": \(content.rawValue), \"fingerprint\": \"\(fingerprint.hex)\", "
                + "\"value\": \"\(seen.text)\"}\n"
        case .changed: changed += 1
        case .gone: gone += 1
        case .outside: notCatalogued += 1
        case .ambiguous: ambiguous += 1
        case .unreadable: unreadable += 1
        }
        return nil
    }
}

/// The report for reading.
enum ImportText {
    static func lines(_ report: ImportReport) -> [String] {
        var lines = [
            "\(Display.count(report.sounds)) sounds, \(Display.count(report.copies)) further copies,"
                + " \(Display.count(report.deleted)) deleted in \(report.database.text)"
        ].map(TerminalText.escaped)
        var sources = Table([
            .text("source", .end), .number("files"), .text("folder", .start), .text("", .end),
        ])
        for source in report.sources {
            sources.add([
                source.name, Display.count(source.files), source.path.text, says(source.state),
            ])
        }
        if !sources.isEmpty { lines += [""] + sources.lines(width: Terminal.output.width) }
        let dates = report.firstSeen
        var table = Table([.text("first seen"), .number("sounds"), .text("", .end)])
        for (name, count, why) in [
            ("taken over", dates.taken, ""), ("known before", dates.known, ""),
            ("other bytes now", dates.changed, "the file changed since"),
            ("not there", dates.gone, "gone, excluded, or not scanned yet"),
            ("in no source", dates.notCatalogued, "add its folder, scan, then import again"),
            ("not told apart", dates.ambiguous, "several sounds share its sample"),
            ("not readable", dates.unreadable, "the row lacks path, hash, size or date"),
        ] where count > 0 {
            table.add([name, Display.count(count), why])
        }
        if !table.isEmpty { lines += [""] + table.lines(width: Terminal.output.width) }
        return lines
    }

    static func advice(_ report: ImportReport, isDryRun: Bool) -> [String] {
        var lines: [String] = []
        if isDryRun { lines.append("nothing was changed") }
        if report.deleted > 0 {
            lines.append("what the old catalogue held for deleted is not taken over")
        }
        if report.sources.contains(where: { $0.state == .added }) {
            lines.append("then: audiowatch scan --wait, and import-catalog again for the dates")
        }
        return lines
    }

    private static func says(_ state: ImportedSource.State) -> String {
        switch state {
        case .proposed: "can be added"
        case .added: "added"
        case .watched: "watched already"
        case .missing: "not there now: connect its drive, then import again"
        case .scattered: "no folder in common: audiowatch source add FOLDER"
        }
    }
}

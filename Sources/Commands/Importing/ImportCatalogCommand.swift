import ArgumentParser
import AudiowatchCore
import Foundation
import SQLiteCatalog
import Settings
import SystemPackage

/// `audiowatch import-catalog`: what the original tool's catalogue can tell that a scan cannot.
struct ImportCatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-catalog",
        abstract: "Take over what the original tool's catalogue knows.",
        discussion: """
            Two things are taken over: the folders of its sources, which are added to the configuration
            after a question (or with --yes), and when it knew each sound first, which `show` tells.
            Nothing else: paths, lengths and duplicates are read from the disk, which alone is believed.

              audiowatch import-catalog ~/old/audio.db --dry-run
              audiowatch import-catalog ~/old/audio.db
              audiowatch scan --wait
              audiowatch import-catalog ~/old/audio.db

            A sound is recognised by its bytes, wherever it stands by now, so it has to be catalogued
            first: import, scan, import again. The old file is read from a copy and never changed.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The old database.")
    var old: String

    @Flag(help: "Only say what would be taken over.")
    var dryRun = false

    @Flag(help: "Add the sources without asking.")
    var yes = false

    mutating func run() throws {
        let session = try global.session()
        let old = try OldCatalog(
            at: RawArgument.path(old), copyingTo: session.paths.cacheFolder)
        let counts = try old.counts()
        var report = ImportReport(
            database: PathText(old.path), sounds: counts.sounds, copies: counts.paths,
            deleted: counts.deleted)
        report.sources = try ImportedSources.find(try old.sources(), in: session.configuration)
        report.firstSeen = try takeDates(old, session)
        if !global.json { for line in ImportText.lines(report) { print(line) } }
        try addSources(&report)
        if global.json { try printJSON(report) }
        for line in ImportText.advice(report, isDryRun: dryRun) where !global.json { say(line) }
    }

    /// Dates of sounds that the catalogue has; without a catalogue there are none yet.
    private func takeDates(_ old: OldCatalog, _ session: Session) throws -> ImportedDates {
        var dates = ImportedDates()
        guard FileManager.default.fileExists(atPath: session.configuration.database.string) else {
            dates.notCatalogued = try old.counts().sounds
            return dates
        }
        let catalog = try session.catalog()
        let writer = dryRun ? nil : try AnnotationWriter(session)
        var progress = ExportProgress(isShown: true) { try? old.counts().sounds }
        defer { progress.clear() }
        try old.sounds { sounds in
            var lines = ""
            for (sound, standing) in zip(sounds, try catalog.standings(of: sounds)) {
                lines += dates.take(sound, standing) ?? ""
            }
            if !lines.isEmpty, let writer {
                let report = try writer.write(AnnotationBatch(.firstSeen, text: Array(lines.utf8)))
                // What changed within this moment is counted as what it has become.
                dates.taken -= report.refused.count
                dates.changed += report.refused.count
            }
            progress.showNow(dates.seen)
        }
        return dates
    }

    private func addSources(_ report: inout ImportReport) throws {
        let proposed = report.sources.indices.filter { report.sources[$0].state == .proposed }
        guard !dryRun, !proposed.isEmpty, try isWanted(proposed.map { report.sources[$0] }) else {
            return
        }
        let editor = global.editor
        var taken = try global.session().configuration.sources.map(\.name)
        for place in proposed {
            let old = report.sources[place]
            let added = try editor.addSource(
                old.path.path, name: ImportedSources.name(old.name, besides: taken))
            taken.append(added.name)
            report.sources[place].state = .added
            report.sources[place].name = added.name
            for warning in added.warnings { say("\(editor.file.display): \(warning)") }
            say("added source \(added.name); undo with: audiowatch source remove \(added.name)")
        }
        try global.takeOver()
    }

    private func isWanted(_ sources: [ImportedSource]) throws -> Bool {
        if yes { return true }
        guard Terminal(descriptor: 0).isInteractive, Terminal.errors.isInteractive else {
            say("there is nobody to ask, so no source was added: add --yes")
            return false
        }
        let folders = sources.map(\.path.text).joined(separator: ", ")
        say("Watch \(folders)? [y/N]")
        return ["y", "yes"].contains((readLine() ?? "").lowercased())
    }
}

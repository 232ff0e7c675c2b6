import AudiowatchCore
import Foundation
import SystemPackage
import Testing

@testable import Commands

/// What an import says of the old catalogue, to people and to programs.
@Suite struct ImportTextTests {
    private var report: ImportReport {
        var report = ImportReport(
            database: PathText(FilePath("/old/audio.db")), sounds: 1_204, copies: 20, deleted: 3)
        report.sources = [
            ImportedSource(
                name: "music", path: PathText(FilePath("/m/Music")), files: 1_200, state: .proposed),
            ImportedSource(
                name: "drive", path: PathText(FilePath("/mnt/x/Loops")), files: 4, state: .missing),
        ]
        report.firstSeen.taken = 1_000
        report.firstSeen.gone = 204
        return report
    }

    @Test func `people read what can be taken over, and why the rest cannot`() {
        #expect(
            ImportText.lines(report) == [
                "1,204 sounds, 20 further copies, 3 deleted in /old/audio.db", "",
                "source  files  folder",
                "music   1,200  /m/Music      can be added",
                "drive       4  /mnt/x/Loops  not there now: connect its drive, then import again",
                "", "first seen  sounds", "taken over   1,000",
                "not there      204  gone, excluded, or not scanned yet",
            ])
        #expect(
            ImportText.advice(report, isDryRun: true) == [
                "nothing was changed", "what the old catalogue held for deleted is not taken over",
            ])
        var added = report
        added.deleted = 0
        added.sources[0].state = .added
        #expect(
            ImportText.advice(added, isDryRun: false) == [
                "then: audiowatch scan --wait, and import-catalog again for the dates"
            ])
    }

    @Test func `a source keeps its name where that is one, and free`() {
        #expect(ImportedSources.name("Loops_2", besides: ["music"]) == "Loops_2")
        for name in ["", "a/b", "my drive", "a\n", "music"] {
            #expect(ImportedSources.name(name, besides: ["music"]) == nil, "\(name)")
        }
    }

    @Test func `programs read the same`() throws {
        let text = try JSONOutput.line(report)
        let wanted = [
            #"{"copies":20,"database":{"path":"/old/audio.db"},"deleted":3,"#,
            #""firstSeen":{"ambiguous":0,"changed":0,"gone":204,"known":0,"#,
            #""notCatalogued":0,"taken":1000,"unreadable":0},"sounds":1204,"#,
            #""sources":[{"files":1200,"name":"music","path":{"path":"/m/Music"},"#,
            #""state":"proposed"},{"files":4,"name":"drive","#,
            #""path":{"path":"/mnt/x/Loops"},"state":"missing"}]}"#,
        ].joined()
        #expect(text == wanted)
    }
}

import AudiowatchCore
import Foundation
import Testing

@testable import Commands
@testable import SQLiteCatalog

/// What people read, letter by letter: fixed figures, a fixed clock, a fixed width.
@Suite struct GoldenTests {
    /// 2026-03-01 12:00:00 UTC.
    private let now = 1_772_366_400.0
    private let plain = Terminal(width: 80, isInteractive: true, hasColour: false)
    private let narrow = Terminal(width: 56, isInteractive: true, hasColour: false)
    private let coloured = Terminal(width: 80, isInteractive: true, hasColour: true)
    private let pipe = Terminal(width: nil, isInteractive: false, hasColour: false)

    private func report() -> StatusReport {
        var samples = SourceStatus(
            name: "samples", path: PathText(bytes: "/media/anna/Samples 4 TB/Library".utf8),
            state: .online, files: 20_770, bytes: 78_100_000_000, watchedDirectories: 1_204,
            coverage: .watched, watchLimit: 524_288, rescans: [.start: 1],
            lastScan: ScanStatus(reason: .start, startedAt: now - 3_700, finishedAt: now - 3_600),
            lastReconcileAt: now - 3_600, nextReconcileAt: now + 82_800, reconcileSeconds: 86_400,
            lastEventAt: now - 12)
        samples.deleted = 3
        let nas = SourceStatus(
            name: "nas", path: PathText(bytes: "/mnt/studio-nas/projects/2024/bounces".utf8),
            state: .degraded(reason: "network"), files: 812, bytes: 3_200_000_000,
            coverage: .polled, reconcileSeconds: 900)
        let drive = SourceStatus(
            name: "old drive", path: PathText(bytes: "/media/anna/\u{1B}[2Jevil\nname".utf8),
            state: .offline(reason: "not mounted"), files: 5, bytes: 900)
        return StatusReport(
            running: true, pid: 4711, version: "0.1.0", startedAt: now - 3_700,
            address: "/run/user/1000/audiowatch/control.sock", page: "http://127.0.0.1:8787/",
            database: "/home/anna/.local/share/audiowatch/catalog.db",
            sources: [samples, nas, drive],
            jobs: JobCounts(waiting: 1_800, running: 2, failed: 1, resting: 5, settling: 1),
            queue: QueuePace(ratePerSecond: 1_100, etaSeconds: 1.6),
            watches: WatchUse(watched: 1_204, limit: 524_288), overflows: 0,
            helpers: HelperUse(count: 2, restarts: 1, sandbox: "full", filesPerSecond: 811.4),
            isScanning: true, problems: 3, files: 21_587, contents: 20_001,
            degraded: ["source old drive is away: not mounted"])
    }

    private func hit(
        _ path: String, _ duration: Double?, away: Bool = false, copies: Int = 0
    ) -> SearchHit {
        var properties = Properties(
            duration: duration, isEstimated: path.hasSuffix("mp3"), sampleRate: 44_100, channels: 2,
            bitDepth: 24, format: path.hasSuffix("mp3") ? "mp3" : "wav")
        properties.tags.title = "Title"
        return SearchHit(
            id: Content.ID(rawValue: 7), file: File.ID(rawValue: 12), path: path,
            source: "samples", sourceState: away ? "offline" : "online", size: 1_058_444,
            modifiedAt: now, copies: copies, properties: properties)
    }

    private func found(on terminal: Terminal) -> [String] {
        var list = RowOutput(
            SearchCommand.columns, json: false, limit: nil, terminal: terminal)
        for hit in [
            hit("/media/anna/Samples 4 TB/Library/Vocals/Takes/vocal take 01.wav", 6),
            hit("/media/anna/Samples 4 TB/Library/日本/ボーカル.wav", 0.43, copies: 2),
            hit("/media/anna/old/evil\u{1B}[31m\u{202E}name.mp3", 92.5, away: true),
            hit("/a.wav", nil),
        ] {
            _ = list.add(SearchCommand.row(hit))
        }
        return list.tableLines
    }

    @Test func `status`() throws {
        let report = self.report()
        try Golden.expect(
            StatusText(report, now: now, terminal: plain).lines, equal: "status-80")
        try Golden.expect(
            StatusText(report, now: now, terminal: narrow).lines, equal: "status-56")
        try Golden.expect(
            StatusText(report, now: now, terminal: coloured).lines, equal: "status-colours")
        try Golden.expect(StatusText(report, now: now, terminal: pipe).lines, equal: "status-pipe")
        var rest = report
        rest.jobs = JobCounts()
        rest.sources = []
        rest.degraded = []
        try Golden.expect(StatusText(rest, now: now, terminal: plain).lines, equal: "status-rest")
        rest.running = false
        try Golden.expect(StatusText(rest, now: now, terminal: plain).lines, equal: "status-none")
    }

    @Test func `search`() throws {
        try Golden.expect(found(on: plain), equal: "search-80")
        try Golden.expect(found(on: narrow), equal: "search-56")
        try Golden.expect(found(on: coloured), equal: "search-colours")
    }

    @Test func `no table is wider than its terminal`() {
        for width in [72, 80, 100, 132] {
            let terminal = Terminal(width: width, isInteractive: true, hasColour: false)
            for line in found(on: terminal) {
                #expect(TerminalText.columns(of: line) <= width, "\(width): \(line)")
            }
        }
    }

    @Test func `stats`() throws {
        let stats = CatalogStats(
            uniqueFiles: 20_001, bytes: 78_100_000_000, hours: 412.4, duplicatePaths: 769,
            duplicateGroups: 312, wastedBytes: 1_200_000_000,
            bySource: [SourceFigures(source: "samples", files: 20_770, bytes: 78_100_000_000)],
            byFormat: [
                FormatFigures(
                    format: "wav", files: 18_000, bytes: 70_000_000_000, hours: 380,
                    duplicatePaths: 700),
                FormatFigures(
                    format: nil, files: 1, bytes: 4_000, hours: 0, duplicatePaths: 0),
            ])
        try Golden.expect(StatsCommand.lines(stats, for: plain), equal: "stats-80")
    }

    @Test func `problems`() throws {
        var list = RowOutput(
            ProblemsCommand.columns, json: false, limit: nil, terminal: plain)
        _ = list.add(
            ProblemsCommand.row(
                ProblemRow(
                    id: 17, kind: "not-audio",
                    path: "/media/anna/Samples 4 TB/Library/broken/not audio.wav",
                    source: "samples",
                    reason: "no audio stream was found in its bytes",
                    hint: "open it in an editor, or delete it", firstAt: now, lastAt: now,
                    attempts: 1)))
        try Golden.expect(list.tableLines, equal: "problems-80")
    }

    private func member(_ path: String, _ kind: DuplicateMember.Kind) -> DuplicateMember {
        DuplicateMember(
            file: File.ID(rawValue: 1), path: path, source: "samples",
            sourceState: path.hasPrefix("/media") ? "offline" : "online",
            role: path.hasPrefix("/backup") ? .backup : .working, kind: kind)
    }

    @Test func `duplicates`() throws {
        let properties = Properties(duration: 0.43, sampleRate: 48_000, channels: 1, format: "wav")
        let group = DuplicateGroup(
            content: Content.ID(rawValue: 1), size: 41_000, properties: properties, wasted: 41_000,
            members: [
                member("/home/anna/Samples/Drums/Kicks/Kick 909 long name.wav", .original),
                member("/backup/anna/Samples/Drums/Kicks/Kick 909 long name.wav", .copy),
                member("/media/anna/drive\u{1B}[2J/Kick 909.wav", .hardLink),
            ], state: .proved, unverified: 0, verdict: nil,
            place: DuplicateCursor(amount: 1, content: 1))
        try Golden.expect(GroupLines.exact(group, for: narrow), equal: "duplicates-56")
        try Golden.expect(GroupLines.exact(group, for: coloured), equal: "duplicates-colours")
        let near = NearGroup(
            leader: Content.ID(rawValue: 1), baseName: "kick 909", kind: .close, count: 2,
            members: ["/home/anna/Samples/Drums/Kicks/Kick 909.wav", "/b/Kick 909.flac"].map {
                NearMember(
                    id: Content.ID(rawValue: 1), file: File.ID(rawValue: 1), path: $0,
                    source: "samples", size: 41_000, isClose: true, properties: properties)
            }, verdict: nil,
            place: NearCursor(rank: 0, baseName: "kick 909", leader: 1))
        try Golden.expect(GroupLines.near(near, for: narrow), equal: "near-56")
    }

    @Test func `activity`() throws {
        let zone = try #require(TimeZone(identifier: "UTC"))
        let lines = [
            ActivityLine(
                at: now, kind: "added", source: "samples",
                path: "/media/anna/Samples 4 TB/Library/Vocals/Takes/vocal take 01.wav", detail: ""),
            ActivityLine(
                at: now + 1, kind: "deleted", source: "nas", path: "/n/a\nb.wav", detail: ""),
            ActivityLine(
                at: now + 2, kind: "mass-deletion", source: "samples", path: "",
                detail: "9,000 of 20,000 files went at once"),
        ]
        for (terminal, name) in [(plain, "activity-80"), (coloured, "activity-colours")] {
            try Golden.expect(lines.map { $0.line(for: terminal, zone: zone) }, equal: name)
        }
    }

    @Test func `doctor`() throws {
        let findings: [Finding] = [
            .ok("version", "audiowatch 0.1.0, SQLite 3.40.1"),
            .warn("inotify", "1,204 of 8,192 watches needed", "sudo sysctl x=524288"),
            .fail("source old", "/media/\u{1B}[2J: no such file", "plug in or mount the drive"),
        ]
        try Golden.expect(findings.flatMap { $0.lines(for: plain) }, equal: "doctor-80")
        try Golden.expect(findings.flatMap { $0.lines(for: coloured) }, equal: "doctor-colours")
        let report = PruneReport(
            verdict: .pruned,
            sources: [
                PruneCount(source: "samples", rows: 3, kept: 0, isForgotten: false),
                PruneCount(
                    source: "old drive", rows: 0, kept: 12, reason: "it is away",
                    isForgotten: false),
                PruneCount(source: "gone", rows: 1_200, kept: 0, isForgotten: true),
            ], contents: 1_100)
        try Golden.expect(PruneRun.lines(report, for: plain), equal: "prune-80")
    }
}

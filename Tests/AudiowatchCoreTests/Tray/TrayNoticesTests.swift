import AudiowatchCore
import Testing

/// Which notification comes when: each case is a row of looks at the daemon.
@Suite struct TrayNoticesTests {
    /// One look: when, how the daemon was, and the titles that are shown.
    private struct Look {
        var at: Double
        var status: StatusReport
        var shows: [String]

        init(_ at: Double, _ status: StatusReport, _ shows: String...) {
            self.at = at
            self.status = status
            self.shows = shows
        }
    }

    private static func status(
        files: Int = 1000, jobs: JobCounts = JobCounts(), problems: Int = 0,
        scanning: [String] = [], away: [String] = [], disabled: [String] = [],
        isPaused: Bool = false, sources: [String] = ["samples", "loops"]
    ) -> StatusReport {
        var report = StatusReport(
            running: true, version: "1", address: "/s", database: "/d", jobs: jobs,
            isPaused: isPaused, isScanning: !scanning.isEmpty, problems: problems, files: files)
        report.sources = sources.map { name in
            SourceStatus(
                name: name, path: PathText(bytes: Array("/\(name)".utf8)),
                state: away.contains(name)
                    ? .offline(reason: "no such folder")
                    : disabled.contains(name) ? .disabled : .online,
                lastScan: ScanStatus(
                    reason: .start, startedAt: 1,
                    finishedAt: scanning.contains(name) ? nil : 2))
        }
        return report
    }

    private func check(_ what: String, _ looks: [Look]) {
        var notices = TrayNotices()
        for look in looks {
            let shown = notices.take(look.status, at: look.at)
            #expect(shown.map(\.title) == look.shows, "\(what), at \(look.at)")
            #expect(shown.allSatisfy { !$0.text.isEmpty }, "\(what), at \(look.at)")
        }
    }

    @Test func `a source that goes while it has work is told, and told again when it is back`() {
        let gone = "samples went away in the middle of work"
        check(
            "its scan was running",
            [
                Look(0, Self.status(scanning: ["samples"])),
                Look(1, Self.status(away: ["samples"]), gone),
                Look(2, Self.status(away: ["samples"])),
                Look(60, Self.status(), "samples is back"),
                Look(61, Self.status()),
            ])
        check(
            "its jobs are counted as resting a moment later",
            [
                Look(0, Self.status(jobs: JobCounts(waiting: 9))),
                Look(1, Self.status(jobs: JobCounts(waiting: 9), away: ["samples"])),
                Look(2, Self.status(jobs: JobCounts(resting: 9), away: ["samples"]), gone),
                Look(60, Self.status(), "samples is back"),
            ])
        check(
            "both at once are one notification",
            [
                Look(0, Self.status(scanning: ["samples", "loops"])),
                Look(
                    1, Self.status(away: ["samples", "loops"]),
                    "samples and loops went away in the middle of work"),
                Look(2, Self.status(), "samples and loops are back"),
            ])
    }

    @Test func `a source at rest may go and come unmentioned`() {
        check(
            "nothing to do",
            [
                Look(0, Self.status()),
                Look(1, Self.status(away: ["samples"])),
                Look(100, Self.status()),
            ])
        check(
            "work of another one, and work long after",
            [
                Look(0, Self.status(jobs: JobCounts(resting: 5), away: ["loops"])),
                Look(1, Self.status(jobs: JobCounts(resting: 5), away: ["loops", "samples"])),
                Look(20, Self.status(jobs: JobCounts(resting: 6), away: ["loops", "samples"])),
                Look(30, Self.status(jobs: JobCounts(resting: 5), away: ["loops"])),
            ])
        check(
            "switched off by the user",
            [
                Look(0, Self.status(jobs: JobCounts(resting: 5), away: ["samples"])),
                Look(1, Self.status(disabled: ["samples"])),
            ])
    }

    @Test func `what was left undone before the tray began to look is told when it is back`() {
        check(
            "away from the start",
            [
                Look(0, Self.status(jobs: JobCounts(resting: 5), away: ["samples"])),
                Look(50, Self.status(), "samples is back"),
            ])
        check(
            "away from the start, with nothing to do",
            [Look(0, Self.status(away: ["samples"])), Look(50, Self.status())])
    }

    @Test func `the first scan is told once it is done, others are not`() {
        check(
            "an empty catalogue",
            [
                Look(0, Self.status(files: 0, scanning: ["samples"])),
                Look(1, Self.status(files: 0, jobs: JobCounts(waiting: 40), scanning: ["samples"])),
                Look(2, Self.status(files: 30, jobs: JobCounts(waiting: 10, running: 2))),
                // The walk goes on while the queue happens to be empty.
                Look(3, Self.status(files: 40, scanning: ["samples"])),
                Look(4, Self.status(files: 1042), "1,042 files are catalogued"),
                Look(5, Self.status(files: 1042)),
            ])
        check(
            "files that failed wait for another day",
            [
                Look(0, Self.status(files: 0, jobs: JobCounts(waiting: 3, running: 1))),
                Look(
                    1, Self.status(files: 1, jobs: JobCounts(waiting: 2, failed: 2)),
                    "1 file is catalogued"),
            ])
        check(
            "paused in the middle",
            [
                Look(0, Self.status(files: 1, jobs: JobCounts(waiting: 9))),
                Look(1, Self.status(files: 10, isPaused: true)),
                Look(2, Self.status(files: 10), "10 files are catalogued"),
            ])
        check(
            "a library that is known, with some new files",
            [
                Look(0, Self.status(scanning: ["samples"])),
                Look(1, Self.status(jobs: JobCounts(waiting: 50, running: 2))),
                Look(2, Self.status(files: 1052)),
            ])
        check(
            "nothing there",
            [
                Look(0, Self.status(files: 0, scanning: ["samples"])),
                Look(1, Self.status(files: 0)),
            ])
    }

    @Test func `problems are told when they are many, and many more than before`() {
        check(
            "many at once",
            [
                Look(0, Self.status(problems: 2)),
                Look(1, Self.status(problems: 26)),
                Look(2, Self.status(problems: 27), "25 files cannot be catalogued"),
                Look(700, Self.status(problems: 53)),
                Look(701, Self.status(problems: 54), "27 files cannot be catalogued"),
            ])
        check(
            "old ones are no news",
            [Look(0, Self.status(problems: 400)), Look(1, Self.status(problems: 430))])
        check(
            "solved ones make room",
            [
                Look(0, Self.status(problems: 400)),
                Look(1, Self.status(problems: 0)),
                Look(2, Self.status(problems: 25), "25 files cannot be catalogued"),
            ])
    }

    @Test func `at most one of a kind comes in ten minutes`() {
        let away = Self.status(away: ["samples"])
        let busy = Self.status(scanning: ["samples"])
        let gone = "samples went away in the middle of work"
        check(
            "a loose plug",
            [
                Look(0, busy), Look(1, away, gone), Look(2, busy, "samples is back"),
                Look(3, away), Look(4, busy), Look(600, away), Look(600.5, busy),
                Look(601, away, gone), Look(601.5, busy), Look(602, away),
                Look(602.5, busy, "samples is back"),
            ])
        check(
            "another kind is not held back",
            [
                Look(0, busy), Look(1, away, gone),
                Look(
                    2, Self.status(problems: 30, away: ["samples"]), "30 files cannot be catalogued"
                ),
            ])
    }

    @Test func `names cannot forge anything`() {
        var notices = TrayNotices()
        let name = "a\u{202E}b\nc"
        _ = notices.take(Self.status(scanning: [name], sources: [name]), at: 0)
        let shown = notices.take(Self.status(away: [name], sources: [name]), at: 1)
        #expect(shown.map(\.kind) == [.sourceGone])
        #expect(
            shown.allSatisfy { notice in
                !"\(notice.title)\(notice.text)".unicodeScalars.contains(
                    where: TerminalText.isHarmful)
                    && !notice.text.contains("<")
            })
    }
}

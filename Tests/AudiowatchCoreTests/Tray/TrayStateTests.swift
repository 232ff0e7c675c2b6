import AudiowatchCore
import Testing

@Suite struct TrayStateTests {
    private func state(_ change: (inout StatusReport) -> Void) -> TrayState {
        var report = StatusReport(
            running: true, version: "1", address: "/s", database: "/d", files: 1200)
        change(&report)
        return TrayState(report, now: 1000)
    }

    @Test func `each status has one state, in words of its own`() {
        let cases: [(change: (inout StatusReport) -> Void, title: String, details: [String])] = [
            ({ _ in }, "Everything is catalogued", ["1,200 files"]),
            (
                {
                    $0.jobs = JobCounts(waiting: 790, running: 10)
                    $0.queue = QueuePace(ratePerSecond: 4, etaSeconds: 200)
                }, "Working: 60 %", ["1,200 of 2,000 files, 3 min left"]
            ),
            ({ $0.jobs.running = 1 }, "Working: 99 %", ["1,200 of 1,201 files"]),
            ({ $0.isScanning = true }, "Comparing folders", []),
            (
                {
                    $0.isPaused = true
                    $0.jobs.waiting = 5
                }, "Paused until resumed", ["Changes are noted, and catalogued afterwards."]
            ),
            (
                {
                    $0.isPaused = true
                    $0.pausedUntil = 1900
                }, "Paused for another 15 min", ["Changes are noted, and catalogued afterwards."]
            ),
            ({ $0.problems = 1 }, "1 problem", []),
            ({ $0.problems = 1234 }, "1,234 problems", []),
            // Failed jobs wait for hours: that is no work, but a problem.
            (
                {
                    $0.jobs = JobCounts(waiting: 3, failed: 3)
                    $0.problems = 3
                }, "3 problems", []
            ),
            (
                { $0.degraded = ["samples: no such folder"] }, "Needs attention",
                ["samples: no such folder"]
            ),
        ]
        for one in cases {
            let state = state(one.change)
            #expect(state.title == one.title)
            #expect(state.details == one.details, "\(one.title)")
        }
        #expect(TrayState.gone(.notRunning).title == "Not running")
        #expect(TrayState.gone(.starting).title == "Starting")
        #expect(TrayState.gone(.unanswering("late")).title == "Not answering")
        #expect(TrayState.gone(.unanswering("late")).details == ["late"])
    }

    @Test func `problems that were seen no longer mark the icon`() {
        var report = StatusReport(
            running: true, version: "1", address: "/s", database: "/d", problems: 3, files: 1)
        let seen = TrayState(report, now: 0, seen: 3)
        #expect(seen == .idle(files: 1, problems: 3))
        #expect(seen.title == "Everything is catalogued" && seen.details == ["1 file, 3 problems"])
        report.problems = 4
        #expect(TrayState(report, now: 0, seen: 3) == .troubled(problems: 4, sentences: []))
        report.problems = 3
        report.degraded = ["samples: gone"]
        #expect(TrayIcon(TrayState(report, now: 0, seen: 3)) == .troubled)
    }

    @Test func `percent stays below a hundred and survives any number`() {
        #expect(TrayState.Progress(done: 0, all: 7).percent == 0)
        #expect(TrayState.Progress(done: 6, all: 7).percent == 85)
        #expect(TrayState.Progress(done: 7, all: 7).percent == 99)
        #expect(TrayState.Progress(done: .max, all: 1).percent == 99)
        #expect(TrayState.Progress(done: -1, all: 1).percent == nil)
        #expect(TrayState.Progress(done: 0, all: 0).percent == nil)
    }

    @Test func `nothing is asked more often than once a second, and rarely at rest`() {
        let states = [
            state { _ in }, state { $0.isPaused = true }, state { $0.problems = 1 },
            .gone(.notRunning), state { $0.jobs.running = 1 },
        ]
        #expect(states.map(\.pace) == [5, 5, 5, 2, 1].map { Duration.seconds($0) })
    }
}

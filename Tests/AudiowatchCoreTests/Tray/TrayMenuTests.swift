import AudiowatchCore
import Testing

@Suite struct TrayMenuTests {
    private func menu(
        _ state: TrayState, problems: [TrayProblem] = [], notifies: Bool = true,
        startsWithSession: Bool = false, failure: String? = nil
    ) -> TrayMenu {
        TrayMenu(
            state, problems: problems, notifies: notifies, startsWithSession: startsWithSession,
            failure: failure)
    }

    private func labels(_ menu: TrayMenu) -> [String] {
        menu.flat.map { ($0.parent == 0 ? "" : "> ") + $0.entry.label }.filter { !$0.isEmpty }
    }

    @Test func `at rest everything is offered`() {
        #expect(
            labels(menu(.idle(files: 3, problems: 0))) == [
                "Everything is catalogued", "Open audiowatch", "Pause", "> For 15 minutes",
                "> For an hour", "> Until resumed", "Scan again", "No problems", "Notifications",
                "Start with the session", "Quit", "> The tray only", "> Stop watching too",
            ])
    }

    @Test func `paused it offers to resume, gone to start`() {
        let paused = labels(menu(.paused(left: nil)))
        #expect(paused.contains("Resume") && !paused.contains("Pause"))
        #expect(
            labels(menu(.gone(.notRunning), failure: "port in use")) == [
                "Not running", "port in use", "Start audiowatch", "Notifications",
                "Start with the session", "Quit",
            ])
    }

    @Test func `what cannot be asked is not asked, and not started a second time`() {
        for absence in [TrayState.Absence.starting, .unanswering("late")] {
            #expect(
                labels(menu(.gone(absence))).dropFirst()
                    == ["Notifications", "Start with the session", "Quit"])
        }
    }

    @Test func `problems are listed, the newest few, with what is late`() {
        let problems = (1...20).map { TrayProblem(name: "f\($0)\n.wav", reason: "no audio") }
        let listed = labels(
            menu(.troubled(problems: 20, sentences: ["loops: away"]), problems: problems))
        #expect(listed.contains("Recent problems"))
        #expect(listed.contains("> loops: away"))
        #expect(listed.contains("> f1\\n.wav: no audio"))
        #expect(listed.filter { $0.hasSuffix("no audio") }.count == TrayMenu.mostProblems)
        #expect(listed.contains("> Show all"))
    }

    @Test func `an entry is never wider than a menu should be`() {
        let problem = TrayProblem(name: String(repeating: "kick ", count: 40), reason: "x")
        let all = menu(.troubled(problems: 1, sentences: []), problems: [problem]).flat
        #expect(all.allSatisfy { TerminalText.columns(of: $0.entry.label) <= 64 })
    }

    @Test func `a number means the same in every menu that has it`() {
        let problems = [TrayProblem(name: "a", reason: "b")]
        let menus = [
            menu(.idle(files: 0, problems: 0)), menu(.paused(left: 5)), menu(.gone(.notRunning)),
            menu(.working(TrayState.Progress(done: 1, all: 2)), problems: problems),
            menu(.troubled(problems: 1, sentences: ["s"]), problems: problems, failure: "f"),
        ]
        var meanings: [Int32: TrayAction] = [:]
        for menu in menus {
            let ids = menu.flat.map(\.entry.id)
            #expect(Set(ids).count == ids.count && ids.allSatisfy { $0 > 0 })
            for (entry, parent) in menu.flat {
                if parent != 0 { #expect(ids.firstIndex(of: parent) ?? .max < ids.count) }
                guard let action = menu.action(of: entry.id) else { continue }
                #expect(meanings[entry.id] ?? action == action, "\(entry)")
                meanings[entry.id] = action
            }
        }
        let expected: Set<TrayAction> = [
            .open, .showProblems, .pause(seconds: 900), .pause(seconds: 3600), .pause(seconds: nil),
            .resume, .rescan, .notify(false), .autostart(true), .start, .quit(stopsDaemon: false),
            .quit(stopsDaemon: true),
        ]
        #expect(Set(meanings.values) == expected)
        #expect(menus[0].action(of: 999) == nil)
    }

    @Test func `switches show how they stand and turn the other way`() {
        let on = menu(.idle(files: 0, problems: 0), notifies: true, startsWithSession: true).flat
            .map(\.entry)
        let off = menu(.idle(files: 0, problems: 0), notifies: false, startsWithSession: false).flat
            .map(\.entry)
        #expect(
            on.map(\.kind).filter { if case .toggle = $0 { true } else { false } } == [
                .toggle(.notify(false), isOn: true), .toggle(.autostart(false), isOn: true),
            ])
        #expect(
            off.map(\.kind).filter { if case .toggle = $0 { true } else { false } } == [
                .toggle(.notify(true), isOn: false), .toggle(.autostart(true), isOn: false),
            ])
    }
}

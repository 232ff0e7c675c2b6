/// What a click in the tray's menu asks for.
public enum TrayAction: Hashable, Sendable {
    /// Show the page.
    case open
    /// Show the page's list of problems.
    case showProblems
    /// No work for so many seconds; nil until resumed.
    case pause(seconds: Double?)
    /// Work again.
    case resume
    /// Look at every source again.
    case rescan
    /// Turn desktop notifications on or off.
    case notify(Bool)
    /// Have the session start the tray, or not.
    case autostart(Bool)
    /// Start the daemon.
    case start
    /// End the tray, and the daemon with it where asked.
    case quit(stopsDaemon: Bool)
}

/// One entry of the tray's menu.
public struct TrayEntry: Hashable, Sendable {
    /// What it is.
    public enum Kind: Hashable, Sendable {
        /// Words that cannot be clicked.
        case text
        /// A line between groups.
        case separator
        /// Does something.
        case action(TrayAction)
        /// Does something, and shows whether it is on.
        case toggle(TrayAction, isOn: Bool)
        /// Opens further entries.
        case submenu([TrayEntry])
    }

    /// Its number: the same entry has the same one for ever, so that a click which comes late, after the menu has
    /// changed, never does something else.
    public var id: Int32
    /// Its words, free of controls; empty for a separator.
    public var label: String
    /// What it is.
    public var kind: Kind

    init(_ id: Int32, _ label: String, _ kind: Kind) {
        self.id = id
        self.label = TerminalText.keepingStart(
            of: TerminalText.escaped(label), columns: TrayMenu.widest)
        self.kind = kind
    }
}

/// A problem as the menu lists it.
public struct TrayProblem: Hashable, Sendable {
    /// The file's name.
    public var name: String
    /// What is wrong with it, one sentence.
    public var reason: String

    /// All values.
    public init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }
}

/// The tray's menu, made of everything that it depends on. Pure.
public struct TrayMenu: Hashable, Sendable {
    /// Columns of an entry: more would make a menu of half a screen.
    static let widest = 64
    /// Problems listed, the newest: more are read on the page.
    public static let mostProblems = 8

    /// The entries, from the top.
    public let entries: [TrayEntry]

    /// `failure` is what came of the last click, where it failed.
    public init(
        _ state: TrayState, problems: [TrayProblem] = [], notifies: Bool, startsWithSession: Bool,
        failure: String? = nil
    ) {
        var entries = [TrayEntry(1, state.title, .text)]
        if let failure { entries.append(TrayEntry(2, failure, .text)) }
        switch state {
        case .gone(.notRunning):
            entries.append(TrayEntry(3, "Start audiowatch", .action(.start)))
        case .gone(.starting), .gone(.unanswering): break
        case .paused, .working, .troubled, .idle:
            entries.append(TrayEntry(4, "Open audiowatch", .action(.open)))
            entries.append(TrayEntry(5, "", .separator))
            entries.append(TrayMenu.pause(state))
            entries.append(TrayEntry(7, "Scan again", .action(.rescan)))
            entries.append(TrayMenu.problems(state, problems))
        }
        entries += [
            TrayEntry(9, "", .separator),
            TrayEntry(10, "Notifications", .toggle(.notify(!notifies), isOn: notifies)),
            TrayEntry(
                11, "Start with the session",
                .toggle(.autostart(!startsWithSession), isOn: startsWithSession)),
            TrayEntry(12, "", .separator),
            TrayMenu.quit(state),
        ]
        self.entries = entries
    }

    /// Every entry, each submenu before what is in it, with the number of the submenu it stands in; 0 for none.
    public var flat: [(entry: TrayEntry, parent: Int32)] {
        entries.flatMap { entry in
            var all = [(entry: entry, parent: Int32(0))]
            if case .submenu(let inner) = entry.kind { all += inner.map { ($0, entry.id) } }
            return all
        }
    }

    /// What a click on an entry asks for; nil for what is no longer there.
    public func action(of id: Int32) -> TrayAction? {
        switch flat.first(where: { $0.entry.id == id })?.entry.kind {
        case .action(let action), .toggle(let action, _): action
        case .text, .separator, .submenu, nil: nil
        }
    }

    private static func pause(_ state: TrayState) -> TrayEntry {
        if case .paused = state { return TrayEntry(20, "Resume", .action(.resume)) }
        return TrayEntry(
            6, "Pause",
            .submenu([
                TrayEntry(21, "For 15 minutes", .action(.pause(seconds: 900))),
                TrayEntry(22, "For an hour", .action(.pause(seconds: 3600))),
                TrayEntry(23, "Until resumed", .action(.pause(seconds: nil))),
            ]))
    }

    private static func problems(_ state: TrayState, _ problems: [TrayProblem]) -> TrayEntry {
        var sentences: [String] = []
        if case .troubled(_, let told) = state { sentences = told }
        guard !problems.isEmpty || !sentences.isEmpty else {
            return TrayEntry(30, "No problems", .text)
        }
        var inner: [TrayEntry] = []
        for (sentence, id) in zip(sentences, Int32(60)..<Int32(60 + mostProblems)) {
            inner.append(TrayEntry(id, sentence, .text))
        }
        for (problem, id) in zip(problems, Int32(40)..<Int32(40 + mostProblems)) {
            inner.append(
                TrayEntry(id, "\(problem.name): \(problem.reason)", .action(.showProblems)))
        }
        inner.append(TrayEntry(32, "", .separator))
        inner.append(TrayEntry(33, "Show all", .action(.showProblems)))
        return TrayEntry(31, "Recent problems", .submenu(inner))
    }

    private static func quit(_ state: TrayState) -> TrayEntry {
        if case .gone = state { return TrayEntry(50, "Quit", .action(.quit(stopsDaemon: false))) }
        return TrayEntry(
            51, "Quit",
            .submenu([
                TrayEntry(52, "The tray only", .action(.quit(stopsDaemon: false))),
                TrayEntry(53, "Stop watching too", .action(.quit(stopsDaemon: true))),
            ]))
    }
}

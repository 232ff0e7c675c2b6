/// A desktop notification, as words.
public struct TrayNotice: Hashable, Sendable {
    /// What it is about; at most one of a kind in ten minutes.
    public enum Kind: Int32, Hashable, Sendable, CaseIterable {
        /// A source went away while it had work.
        case sourceGone
        /// A source that had work is back.
        case sourceBack
        /// A library was catalogued for the first time.
        case firstScanDone
        /// Many files cannot be handled.
        case manyProblems
    }

    /// What it is about.
    public var kind: Kind
    /// The facts, in one line; may hold names.
    public var title: String
    /// What follows from them; holds no names, since some desktops read markup there.
    public var text: String

    /// All values.
    public init(kind: Kind, title: String, text: String) {
        self.kind = kind
        self.title = title
        self.text = text
    }
}

/// Decides which notifications are worth an interruption, from one status after the other. Pure.
///
/// What was the case when the tray began to look is no news. What is withheld, because one of its kind was shown
/// lately, is not made up for later: the tray's icon and the page tell the state at any time.
public struct TrayNotices: Hashable, Sendable {
    /// Seconds between two notifications of a kind.
    static let quiet = 600.0
    /// New problems that are many: fewer are everyday, and listed in the menu.
    static let many = 25
    /// Seconds in which the work of a source that went away may still become known: its jobs are counted as
    /// resting a moment after it is seen to be away.
    static let grace = 10.0

    private struct Away: Hashable, Sendable {
        var since: Double
        /// Jobs of all absent sources just before it went.
        var restingBefore: Int
        /// Its scan was running.
        var wasScanning: Bool
        var hadWork = false
    }

    private var isFirstStatus = true
    private var away: [String: Away] = [:]
    private var before: [String: SourceStatus] = [:]
    private var resting = 0
    private var isFirstScan = false
    /// Problems that are no news.
    private var knownProblems = 0
    private var shown: [TrayNotice.Kind: Double] = [:]

    /// Nothing was seen yet.
    public init() {}

    /// Takes the next status; `now` is any clock in seconds that only goes forward.
    public mutating func take(_ status: StatusReport, at now: Double) -> [TrayNotice] {
        let news = [
            sources(status, at: now), firstScan(status), problems(status),
        ].flatMap(\.self)
        isFirstStatus = false
        before = Dictionary(status.sources.map { ($0.name, $0) }) { first, _ in first }
        resting = status.jobs.resting
        return news.filter { notice in
            if let last = shown[notice.kind], now - last < TrayNotices.quiet { return false }
            shown[notice.kind] = now
            return true
        }
    }

    private mutating func sources(_ status: StatusReport, at now: Double) -> [TrayNotice] {
        var (gone, back): ([String], [String]) = ([], [])
        for source in status.sources {
            if source.state != "offline" {
                if let was = away.removeValue(forKey: source.name), was.hadWork,
                    source.state != "disabled"
                {
                    back.append(source.name)
                }
                continue
            }
            if away[source.name] == nil {
                let scan = before[source.name]?.lastScan?.isRunning ?? false
                away[source.name] = Away(
                    since: now, restingBefore: isFirstStatus ? 0 : resting, wasScanning: scan,
                    // What it left behind before the tray looked is told when it is back.
                    hadWork: isFirstStatus && status.jobs.resting > 0)
            }
            guard var was = away[source.name], !was.hadWork, !isFirstStatus,
                now - was.since <= TrayNotices.grace,
                was.wasScanning || status.jobs.resting > was.restingBefore
            else { continue }
            was.hadWork = true
            away[source.name] = was
            gone.append(source.name)
        }
        away = away.filter { one in status.sources.contains { $0.name == one.key } }
        return [notice(gone: gone), notice(back: back)].compactMap(\.self)
    }

    private func notice(gone: [String]) -> TrayNotice? {
        guard let names = TrayNotices.list(gone) else { return nil }
        return TrayNotice(
            kind: .sourceGone, title: "\(names) went away in the middle of work",
            text: "Nothing is lost: what is missing is catalogued when it is back.")
    }

    private func notice(back: [String]) -> TrayNotice? {
        guard let names = TrayNotices.list(back) else { return nil }
        return TrayNotice(
            kind: .sourceBack, title: back.count == 1 ? "\(names) is back" : "\(names) are back",
            text: "What was left undone is catalogued now.")
    }

    /// A scan is a library's first when more waits than is known: later ones find little that is new.
    private mutating func firstScan(_ status: StatusReport) -> [TrayNotice] {
        let left = status.jobs.waiting &+ status.jobs.running
        if left > 0 || status.isScanning {
            // A catalogue that is only compared with the disk has files already.
            if left > status.files || (status.files == 0 && left > 0) { isFirstScan = true }
            // What failed waits for hours: the scan is done without it.
            guard isFirstScan, !status.isScanning, status.jobs.running == 0,
                status.jobs.waiting <= status.jobs.failed
            else { return [] }
        }
        guard isFirstScan, !status.isPaused else { return [] }
        isFirstScan = false
        guard status.files > 0 else { return [] }
        return [
            TrayNotice(
                kind: .firstScanDone,
                title: Display.count(status.files)
                    + (status.files == 1 ? " file is catalogued" : " files are catalogued"),
                text: "The first scan is done. Changes are noticed as they happen.")
        ]
    }

    private mutating func problems(_ status: StatusReport) -> [TrayNotice] {
        // Problems that were solved make room for news.
        knownProblems = isFirstStatus ? status.problems : min(knownProblems, status.problems)
        let new = status.problems - knownProblems
        guard new >= max(TrayNotices.many, knownProblems) else { return [] }
        knownProblems = status.problems
        return [
            TrayNotice(
                kind: .manyProblems, title: "\(Display.count(new)) files cannot be catalogued",
                text: "The page says which, and why.")
        ]
    }

    /// `samples`, `samples and loops`, `samples and 3 other sources`; nil for none.
    private static func list(_ names: [String]) -> String? {
        let names = names.map(TerminalText.escaped)
        switch names.count {
        case 0: return nil
        case 1: return names[0]
        case 2: return "\(names[0]) and \(names[1])"
        default: return "\(names[0]) and \(names.count - 1) other sources"
        }
    }
}

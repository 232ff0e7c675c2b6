/// What the tray shows of the daemon: one of five states, each with a shape and words of its own. Pure.
public enum TrayState: Hashable, Sendable {
    /// No daemon answers.
    case gone(Absence)
    /// The user has asked for no work. `left` is in seconds, nil until resumed.
    case paused(left: Double?)
    /// Files are being catalogued, or folders compared.
    case working(Progress)
    /// At rest, and something needs attention.
    case troubled(problems: Int, sentences: [String])
    /// At rest, and nothing needs attention; `problems` are those that the user has seen.
    case idle(files: Int, problems: Int)

    /// Why no daemon answers.
    public enum Absence: Hashable, Sendable {
        /// None runs.
        case notRunning
        /// One is being started.
        case starting
        /// One may run, and cannot be asked; says why.
        case unanswering(String)
    }

    /// How far a piece of work is.
    public struct Progress: Hashable, Sendable {
        /// Files catalogued.
        public var done: Int
        /// Files known, catalogued or not; 0 while only folders are compared.
        public var all: Int
        /// Seconds that it will still take; nil when unknown.
        public var remaining: Double?

        /// All values.
        public init(done: Int, all: Int, remaining: Double? = nil) {
            self.done = done
            self.all = all
            self.remaining = remaining
        }

        /// Whole percent, 0 … 99: what is at work is not done. Nil while only folders are compared.
        public var percent: Int? {
            guard all > 0, done >= 0 else { return nil }
            return Int(min(Double(done) / Double(all) * 100, 99))
        }
    }

    /// The state that a status is shown as. `now` is seconds since 1970 UTC.
    ///
    /// Every old library has files that nobody will mend. Problems that were `seen` no longer mark the icon: a
    /// mark that never goes is looked at by nobody.
    public init(_ status: StatusReport, now: Double, seen: Int = 0) {
        let (jobs, left) = (status.jobs, status.jobs.waiting &+ status.jobs.running)
        if status.isPaused {
            self = .paused(left: status.pausedUntil.map { max($0 - now, 0) })
        } else if jobs.running > 0 || jobs.waiting > jobs.failed {
            self = .working(
                Progress(
                    done: status.files, all: status.files &+ left,
                    remaining: status.queue.etaSeconds))
        } else if status.isScanning {
            self = .working(Progress(done: 0, all: 0))
        } else if status.problems > seen || !status.degraded.isEmpty {
            self = .troubled(problems: status.problems, sentences: status.degraded)
        } else {
            self = .idle(files: status.files, problems: status.problems)
        }
    }

    /// The state in a few words: the head of the menu and of the tooltip.
    public var title: String {
        switch self {
        case .gone(.notRunning): "Not running"
        case .gone(.starting): "Starting"
        case .gone(.unanswering): "Not answering"
        case .paused(nil): "Paused until resumed"
        case .paused(let left?): "Paused for another \(Display.remaining(seconds: left))"
        case .working(let progress):
            progress.percent.map { "Working: \($0) %" } ?? "Comparing folders"
        case .troubled(0, _): "Needs attention"
        case .troubled(let problems, _): TrayState.text(problems: problems)
        case .idle: "Everything is catalogued"
        }
    }

    /// The facts behind the title, one sentence a line; may be empty.
    public var details: [String] {
        switch self {
        case .gone(.notRunning): ["Nothing is watched until it is started."]
        case .gone(.starting): []
        case .gone(.unanswering(let reason)): [reason]
        case .paused: ["Changes are noted, and catalogued afterwards."]
        case .working(let progress) where progress.all > 0:
            [
                "\(Display.count(progress.done)) of \(Display.count(progress.all)) files"
                    + (progress.remaining.map { ", \(Display.remaining(seconds: $0)) left" } ?? "")
            ]
        case .working: []
        case .troubled(_, let sentences): sentences
        case .idle(let files, let problems):
            [
                "\(Display.count(files)) \(files == 1 ? "file" : "files")"
                    + (problems > 0 ? ", \(TrayState.text(problems: problems))" : "")
            ]
        }
    }

    private static func text(problems: Int) -> String {
        "\(Display.count(problems)) \(problems == 1 ? "problem" : "problems")"
    }

    /// Time until the daemon is asked again when it tells nothing by itself.
    ///
    /// While it works the percent is worth a look a second. At rest its stream of events tells of changes; only
    /// pauses and drives are told by nobody, and five seconds are soon enough for those.
    public var pace: Duration {
        switch self {
        case .working: .seconds(1)
        case .gone: .seconds(2)
        case .paused, .troubled, .idle: .seconds(5)
        }
    }
}

/// How the changes of a source are noticed.
public enum WatchCoverage: String, Sendable, Codable, CaseIterable {
    /// Every directory has a watch, and the file system tells of every change.
    case watched
    /// Some directories have no watch; they are looked at by a timer.
    case partly
    /// The file system does not tell of changes made elsewhere: all of it is looked at by a timer.
    case polled
    /// Nothing is noticed: it is away, switched off, or no daemon runs.
    case none
}

/// How well the changes of a source that can be seen are noticed, and the state that follows. Pure.
public struct SourceHealth: Hashable, Sendable {
    /// Directories that should have a watch and have none.
    public var unwatched = 0
    /// Directories that may be watched at all; nil when the kernel does not say.
    public var watchLimit: Int?
    /// The command that raises the limit; nil while it is not reached.
    public var advice: String?
    /// Type of the file system.
    public var fileSystem = ""
    /// The file system does not tell of changes made elsewhere.
    public var isPolled = false
    /// Time between two looks at whatever nobody tells of.
    public var pollInterval: Duration = .zero
    /// The kernel dropped changes, and the scan that makes up for it has not ended.
    public var hasLostChanges = false

    /// One sentence for each drive inside it that is away.
    public var away: [String] = []

    /// Everything well.
    public init() {}

    /// How changes are noticed.
    public var coverage: WatchCoverage {
        isPolled ? .polled : unwatched > 0 ? .partly : .watched
    }

    /// Online, or degraded with everything that makes it so.
    public var state: SourceState {
        let reasons = away + [lost, missing, polled].compactMap { $0 }
        return reasons.isEmpty ? .online : .degraded(reason: reasons.joined(separator: "; "))
    }

    private var lost: String? {
        guard hasLostChanges else { return nil }
        return "the kernel dropped changes, so everything is looked at again"
    }

    private var missing: String? {
        guard unwatched > 0 else { return nil }
        let what = unwatched == 1 ? "1 folder is" : "\(Display.count(unwatched)) folders are"
        let often = "looked at every \(text(pollInterval))"
        guard let advice else {
            return "\(what) not watched, since the kernel refused it: \(often)"
        }
        let limit = watchLimit.map { " of \(Display.count($0)) watches" } ?? ""
        return "\(what) not watched, since the limit\(limit) is reached: \(often);"
            + " raise it with: \(advice)"
    }

    private var polled: String? {
        guard isPolled else { return nil }
        return "\(fileSystem) does not tell of changes made elsewhere:"
            + " polled every \(text(pollInterval))"
    }

    private func text(_ interval: Duration) -> String {
        Display.remaining(seconds: ControlTime.seconds(interval))
    }
}

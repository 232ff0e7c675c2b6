/// What was decided of one piece of raw news.
public enum ChangeDecision: Hashable, Sendable {
    /// Its name is looked at at once.
    case lookedAt
    /// Its name is looked at later, unless something else comes first.
    case waits(Duration)
    /// Too many names waited in its directory: the directory is listed as a whole.
    case folder
    /// Everything is to be looked at.
    case source
    /// The directory itself is looked after: its place, its watch, or whether it can be listed now.
    case directory
    /// A sync point was reached.
    case syncPoint
    /// Nothing is looked at because of it.
    case nothing

    /// For people: the end of the sentence "… was told, and …".
    public var text: String {
        switch self {
        case .lookedAt: "looked at now"
        case .waits(let time): "waits \(Display.pause(time))"
        case .folder: "folded into its folder, which is listed"
        case .source: "whole source"
        case .directory: "the folder itself is checked"
        case .syncPoint: "sync point reached"
        case .nothing: "covered by a look that is due already"
        }
    }
}

/// The latest raw changes and what was decided of each: a ring of bounded size. Pure.
public struct ChangeTrail: Sendable {
    /// Changes kept.
    public static let length = 1_000

    /// One of them.
    public struct Entry: Sendable {
        /// When it was read, seconds since 1970 UTC.
        public var at: Double
        /// What the kernel told.
        public var change: Change
        /// What was decided.
        public var decision: ChangeDecision
    }

    private var ring: [Entry] = []
    private var oldest = 0

    /// Nothing yet.
    public init() {}

    /// Adds one; the oldest goes when there is no room.
    public mutating func note(_ change: Change, _ decision: ChangeDecision, at time: Double) {
        let entry = Entry(at: time, change: change, decision: decision)
        guard ring.count == ChangeTrail.length else { return ring.append(entry) }
        ring[oldest] = entry
        oldest = (oldest + 1) % ChangeTrail.length
    }

    /// All of them, the oldest first.
    public var entries: [Entry] { Array(ring[oldest...] + ring[..<oldest]) }
}

/// One raw change as `doctor --events` shows it.
public struct ChangeRecord: Hashable, Sendable, Codable {
    /// When it was read, seconds since 1970 UTC.
    public var at: Double
    /// The source; nil for what concerns all of them.
    public var source: String?
    /// Where, for reading; nil where no place is known.
    public var path: String?
    /// The exact bytes in base64, only where reading changed them.
    public var pathBase64: String?
    /// What the kernel told: `created`, `written`, `movedFrom`, `overflow`, …
    public var kind: String
    /// True when it concerned a directory.
    public var isDirectory: Bool
    /// What was decided, one sentence.
    public var decision: String

    /// All values.
    public init(
        at: Double, source: String? = nil, path: PathText? = nil, kind: String,
        isDirectory: Bool = false, decision: String
    ) {
        self.at = at
        self.source = source
        self.path = path?.text
        self.pathBase64 = path?.base64
        self.kind = kind
        self.isDirectory = isDirectory
        self.decision = decision
    }

    private enum CodingKeys: String, CodingKey {
        case at, source, path
        case pathBase64 = "path_base64"
        case kind, isDirectory, decision
    }
}

import AudiowatchCore
public import SystemPackage

/// Which groups of exact duplicates, and in which order.
public struct DuplicateQuestion: Hashable, Sendable {
    /// What comes first: always the most of it.
    public enum Order: String, Sendable, CaseIterable {
        /// Bytes that keeping one copy would free.
        case waste
        /// Bytes of one file.
        case size
        /// Paths.
        case copies
    }

    /// Groups by what was decided of them. A group whose file to keep is gone is not decided.
    public enum Decided: String, Sendable, CaseIterable {
        /// No verdict: what there is to do.
        case no
        /// Any verdict.
        case yes
        /// One is kept.
        case keep
        /// All stay.
        case notDuplicate = "not_duplicate"
        /// Put off.
        case later
        /// With and without a verdict.
        case all
    }

    /// What comes first.
    public var order: Order
    /// Names of sources, each of which holds a file of the group.
    public var sources: [String]
    /// Absolute paths of folders, below each of which a file of the group stands.
    public var folders: [FilePath]
    /// By verdict.
    public var decided: Decided
    /// What is known of them; nil for proved ones and hard links. For unverified ones nothing else is asked: they
    /// come by size.
    public var state: DuplicateGroup.State?
    /// Where to go on.
    public var after: DuplicateCursor?

    /// All values; every group, the most waste first, by default.
    public init(
        order: Order = .waste, sources: [String] = [], folders: [FilePath] = [],
        decided: Decided = .all, state: DuplicateGroup.State? = nil,
        after: DuplicateCursor? = nil
    ) {
        self.order = order
        self.sources = sources
        self.folders = folders
        self.decided = decided
        self.state = state
        self.after = after
    }
}

/// The place in the order of groups after which the next page starts. Opaque to clients.
public struct DuplicateCursor: Hashable, Sendable, Encodable, CustomStringConvertible {
    /// What the order goes by.
    let amount: Int64
    let content: Int64

    init(amount: Int64, content: Int64) {
        self.amount = amount
        self.content = content
    }

    /// Reads what ``description`` wrote; nil for any other text.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let amount = Int64(parts[0]), let content = Int64(parts[1])
        else { return nil }
        self.init(amount: amount, content: content)
    }

    /// A short text, safe in a URL.
    public var description: String { "\(amount)-\(content)" }

    /// Writes the short text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

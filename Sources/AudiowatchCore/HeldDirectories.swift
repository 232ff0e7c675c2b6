/// Directories that left their place, each held until the other half of its rename has had time to come;
/// then the disk is asked. Pure: time comes in.
public struct HeldDirectories: Sendable {
    /// How long one is held. Both halves of a rename come within microseconds of each other, unless the
    /// kernel's queue is long; a deletion has to show within two seconds.
    public static let hold: Duration = .seconds(1)

    private var since: [Directory.ID: ContinuousClock.Instant] = [:]

    /// None held.
    public init() {}

    /// Since when one is held; nil for one that is not.
    public subscript(id: Directory.ID) -> ContinuousClock.Instant? {
        get { since[id] }
        set { since[id] = newValue }
    }

    /// True when none is held.
    public var isEmpty: Bool { since.isEmpty }

    /// When the next one is to be judged.
    public var nextTime: ContinuousClock.Instant? {
        since.values.min().map { $0 + HeldDirectories.hold }
    }

    /// Takes out those that are to be judged now, those that left first before the others; `isPressed` when
    /// nothing that could still come is waited for, as at a sync point.
    public mutating func takeRipe(
        at now: ContinuousClock.Instant, isPressed: Bool
    ) -> [Directory.ID] {
        let ripe = since.filter { isPressed || now - $0.value >= HeldDirectories.hold }
        for id in ripe.keys { since[id] = nil }
        return ripe.sorted { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }.map(\.key)
    }

    /// Holds none any more.
    public mutating func removeAll() {
        since.removeAll()
    }
}

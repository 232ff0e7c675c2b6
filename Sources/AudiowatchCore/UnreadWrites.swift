/// Names under which somebody may have written since the file was last read. Pure.
///
/// A file that is renamed keeps its size and its time, so it is known again without being read. A program
/// that writes, puts the time back and renames within the same moment leaves the same traces: what tells
/// the two apart is that the kernel told of a write. The mark follows the file from name to name.
public struct UnreadWrites: Sendable {
    /// Names kept at the most. With more of them every name counts as written for a while.
    public static let capacity = 16_384
    /// A name is forgotten after this time: it was looked at, or belongs to no file of ours. Far longer than
    /// news wait for their look, save during a storm, which ends with a walk.
    public static let memory: Duration = .seconds(60)

    private var names: [Place: ContinuousClock.Instant] = [:]
    /// Halves of renames whose partner is still to come.
    private var underWay: [UInt32: ContinuousClock.Instant] = [:]
    private var all: ContinuousClock.Instant?
    private var sweptAt: ContinuousClock.Instant?

    /// Nothing was written yet.
    public init() {}

    /// Takes in what the kernel told, in its order.
    public mutating func note(_ change: Change, at now: ContinuousClock.Instant) {
        guard case .entry(_, let directory, let name, let kind, false, let cookie) = change else {
            if case .overflow = change { all = now }
            return
        }
        let place = Place(directory, name)
        switch kind {
        case .written, .attributes: mark(place, at: now)
        case .movedFrom: underWay[cookie] = names[place]
        case .movedTo:
            // From a name that nobody watches comes what nobody was told of.
            if underWay.removeValue(forKey: cookie) != nil { mark(place, at: now) }
        case .created, .deleted: break
        }
    }

    /// True when the file of this name may hold bytes that its row does not know.
    public func mayHide(_ place: Place, at now: ContinuousClock.Instant) -> Bool {
        if let all, now - all < UnreadWrites.memory { return true }
        return names[place].map { now - $0 < UnreadWrites.memory } ?? false
    }

    /// The file of this name was read, by a look that began at `start`.
    public mutating func read(_ place: Place, since start: ContinuousClock.Instant) {
        if let written = names[place], written <= start { names[place] = nil }
    }

    private mutating func mark(_ place: Place, at now: ContinuousClock.Instant) {
        names[place] = now
        if let sweptAt, now - sweptAt < UnreadWrites.memory, names.count <= UnreadWrites.capacity {
            return
        }
        sweptAt = now
        names = names.filter { now - $0.value < UnreadWrites.memory }
        underWay = underWay.filter { now - $0.value < UnreadWrites.memory }
        guard names.count > UnreadWrites.capacity else { return }
        names = [:]
        all = now
    }
}

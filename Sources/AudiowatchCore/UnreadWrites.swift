/// Names under which somebody may have written since the file was last read. Pure.
///
/// A file that is renamed keeps its size and its time, so it is known again without being read. A program
/// that writes, puts the time back and renames within the same moment leaves the same traces: what tells
/// the two apart is that the kernel told of a write. The mark follows the file from name to name. News that
/// comes when the file was known again already, because a listing was faster, has it read after all.
public struct UnreadWrites: Sendable {
    /// Names kept at the most. With more of them every name counts as written for a while.
    public static let capacity = 16_384
    /// A name is forgotten after this time: it was looked at, or belongs to no file of ours. Far longer than
    /// news wait for their look, save during a storm, which ends with a walk.
    public static let memory: Duration = .seconds(60)

    private var names: [Place: ContinuousClock.Instant] = [:]
    /// Halves of renames whose partner is still to come.
    private var underWay: [UInt32: ContinuousClock.Instant] = [:]
    /// Files known again under another name, by their former one, until the news of that are in.
    private var known: [Place: (file: WatchedFile, at: ContinuousClock.Instant)] = [:]
    /// Files that have to be read, whatever their rows say.
    private var doubted: [Place: ContinuousClock.Instant] = [:]
    /// When old entries of `known` were last let go of.
    private var keptAt: ContinuousClock.Instant?
    private var all: ContinuousClock.Instant?
    private var sweptAt: ContinuousClock.Instant?

    /// Nothing was written yet.
    public init() {}

    /// Takes in what the kernel told, in its order. A file that has to be looked at again: see ``mustBeRead(_:at:)``.
    @discardableResult
    public mutating func note(
        _ change: Change, at now: ContinuousClock.Instant
    ) -> WatchedFile? {
        guard case .entry(_, let directory, let name, let kind, false, let cookie) = change else {
            if case .overflow = change { all = now }
            return nil
        }
        let place = Place(directory, name)
        switch kind {
        case .written, .attributes:
            mark(place, at: now)
            return doubt(knownBy: place, at: now)
        case .movedFrom:
            underWay[cookie] = names[place]
            known[place] = nil
        case .movedTo:
            // From a name that nobody watches comes what nobody was told of.
            guard underWay.removeValue(forKey: cookie) != nil else { return nil }
            mark(place, at: now)
            return doubt(knownBy: place, at: now)
        case .deleted: known[place] = nil
        // Late as well, perhaps: of that very file.
        case .created: break
        }
        return nil
    }

    /// A file is about to be known again by its traces, under another name than its former one. False when it
    /// may hold bytes that its row does not know.
    public mutating func mayKnow(
        _ file: WatchedFile, by former: Place, at now: ContinuousClock.Instant
    ) -> Bool {
        if mayHide(file.place, at: now) || mayHide(former, at: now) { return false }
        if known.count >= UnreadWrites.knownCapacity,
            keptAt.map({ now - $0 >= UnreadWrites.newsDelay }) ?? true
        {
            keptAt = now
            known = known.filter { now - $0.value.at < UnreadWrites.newsDelay }
        }
        guard known.count < UnreadWrites.knownCapacity else { return false }
        for name in [former, file.place] { known[name] = (file, now) }
        return true
    }

    /// The kernel's news of what happened before a look are in after this time, unless there is a storm.
    private static let newsDelay: Duration = .seconds(5)
    /// Names of files known again, at the most: 8 MB. Beyond, files that moved are read.
    private static let knownCapacity = 65_536

    /// True for a file whose write was told after it had been known again.
    public func mustBeRead(_ place: Place, at now: ContinuousClock.Instant) -> Bool {
        doubted[place].map { now - $0 < UnreadWrites.memory } ?? false
    }

    /// True when the file of this name may hold bytes that its row does not know.
    public func mayHide(_ place: Place, at now: ContinuousClock.Instant) -> Bool {
        if let all, now - all < UnreadWrites.memory { return true }
        return names[place].map { now - $0 < UnreadWrites.memory } ?? false
    }

    /// The file of this name was read, by a look that began at `start`.
    public mutating func read(_ place: Place, since start: ContinuousClock.Instant) {
        if let written = names[place], written <= start { names[place] = nil }
        if let since = doubted[place], since <= start { doubted[place] = nil }
    }

    private mutating func doubt(
        knownBy place: Place, at now: ContinuousClock.Instant
    ) -> WatchedFile? {
        guard let file = known.removeValue(forKey: place)?.file else { return nil }
        mark(file.place, at: now)
        doubted[file.place] = now
        return file
    }

    private mutating func mark(_ place: Place, at now: ContinuousClock.Instant) {
        names[place] = now
        if let sweptAt, now - sweptAt < UnreadWrites.memory, names.count <= UnreadWrites.capacity {
            return
        }
        sweptAt = now
        names = names.filter { now - $0.value < UnreadWrites.memory }
        underWay = underWay.filter { now - $0.value < UnreadWrites.memory }
        known = known.filter { now - $0.value.at < UnreadWrites.memory }
        doubted = doubted.filter { now - $0.value < UnreadWrites.memory }
        guard names.count > UnreadWrites.capacity else { return }
        names = [:]
        all = now
    }
}

/// A file of a source, by its name.
public struct WatchedFile: Hashable, Sendable {
    /// The source.
    public var source: Source.ID
    /// Its name.
    public var place: Place

    /// Both.
    public init(_ source: Source.ID, _ place: Place) {
        self.source = source
        self.place = place
    }
}

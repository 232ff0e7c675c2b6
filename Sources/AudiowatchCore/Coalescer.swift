import HeapModule

/// Turns raw news from the disk into looks, none of them twice and each at its time. Pure: time comes in.
///
/// A file that was closed after writing, or renamed into place, is looked at at once; when it changes
/// again within ``settling`` it is left alone for a second, doubling up to a minute, while it goes on
/// changing. A name that was only created waits for its close. A name that seems gone is looked at
/// last, so that the other half of a rename is seen first.
public struct Coalescer: Sendable {
    /// A second change within this time means that somebody is still writing.
    public static let settling: Duration = .seconds(2)
    /// First pause of a file that goes on changing; doubles up to ``longestPause``.
    public static let firstPause: Duration = .seconds(1)
    /// Longest pause of a file that goes on changing.
    public static let longestPause: Duration = .seconds(60)
    /// How long a vanished name waits for the other half of its rename.
    public static let hold: Duration = .seconds(1)
    /// More waiting names than this in one directory become a look at the directory.
    public static let namesPerDirectory = 512
    /// More waiting directories than this become a look at their source.
    public static let directoriesPerSource = 4096

    private struct Waiting {
        var source: Source.ID
        /// When to look; nil when it was looked at and is only remembered.
        var due: ContinuousClock.Instant?
        /// The latest look.
        var looked: ContinuousClock.Instant?
        /// Since when it has been left alone because it goes on changing.
        var settlingSince: ContinuousClock.Instant?
        /// The next pause, should it go on changing.
        var pause: Duration = Coalescer.firstPause
    }

    private struct Due: Comparable {
        var at: ContinuousClock.Instant
        var place: Place
        static func < (left: Due, right: Due) -> Bool { left.at < right.at }
        static func == (left: Due, right: Due) -> Bool { left.at == right.at }
    }

    private var names: [Place: Waiting] = [:]
    private var due = Heap<Due>()
    private var forgetting = Heap<Due>()
    private var waitingNames: [Directory.ID: Int] = [:]
    private var backoff: [Source.ID: RescanBackoff] = [:]
    private var rescans: [Source.ID: (at: ContinuousClock.Instant, reason: ScanReason)] = [:]

    /// Nothing waiting.
    public init() {}

    /// Names that wait for their time.
    public var waiting: Int { waitingNames.values.reduce(0, +) }

    /// Takes one piece of news and returns what to look at right now.
    public mutating func note(
        _ change: Change, at now: ContinuousClock.Instant
    ) -> [(Source.ID, Look)] {
        guard
            case .entry(let source, let directory, let name, let kind, let isDirectory, _) = change
        else { return [] }
        let place = Place(directory, name)
        switch kind {
        case .created where !isDirectory:
            return wait(place, source, until: now + Coalescer.firstPause, at: now)
        case .deleted, .movedFrom:
            return wait(place, source, until: now + Coalescer.hold, at: now)
        case .created, .written, .attributes, .movedTo:
            return lookOrSettle(place, source, isDirectory: isDirectory, at: now)
        }
    }

    /// Asks for a whole source, no faster than its back-off allows.
    public mutating func rescan(
        _ source: Source.ID, _ reason: ScanReason, at now: ContinuousClock.Instant
    ) {
        guard rescans[source] == nil else { return }
        rescans[source] = (
            backoff[source, default: RescanBackoff()].start(askedAt: now), reason
        )
    }

    /// Everything whose time has come.
    public mutating func ready(at now: ContinuousClock.Instant) -> [(Source.ID, Look)] {
        var looks: [(Source.ID, Look)] = []
        while let first = due.min, first.at <= now {
            due.removeMin()
            guard let waiting = names[first.place], let time = waiting.due, time <= now else {
                continue
            }
            looks.append((waiting.source, .name(first.place)))
            looked(at: first.place, now)
        }
        while let first = forgetting.min, first.at <= now {
            forgetting.removeMin()
            guard let waiting = names[first.place], waiting.due == nil, let looked = waiting.looked
            else { continue }
            if now - looked >= Coalescer.settling { names[first.place] = nil }
        }
        for (source, rescan) in rescans where rescan.at <= now {
            rescans[source] = nil
            looks.append((source, .tree(rescan.reason)))
        }
        return looks
    }

    /// Everything that waits, whatever its time: for the sync point.
    public mutating func flush(at now: ContinuousClock.Instant) -> [(Source.ID, Look)] {
        var looks: [(Source.ID, Look)] = []
        for (place, waiting) in names where waiting.due != nil {
            looks.append((waiting.source, .name(place)))
            looked(at: place, now)
        }
        for (source, rescan) in rescans { looks.append((source, .tree(rescan.reason))) }
        rescans = [:]
        return looks
    }

    /// When ``ready(at:)`` has something to say next; nil when nothing waits.
    public var nextTime: ContinuousClock.Instant? {
        [due.min?.at, forgetting.min?.at, rescans.values.map(\.at).min()].compactMap { $0 }.min()
    }

    private mutating func lookOrSettle(
        _ place: Place, _ source: Source.ID, isDirectory: Bool, at now: ContinuousClock.Instant
    ) -> [(Source.ID, Look)] {
        var name = names[place] ?? Waiting(source: source)
        if let since = name.settlingSince, name.due != nil {
            let time = min(now + name.pause, since + Coalescer.longestPause)
            return wait(place, source, until: time, at: now)
        }
        let isBusy = name.looked.map { now - $0 < Coalescer.settling } ?? false
        guard isBusy, !isDirectory else {
            name.pause = Coalescer.firstPause
            names[place] = name
            looked(at: place, now)
            return [(source, .name(place))]
        }
        // Looked at a moment ago, and changed again: from now on it has to hold still first.
        name.settlingSince = now
        names[place] = name
        let looks = wait(place, source, until: now + name.pause, at: now)
        names[place]?.pause = min(name.pause * 2, Coalescer.longestPause)
        return looks
    }

    private mutating func wait(
        _ place: Place, _ source: Source.ID, until time: ContinuousClock.Instant,
        at now: ContinuousClock.Instant
    ) -> [(Source.ID, Look)] {
        var name = names[place] ?? Waiting(source: source)
        if name.due == nil { waitingNames[place.directory, default: 0] += 1 }
        name.due = time
        names[place] = name
        due.insert(Due(at: time, place: place))
        guard waitingNames[place.directory, default: 0] > Coalescer.namesPerDirectory else {
            return []
        }
        return collapse(place.directory, of: source, at: now)
    }

    /// Too many names wait in one directory: one listing answers for all of them.
    private mutating func collapse(
        _ directory: Directory.ID, of source: Source.ID, at now: ContinuousClock.Instant
    ) -> [(Source.ID, Look)] {
        for (place, waiting) in names where place.directory == directory && waiting.due != nil {
            names[place] = nil
        }
        waitingNames[directory] = nil
        if waitingNames.count > Coalescer.directoriesPerSource {
            names = names.filter { $0.value.source != source }
            waitingNames = names.reduce(into: [:]) { counts, entry in
                if entry.value.due != nil { counts[entry.key.directory, default: 0] += 1 }
            }
            rescan(source, .storm, at: now)
            return []
        }
        return [(source, .directory(directory))]
    }

    private mutating func looked(at place: Place, _ now: ContinuousClock.Instant) {
        if names[place]?.due != nil, let count = waitingNames[place.directory] {
            waitingNames[place.directory] = count > 1 ? count - 1 : nil
        }
        names[place]?.due = nil
        names[place]?.settlingSince = nil
        names[place]?.looked = now
        forgetting.insert(Due(at: now + Coalescer.settling, place: place))
    }
}

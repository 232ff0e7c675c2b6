import HeapModule

/// Turns raw news from the disk into looks, none of them twice and each at its time. Pure: time comes in.
///
/// A rename into place and a first close are looked at at once; what changes again within ``settling`` is
/// left alone for a second, doubling up to a minute, while it goes on changing. A name that was only made
/// waits for its close, one that seems gone for the other half of its rename. Where too many names wait,
/// one listing answers for their directory, and where too many directories do, one walk for their source:
/// names elsewhere keep their place.
public struct Coalescer: Sendable {
    /// A second change within this time means that somebody is still writing.
    public static let settling: Duration = .seconds(2)
    /// First pause of a file that goes on changing, and how long a name that was made waits for its close.
    public static let firstPause: Duration = .seconds(1)
    /// Longest pause of a file that goes on changing.
    public static let longestPause: Duration = .seconds(60)
    /// How long a vanished name waits for the other half of its rename.
    public static let hold: Duration = .seconds(1)
    /// Names remembered for ``settling`` after their look, at most: 2 MB. One that is not is looked at once more.
    public static let memory = 8_192

    /// What a name waits for.
    private enum Wait {
        /// Made, and not closed yet.
        case close
        /// Not there any more, unless the other half of a rename comes.
        case absence
        /// It goes on changing, since then.
        case rest(since: ContinuousClock.Instant)
    }

    private struct Name {
        var source: Source.ID
        /// Nil when it was looked at and is only remembered.
        var wait: Wait?
        /// When to look, or to forget.
        var due: ContinuousClock.Instant
        /// Its one entry among the alarms.
        var alarm: Alarm
        var looked: ContinuousClock.Instant?
        /// Kinds of change that have had their look since it last rested.
        var answered: Set<EntryChange> = []
        /// The next pause, should it go on changing.
        var pause = Coalescer.firstPause

        var isUnclosed: Bool { if case .close = wait { true } else { false } }
    }

    private struct Alarm: Comparable {
        enum Subject {
            case name(Place)
            case directory(Directory.ID)
        }
        var at: ContinuousClock.Instant
        var number: UInt64
        var subject: Subject
        static func < (left: Alarm, right: Alarm) -> Bool {
            (left.at, left.number) < (right.at, right.number)
        }
        static func == (left: Alarm, right: Alarm) -> Bool { left.number == right.number }
    }

    private var names: [Place: Name] = [:]
    private var alarms = Heap<Alarm>()
    private var lastAlarm: UInt64 = 0
    private var dirty = DirtyDirectories()
    private var backoff: [Source.ID: RescanBackoff] = [:]
    private var rescans: [Source.ID: (at: ContinuousClock.Instant, reason: ScanReason)] = [:]

    /// Nothing waiting.
    public init() {}

    /// Names that wait for their time.
    public var waiting: Int { dirty.names }

    /// True when nothing waits and nothing is remembered.
    public var isEmpty: Bool {
        names.isEmpty && alarms.isEmpty && dirty.isEmpty && rescans.isEmpty
    }

    /// What was decided of a name that was noted just now, with these looks.
    public func decision(
        on place: Place, of source: Source.ID, looks: [Look], at now: ContinuousClock.Instant
    ) -> ChangeDecision {
        if looks.contains(.name(place)) { return .lookedAt }
        if let name = names[place], name.wait != nil { return .waits(name.due - now) }
        if dirty.isListed(place.directory) { return .folder }
        return rescans[source]?.reason == .storm ? .source : .nothing
    }

    /// Takes one piece of news and returns what to look at right now.
    public mutating func note(
        _ change: Change, at now: ContinuousClock.Instant
    ) -> [(Source.ID, Look)] {
        guard
            case .entry(let source, let directory, let name, let kind, let isDirectory, _) = change
        else { return [] }
        let place = Place(directory, name)
        let known = names[place]
        // A directory is held where its tree is known: see HeldDirectories.
        if isDirectory { return [(source, .name(place))] }
        if case .rest(let since) = known?.wait, let known {
            let pause = kind.isDeparture ? Coalescer.hold : known.pause
            names[place]?.due = min(now + pause, since + Coalescer.longestPause)
            return []
        }
        switch kind {
        case .deleted, .movedFrom:
            return wait(.absence, at: place, source, until: now + Coalescer.hold, now)
        case .created:
            return wait(.close, at: place, source, until: now + Coalescer.firstPause, now)
        case .attributes where known?.isUnclosed ?? false:
            // A copy takes over times and permissions before it is closed.
            return []
        case .written, .attributes, .movedTo:
            return lookOrSettle(place, source, kind, now)
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
        while let alarm = alarms.min, alarm.at <= now {
            alarms.removeMin()
            switch alarm.subject {
            case .directory(let directory):
                if let source = dirty.listed(directory) {
                    looks.append((source, .directory(directory)))
                }
            case .name(let place):
                guard let name = names[place], name.alarm == alarm else { continue }
                if name.due > now {
                    let later = ring(.name(place), at: name.due)
                    names[place]?.alarm = later
                } else if let look = look(for: name, at: place) {
                    looks.append((name.source, look))
                    looked(at: place, now)
                } else {
                    forget(place)
                }
            }
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
        let waiting = names.filter { $0.value.wait != nil }
        for (place, name) in waiting.sorted(by: { $0.value.alarm.number < $1.value.alarm.number }) {
            if let look = look(for: name, at: place) { looks.append((name.source, look)) }
            looked(at: place, now)
        }
        for directory in dirty.listings {
            if let source = dirty.listed(directory) {
                looks.append((source, .directory(directory)))
            }
        }
        for (source, rescan) in rescans { looks.append((source, .tree(rescan.reason))) }
        rescans = [:]
        return looks
    }

    /// When ``ready(at:)`` has something to say next; nil when nothing waits.
    public var nextTime: ContinuousClock.Instant? {
        [alarms.min?.at, rescans.values.map(\.at).min()].compactMap { $0 }.min()
    }

    private mutating func lookOrSettle(
        _ place: Place, _ source: Source.ID, _ kind: EntryChange, _ now: ContinuousClock.Instant
    ) -> [(Source.ID, Look)] {
        let known = names[place]
        let isRecent = known?.looked.map { now - $0 < Coalescer.settling } ?? false
        let answered = isRecent ? known?.answered ?? [] : []
        let pause = isRecent ? known?.pause ?? Coalescer.firstPause : Coalescer.firstPause
        guard answered.contains(kind) else {
            remember(place, source, answered: answered.union([kind]), pause: pause, now)
            return [(source, .name(place))]
        }
        // Looked at a moment ago, and changed again: from now on it has to hold still first.
        let looks = wait(.rest(since: now), at: place, source, until: now + pause, now)
        return names[place]?.wait == nil ? looks : looks + [(source, .settling(place))]
    }

    private func look(for name: Name, at place: Place) -> Look? {
        switch name.wait {
        case .close: .made(place)
        case .absence, .rest: .name(place)
        case nil: nil
        }
    }

    private mutating func wait(
        _ wait: Wait, at place: Place, _ source: Source.ID, until time: ContinuousClock.Instant,
        _ now: ContinuousClock.Instant
    ) -> [(Source.ID, Look)] {
        // A listing or a walk that is about to come answers for this name too.
        if rescans[source]?.reason == .storm || dirty.isListed(place.directory) {
            forget(place)
            return []
        }
        if names[place]?.wait == nil { dirty.enter(place.directory, of: source) }
        if var name = names[place] {
            name.wait = wait
            name.due = time
            if time < name.alarm.at { name.alarm = ring(.name(place), at: time) }
            names[place] = name
        } else {
            names[place] = Name(
                source: source, wait: wait, due: time, alarm: ring(.name(place), at: time))
        }
        collapse(place.directory, of: source, at: now)
        return []
    }

    /// Where too many names wait in one directory one listing answers for them, where too many directories
    /// do one walk.
    private mutating func collapse(
        _ directory: Directory.ID, of source: Source.ID, at now: ContinuousClock.Instant
    ) {
        if dirty.isCrowded(directory) {
            for (place, name) in names where place.directory == directory && name.wait != nil {
                forget(place)
            }
            dirty.list(directory, of: source)
            // Not before the last of them may be judged.
            _ = ring(.directory(directory), at: now + Coalescer.hold)
        }
        if dirty.isCrowded(source: source) {
            for (place, name) in names where name.source == source { forget(place) }
            dirty.forget(source)
            rescan(source, .storm, at: now)
        }
    }

    private mutating func ring(
        _ subject: Alarm.Subject, at time: ContinuousClock.Instant
    ) -> Alarm {
        lastAlarm &+= 1
        let alarm = Alarm(at: time, number: lastAlarm, subject: subject)
        alarms.insert(alarm)
        return alarm
    }

    /// Keeps in mind, for a while, that a name was looked at just now.
    private mutating func remember(
        _ place: Place, _ source: Source.ID, answered: Set<EntryChange>, pause: Duration,
        _ now: ContinuousClock.Instant
    ) {
        if names[place]?.wait != nil { dirty.leave(place.directory) }
        let due = now + Coalescer.settling
        var name: Name
        if let known = names[place] {
            name = known
        } else {
            guard names.count - dirty.names < Coalescer.memory else { return }
            name = Name(source: source, due: due, alarm: ring(.name(place), at: due))
        }
        name.wait = nil
        name.due = due
        name.looked = now
        name.answered = answered
        name.pause = pause
        names[place] = name
    }

    private mutating func looked(at place: Place, _ now: ContinuousClock.Instant) {
        guard let name = names[place] else { return }
        forget(place)
        // What was only made, or is gone, has not changed yet: its first close counts at once.
        guard case .rest = name.wait else { return }
        remember(
            place, name.source, answered: Set(EntryChange.allCases),
            pause: min(name.pause * 2, Coalescer.longestPause), now)
    }

    private mutating func forget(_ place: Place) {
        guard let name = names.removeValue(forKey: place) else { return }
        if name.wait != nil { dirty.leave(place.directory) }
    }
}

extension EntryChange {
    /// The name may be gone.
    fileprivate var isDeparture: Bool { self == .deleted || self == .movedFrom }
}

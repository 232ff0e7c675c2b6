public import AudiowatchCore
import CInotify
import Glibc

/// What came of asking to watch a directory.
public enum WatchResult: Hashable, Sendable {
    /// It is watched from now on: list it now.
    case watched
    /// The same directory is watched as another one: it was moved, mounted twice, or sources overlap.
    /// Nothing changed; ``InotifyWatcher/unwatch(_:)`` the other one first to take it over.
    case alreadyWatched(source: Source.ID, directory: Directory.ID)
    /// No watch is left for this user; `advice` is the command that raises the limit.
    case limitReached(advice: String)
}

/// Which watch descriptor is which directory, and what an event of it therefore means. Pure.
///
/// The kernel gives a watch descriptor to one directory only and never gives it again, and events can be
/// read before the call that made the watch has returned: those are parked until it has.
struct WatchTable {
    private struct Place {
        var source: Source.ID
        var directory: Directory.ID
    }

    private var places: [CInt: Place] = [:]
    private var watches: [Directory.ID: CInt] = [:]
    private var counts: [Source.ID: Int] = [:]
    /// Given up, but the kernel's last word on them (IN_IGNORED) is still to come.
    private var retired: Set<CInt> = []
    /// The same from before the last overflow, which may have swallowed that last word.
    private var retiredEarlier: Set<CInt> = []
    private var parked: [CInt: [RawEvent]] = [:]
    private var parkedCount = 0
    /// Calls that are making a watch now.
    private var adding = 0
    private var ready: [Change] = []

    /// The watch on the folder of sync points.
    var cookieWatch: CInt?
    /// How often the kernel's queue was full.
    private(set) var overflows = 0
    /// Events that belong to no directory we know.
    private(set) var unknown = 0

    /// Events parked at most; a call that makes a watch takes microseconds, unless its disk hangs.
    static let parkedLimit = 65_536

    var count: Int { places.count }
    func isWatched(_ directory: Directory.ID) -> Bool { watches[directory] != nil }
    var hasReady: Bool { !ready.isEmpty }
    func count(of source: Source.ID) -> Int { counts[source] ?? 0 }

    /// What entering a new watch descriptor came to.
    enum Entered: Equatable {
        /// Entered; a watch that the directory had before, on another inode, is to be removed.
        case entered(remove: CInt?)
        case known(source: Source.ID, directory: Directory.ID)
        /// Nobody wants it any more; to be removed, unless somebody else has it.
        case refused(remove: CInt?)
        /// It is being removed by another thread at this moment: ask the kernel again.
        case vanishing
    }

    mutating func beginAdding() {
        adding += 1
    }

    /// Ends a call begun with `beginAdding`; what is parked when no call is left belongs to nobody.
    mutating func endAdding() {
        adding -= 1
        guard adding == 0, parkedCount > 0 else { return }
        unknown &+= parkedCount
        parked.removeAll()
        parkedCount = 0
    }

    mutating func enter(
        _ watch: CInt, as directory: Directory.ID, of source: Source.ID
    ) -> Entered {
        if retired.contains(watch) || retiredEarlier.contains(watch) { return .vanishing }
        if let place = places[watch] {
            let isSame = place.directory == directory && place.source == source
            return isSame
                ? .entered(remove: nil)
                : .known(source: place.source, directory: place.directory)
        }
        let old = retire(directory)
        places[watch] = Place(source: source, directory: directory)
        watches[directory] = watch
        counts[source, default: 0] += 1
        let early = parked.removeValue(forKey: watch) ?? []
        parkedCount -= early.count
        ready = translate(early)
        return .entered(remove: old)
    }

    /// A watch that nobody wants any more, now that it is made.
    mutating func refuse(_ watch: CInt) -> Entered {
        guard places[watch] == nil, !retired.contains(watch), !retiredEarlier.contains(watch) else {
            return .refused(remove: nil)
        }
        parkedCount -= parked.removeValue(forKey: watch)?.count ?? 0
        retired.insert(watch)
        return .refused(remove: watch)
    }

    /// Forgets a directory; the watch descriptor that is to be removed, if there is one.
    mutating func retire(_ directory: Directory.ID) -> CInt? {
        guard let watch = watches[directory] else { return nil }
        forget(watch)
        guard watch != cookieWatch else { return nil }
        retired.insert(watch)
        return watch
    }

    /// Forgets every directory of a source; the watch descriptors that are to be removed.
    mutating func retire(all source: Source.ID) -> [CInt] {
        let directories = places.values.filter { $0.source == source }.map(\.directory)
        return directories.compactMap { retire($0) }
    }

    /// What the events mean, in their order, after what was parked and is known by now.
    mutating func translate(_ events: [RawEvent]) -> [Change] {
        var changes: [Change] = []
        swap(&changes, &ready)
        changes.reserveCapacity(changes.count + events.count)
        for event in events { translate(event, into: &changes) }
        return changes
    }

    private mutating func translate(_ event: RawEvent, into changes: inout [Change]) {
        if event.has(IN_Q_OVERFLOW) {
            overflows &+= 1
            retiredEarlier = retired
            retired.removeAll()
            changes.append(.overflow)
            return
        }
        if event.watch == cookieWatch, let number = event.syncPoint {
            changes.append(.cookie(number))
        }
        if let place = places[event.watch] {
            add(event, at: place, to: &changes)
            if event.has(IN_IGNORED) { forget(event.watch) }
        } else if retired.contains(event.watch) || retiredEarlier.contains(event.watch) {
            guard event.has(IN_IGNORED) else { return }
            retired.remove(event.watch)
            retiredEarlier.remove(event.watch)
        } else if event.watch != cookieWatch {
            park(event)
        }
        if event.watch == cookieWatch, event.has(IN_IGNORED) { cookieWatch = nil }
    }

    private func add(_ event: RawEvent, at place: Place, to changes: inout [Change]) {
        guard !event.name.bytes.isEmpty else {
            for (bit, kind) in EventMask.selves where event.has(bit) {
                changes.append(
                    .directoryItself(
                        source: place.source, directory: place.directory, kind: kind))
            }
            return
        }
        for (bit, kind) in EventMask.entries where event.has(bit) {
            changes.append(
                .entry(
                    source: place.source, directory: place.directory, name: event.name, kind: kind,
                    isDirectory: event.has(IN_ISDIR), cookie: event.cookie))
        }
    }

    private mutating func park(_ event: RawEvent) {
        guard adding > 0, parkedCount < Self.parkedLimit else {
            // The end of a watch that nobody knows loses nothing.
            if !event.has(IN_IGNORED) { unknown &+= 1 }
            return
        }
        parked[event.watch, default: []].append(event)
        parkedCount += 1
    }

    private mutating func forget(_ watch: CInt) {
        guard let place = places.removeValue(forKey: watch) else { return }
        watches[place.directory] = nil
        let left = (counts[place.source] ?? 1) - 1
        counts[place.source] = left > 0 ? left : nil
    }
}

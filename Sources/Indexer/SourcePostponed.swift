import AudiowatchCore
import LocalDisk

/// What could not be looked at because its directory does not stand where the tree has it: somebody is
/// moving it, or a directory above it, and the news of that is on its way.
struct Postponed {
    /// Since when.
    var since: ContinuousClock.Instant
    /// Names in the directory.
    var names: Set<FileName> = []
    /// The whole directory.
    var visit: Visit?
}

extension SourceReconciler {
    /// How long the news of a move is waited for: a departed directory is looked at after
    /// ``Coalescer/hold`` and judged after ``HeldDirectories/hold``. Later than that something went untold.
    static let patience: Duration = .seconds(5)

    /// Names put off in one directory; of more it is listed once it stands again, as in any storm.
    private static let namesPutOff = 512

    /// Puts off a look at one name.
    func postpone(_ place: Place) {
        var postponed = postponed[place.directory] ?? Postponed(since: .now)
        postponed.names.insert(place.name)
        if postponed.names.count > SourceReconciler.namesPutOff {
            postponed.names = []
            postponed.visit = Visit(place.directory, isDeep: false, .storm)
        }
        self.postponed[place.directory] = postponed
    }

    /// Puts off a visit.
    func postpone(_ visit: Visit) {
        var postponed = postponed[visit.directory] ?? Postponed(since: .now)
        var visit = visit
        if let earlier = postponed.visit { visit.isDeep = visit.isDeep || earlier.isDeep }
        postponed.visit = visit
        postponed.names = []
        self.postponed[visit.directory] = postponed
    }

    /// Tries again what was put off before `time`, all of it when it is nil, from the top down: what is put off
    /// above may tell what became of those below. What still does not stand in its place then is asked of its
    /// parent's listing.
    func retryPostponed(before time: ContinuousClock.Instant?) {
        let due = postponed.filter { time == nil || $0.value.since <= time ?? .now }
            .map { (depth: tree.names(to: $0.key)?.count ?? 0, id: $0.key, postponed: $0.value) }
        for (_, id, postponed) in due.sorted(by: { $0.depth < $1.depth }) {
            self.postponed[id] = nil
            guard tree.names(to: id) != nil else { continue }
            if standsInPlace(id) {
                if let visit = postponed.visit { walk.append(visit) }
                for name in postponed.names { look(at: Place(id, name), file: live) }
            } else {
                unsure[id] = unsure[id] ?? false || postponed.visit?.isDeep ?? false
                doubt(id)
            }
        }
    }

    /// When something put off is tried again at the latest.
    var nextRetry: ContinuousClock.Instant? {
        postponed.values.map(\.since).min().map { $0 + SourceReconciler.patience }
    }

    /// True when what was opened by a directory's names is that very directory.
    func stands(_ id: Directory.ID, _ stamp: Stamp) -> Bool {
        guard let node = tree[id] else { return false }
        return !traits(of: id).hasStableInodes
            || (stamp.inode == node.inode && stamp.born == node.born)
    }

    /// True while a directory's names lead to that very directory.
    private func standsInPlace(_ id: Directory.ID) -> Bool {
        guard let names = tree.names(to: id), let status = try? open(names).status() else {
            return false
        }
        return isCatalogued(status, id) && stands(id, status.stamp)
    }

    /// A directory is known to stand, after all: what was put off in it is made up for.
    func visitUnsure(_ id: Directory.ID) {
        guard let isDeep = unsure.removeValue(forKey: id) else { return }
        walk.append(Visit(id, isDeep: isDeep, .doubt))
    }

    /// The parent's listing tells what became of a directory, unless its name was looked at already.
    private func doubt(_ id: Directory.ID) {
        guard let parent = tree[id]?.parent else { return checkIdentity() }
        guard vanished[id] == nil else { return }
        vanished[id] = .now
        walk.append(Visit(parent, isDeep: false, .doubt))
    }
}

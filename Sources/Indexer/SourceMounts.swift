import AudiowatchCore
import InotifyWatch
import LocalDisk
import Logging
import SQLiteCatalog
import Synchronization
import SystemPackage

/// File systems that begin inside a source. The kernel tells nobody of them but by the table of mounts, so
/// each directory is known by the file system it is on, and rows are judged only where that is.
extension SourceReconciler {
    /// Looks at every place inside the source where a file system begins, began, or may begin now.
    func checkMounts() {
        guard context.isPresent, let root = tree.root else { return }
        mountsCheckedAt = context.mountGeneration
        var places: Set<Place> = []
        for id in tree.away.union(tree.fileSystems.keys) {
            if let node = tree[id], let parent = node.parent {
                places.insert(Place(parent, node.name))
            }
        }
        for names in namesOfMounts {
            if let place = place(of: names, below: root) { places.insert(place) }
        }
        let ordered = places.compactMap { place in
            tree.names(to: place.directory).map { (place: place, depth: $0.count) }
        }.sorted { $0.depth < $1.depth }
        for place in ordered { look(at: place.place, file: live) }
        stateChanged()
    }

    /// Where the kernel's table says that something is mounted, as names below the source's folder.
    private var namesOfMounts: [[FileName]] {
        do {
            let folder = try OpenDirectory.open(context.source.path).path ?? context.source.path
            let mounts = try MountTable.read().mounts(below: folder)
            let isServed = mounts.contains(where: \.isServedByProgram)
            context.standing.withLock { $0.hasProgramInside = isServed }
            return mounts.compactMap { $0.point.names(below: folder) }
        } catch {
            parts.log.warning("\(context.source.name): cannot read what is mounted in it: \(error)")
            return []
        }
    }

    /// The place that these names lead to, or the first on the way that the tree does not know.
    private func place(of names: [FileName], below root: Directory.ID) -> Place? {
        var parent = root
        for (index, name) in names.enumerated() {
            let place = Place(parent, name)
            guard index + 1 < names.count, let next = tree.directory(at: place) else {
                return place
            }
            parent = next
        }
        return nil
    }

    /// What stands under a name of an open directory, as far as mounts are concerned.
    func standing(
        of name: FileName, _ status: EntryStatus, in directory: OpenDirectory, mount: UInt64
    ) -> DirectoryStanding {
        guard status.mountNumber != mount else { return .inParent }
        do throws(DiskError) {
            let folder = try directory.child(name)
            let number = try folder.status().mountNumber
            guard number != mount else { return .inParent }
            let found = try FoundFolder.read(
                at: folder, path: folder.path ?? context.source.path.child(name))
            return .mounted(
                FoundMount(found, isEmpty: folder.list().names.isEmpty, number: number))
        } catch {
            return .unreadable(error.reason)
        }
    }

    /// The traits of the file system that a directory is on.
    func traits(of id: Directory.ID) -> FileSystemTraits {
        tree.traits(of: id) ?? context.traits
    }

    /// The type of the file system that a directory is on; nil for the source's own.
    func fileSystemType(of id: Directory.ID) -> String? {
        tree[id].flatMap { tree.fileSystems[$0.home]?.type }
    }

    /// True when an open directory was reached through the mount that its rows are of.
    func isCatalogued(_ status: EntryStatus, _ id: Directory.ID) -> Bool {
        context.isCatalogued(mount: status.mountNumber, of: home(of: id))
    }

    private func home(of id: Directory.ID) -> Directory.ID? {
        guard let home = tree[id]?.home, home != tree.root else { return nil }
        return home
    }

    /// A directory was reached through a mount that nobody knows of: looks at all of them, once for each
    /// change that was told.
    func mountsDiffer() {
        if mountsCheckedAt != context.mountGeneration { checkIdentity() }
    }

    /// The kernel took a watch away because its file system was unmounted.
    func wasUnmounted(_ directory: Directory.ID) {
        watcher?.unwatch(directory)
        if let home = tree[directory]?.home { unmounted.insert(home) }
    }

    /// Notes through which mount the file system of a directory is reached; walks all of it when that is a new
    /// one: its watches went with the former.
    func noteMount(_ number: UInt64, at id: Directory.ID) {
        guard noteMount(number, of: id) else { return }
        for directory in tree.subtree(of: id) { watcher?.unwatch(directory) }
        walk.append(Visit(id, isDeep: true, .appeared))
    }

    /// The same for any file system, the source's own included; true when the mount is a new one.
    func noteMount(_ number: UInt64, of home: Directory.ID?) -> Bool {
        let wasUnmounted = home.map { unmounted.remove($0) != nil } ?? false
        let former = context.standing.withLock {
            $0.mounts.updateValue(number, forKey: home == tree.root ? nil : home)
        }
        return former.map { $0 != number || wasUnmounted } ?? false
    }

    /// Keeps the rows of a directory and all below it, and forgets every watch there.
    func leave(_ id: Directory.ID, _ reason: AwayReason, _ report: inout DirectoryReport) {
        vanished[id] = nil
        guard awayReasons[id] != reason else { return }
        awayReasons[id] = reason
        tree.setAway(true, id)
        for directory in tree.subtree(of: id) {
            watcher?.unwatch(directory)
            vanished[directory] = nil
            unlistable.remove(directory)
            unwatched.remove(directory)
            unmounted.remove(directory)
            postponed[directory] = nil
            context.standing.withLock { $0.mounts[directory] = nil }
        }
        parts.log.notice("\(context.source.name): a drive in it \(reason.text)")
        report.changes.append(.directoryAway(id))
        stateChanged()
    }

    /// A directory left the tree: nothing of its mounts and of its being away counts any more.
    func forgetMount(at id: Directory.ID) {
        context.standing.withLock { $0.mounts[id] = nil }
        unmounted.remove(id)
        if awayReasons.removeValue(forKey: id) != nil { stateChanged() }
    }

    /// A directory that was away is here again, or begins anew.
    func noteReturn(of id: Directory.ID, _ report: inout DirectoryReport) {
        guard awayReasons.removeValue(forKey: id) != nil else { return }
        report.changes.append(.directoryReturned(id))
        stateChanged()
    }

    /// True when a drive stands in or below a directory whose files are known: that it is not to be seen
    /// proves nothing of them.
    func holdsDrive(_ id: Directory.ID) -> Bool {
        tree.fileSystems(below: id).contains(where: holdsFiles)
    }

    func holdsFiles(_ id: Directory.ID) -> Bool {
        // Where the catalogue cannot be asked, rows are kept.
        (try? parts.catalog.holdsFiles(below: id)) ?? true
    }

    /// One sentence for each drive that is away.
    var sentencesOfAway: [String] {
        awayReasons.compactMap { id, reason -> String? in
            guard let node = tree[id], let parent = node.parent, let names = tree.names(to: parent)
            else { return nil }
            let path = (names + [node.name]).reduce(context.source.path) { $0.child($1) }
            return "the drive at \(path.display) \(reason.text)"
        }.sorted()
    }
}

import InotifyWatch
import Synchronization
import AudiowatchCore
import LocalDisk

extension SourceReconciler {
    /// Asks the disk whether the source's folder is there and is the one that was catalogued, and
    /// takes the answer over into state, tree and catalogue.
    func checkIdentity() {
        guard context.source.isEnabled else { return set(.disabled) }
        let path = context.source.path
        let listedAt = parts.clock.now()
        do {
            let folder = try OpenDirectory.open(path)
            let found = try FoundFolder.read(at: folder, path: path)
            let status = try folder.status()
            let stamp = status.stamp
            let stored = context.standing.withLock { $0.identity }
            let verdict = found.verdict(stored: stored, isKnownFolder: isKnown(stamp, on: found)) {
                folder.list().names.isEmpty
            }
            if let reason = verdict.whyOffline(type: found.type) { return goOffline(reason) }
            takeOver(found.identity(after: stored), status, listedAt: listedAt)
            checkMounts()
        } catch {
            goOffline(
                error.isMissing
                    ? "the folder \(path.display) is not there" : "\(path.display): \(error.reason)"
            )
        }
    }

    /// True when a stamp is that of the folder the catalogue knows, as far as its file system can tell.
    private func isKnown(_ stamp: Stamp, on found: FoundFolder) -> Bool {
        guard FileSystemTraits.of(type: found.type).hasStableInodes, let root = tree.root,
            let node = tree[root]
        else { return true }
        return node.inode == stamp.inode && node.born == stamp.born
    }

    private func takeOver(
        _ identity: FileSystemIdentity, _ status: EntryStatus, listedAt: CatalogTime
    ) {
        let stamp = status.stamp
        let isRemounted = noteMount(status.mountNumber, of: tree.root)
        let (wasAway, isNew) = context.standing.withLock { standing in
            let isNew = standing.identity != identity
            standing.identity = identity
            standing.traits = identity.traits
            switch standing.state {
            case .online, .degraded: return (false, isNew)
            case .offline, .disabled:
                standing.state = .online
                return (true, isNew)
            }
        }
        if isNew { tell(.identity(context.id, identity)) }
        if wasAway { tell(.state(context.id, .online)) }
        var report = DirectoryReport(
            source: context.id, listedAt: listedAt, mountGeneration: context.mountGeneration,
            changes: [])
        var isReplaced = false
        if let root = tree.root {
            if let node = tree[root], node.inode != stamp.inode || node.born != stamp.born {
                isReplaced = true
                watcher?.unwatch(root)
                tree.replace(root, inode: stamp.inode, born: stamp.born)
                report.changes.append(
                    .directoryReplaced(root, inode: stamp.inode, born: stamp.born))
            }
        } else {
            let root = parts.numbers.next()
            tree.insert(
                root, parent: nil, name: FileName(bytes: []), inode: stamp.inode, born: stamp.born)
            report.changes.append(
                .directoryFound(
                    root, parent: nil, name: FileName(bytes: []), inode: stamp.inode,
                    born: stamp.born))
        }
        send(report)
        if let root = tree.root { tree.setFileSystem(identity, at: root) }
        if isRemounted { watcher?.unwatch(source: context.id) }
        let hasReturned = wasAway && hasBeenAway
        hasBeenAway = false
        nextIdentityLook = nil
        identityLooks = 0
        // Another folder took the place of the source's own: what is in it was told to nobody.
        if hasReturned || (isReplaced && !wasAway) {
            beginScan(.returned)
        } else if isRemounted {
            beginScan(.mounts)
        }
    }

    /// How often a folder that is not there is looked for, in the end: one that is renamed back, or has another put in
    /// its place, makes no mount change. Those who do so need a moment, so the first looks come soon.
    private static let identityPause: Duration = .seconds(30)
    private static let firstIdentityPause: Duration = .milliseconds(250)

    /// Keeps every row, forgets every watch: nothing of ours may hold the mount busy.
    private func goOffline(_ reason: String) {
        hasBeenAway = true
        let pause = SourceReconciler.firstIdentityPause * (1 << min(identityLooks, 10))
        identityLooks += 1
        nextIdentityLook = .now + min(pause, SourceReconciler.identityPause)
        watcher?.unwatch(source: context.id)
        walk.removeAll()
        vanished.removeAll()
        postponed.removeAll()
        unwatched.removeAll()
        unsure.removeAll()
        unmounted.removeAll()
        context.standing.withLock { $0.mounts = [:] }
        giveUpScan()
        set(.offline(reason: reason))
    }

    private func set(_ state: SourceState) {
        let isNew = context.standing.withLock { standing in
            defer { standing.state = state }
            return standing.state != state
        }
        if isNew { tell(.state(context.id, state)) }
    }
}

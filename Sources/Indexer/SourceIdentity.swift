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
            let found = try FileSystemIdentity.read(at: folder, path: path)
            let stamp = try folder.stamp()
            let stored = context.standing.withLock { $0.identity }
            if let stored, let difference = SourceReconciler.difference(found, from: stored) {
                return goOffline(difference)
            }
            if let stored, found.rootInode != stored.rootInode, folder.list().names.isEmpty {
                return goOffline(
                    "an empty folder stands in its place: its drive is not mounted, or it was moved"
                )
            }
            takeOver(found, stamp: stamp, listedAt: listedAt)
        } catch {
            goOffline(
                error.isMissing
                    ? "the folder \(path.display) is not there" : "\(path.display): \(error.reason)"
            )
        }
    }

    /// Why this is not the file system that was catalogued; nil when it is.
    static func difference(
        _ found: FileSystemIdentity, from stored: FileSystemIdentity
    ) -> String? {
        guard found.type == stored.type, found.id == stored.id else {
            return
                "another file system (\(found.type)) stands in its place: its drive is not mounted"
        }
        return nil
    }

    private func takeOver(
        _ identity: FileSystemIdentity, stamp: Stamp, listedAt: CatalogTime
    ) {
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
        if isNew { parts.writer.send(.identity(context.id, identity)) }
        if wasAway { parts.writer.send(.state(context.id, .online)) }
        var report = DirectoryReport(
            source: context.id, listedAt: listedAt, mountGeneration: context.mountGeneration,
            changes: [])
        if let root = tree.root {
            if let node = tree[root], node.inode != stamp.inode || node.born != stamp.born {
                parts.watcher?.unwatch(root)
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
        let hasReturned = wasAway && hasBeenAway
        hasBeenAway = false
        if hasReturned { beginScan(.returned) }
    }

    /// Keeps every row, forgets every watch: nothing of ours may hold the mount busy.
    private func goOffline(_ reason: String) {
        hasBeenAway = true
        parts.watcher?.unwatch(source: context.id)
        walk.removeAll()
        vanished.removeAll()
        postponed.removeAll()
        unwatched.removeAll()
        giveUpScan()
        set(.offline(reason: reason))
    }

    private func set(_ state: SourceState) {
        let isNew = context.standing.withLock { standing in
            defer { standing.state = state }
            return standing.state != state
        }
        if isNew { parts.writer.send(.state(context.id, state)) }
    }
}

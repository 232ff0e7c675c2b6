import SQLiteCatalog
import Synchronization
import Logging
import AudiowatchCore
import InotifyWatch
import LocalDisk

extension SourceReconciler {
    /// Lists one directory, holds the listing against tree and catalogue, and reports the differences.
    ///
    /// The watch is added before the listing: what changes in between is told twice, never lost.
    func visit(_ visit: Visit) {
        let id = visit.directory
        guard let names = tree.names(to: id) else { return }
        var report = DirectoryReport(
            source: context.id, listedAt: parts.clock.now(),
            mountGeneration: context.mountGeneration, changes: [])
        do {
            let directory = try open(names)
            let status = try directory.status()
            guard isCatalogued(status, id) else {
                mountsDiffer()
                return postpone(visit)
            }
            guard stands(id, status.stamp) else { return standsElsewhere(visit) }
            addWatch(directory, id)
            let known = try ahead.folder(id, of: parts.catalog)
            let listing = list(directory, id, below: names, mount: status.mountNumber)
            postponed[id] = nil
            parts.log.debug("\(context.source.name): \(id) is listed: \(visit.cause)")
            context.standing.withLock { $0.listings[visit.cause, default: 0] += 1 }
            compare(listing, with: known, in: visit, directory, &report)
        } catch let error as DiskError {
            cannotVisit(visit, error, &report)
        } catch {
            parts.log.error("\(context.source.name): cannot compare a folder: \(error)")
            // It is listed with its parent's next listing.
            unlistable.insert(id)
        }
        send(report)
    }

    /// Opens a directory of the source by its names below the source's folder.
    func open(_ names: [FileName]) throws(DiskError) -> OpenDirectory {
        try OpenDirectory.open(context.source.path).descend(names)
    }

    private struct VisitListing {
        var directories: [ListedDirectory] = []
        var files: [(name: FileName, stamp: Stamp)] = []
        var failure: DiskError?
    }

    private func list(
        _ directory: OpenDirectory, _ id: Directory.ID, below names: [FileName], mount: UInt64
    ) -> VisitListing {
        let listing = directory.list { name, type in
            switch type {
            case .file:
                context.rules.verdict(of: name, below: names, isDirectory: false) == .audio
            case .directory:
                context.rules.verdict(of: name, below: names, isDirectory: true) == .directory
            case .symlink, .other: false
            }
        }
        var result = VisitListing(failure: listing.isCut ? listing.failure : nil)
        for entry in listing.names {
            if let failure = entry.failure {
                if let child = tree.directory(at: Place(id, entry.name)),
                    tree.fileSystems[child] != nil
                {
                    result.directories.append(
                        ListedDirectory(
                            name: entry.name, inode: 0, born: 0,
                            standing: .unreadable(failure.reason)))
                } else {
                    result.failure = result.failure ?? failure
                }
            }
            guard let status = entry.status,
                !parts.options.ownFiles.contains(status, named: entry.name)
            else { continue }
            switch status.kind {
            case .file: result.files.append((entry.name, status.stamp))
            case .directory:
                result.directories.append(
                    ListedDirectory(
                        name: entry.name, inode: status.stamp.inode, born: status.stamp.born,
                        standing: standing(of: entry.name, status, in: directory, mount: mount)))
            case .symlink, .other: break
            }
        }
        return result
    }

    private func compare(
        _ listing: VisitListing, with known: KnownFolder, in visit: Visit,
        _ directory: OpenDirectory, _ report: inout DirectoryReport
    ) {
        let id = visit.directory
        let differences = FileDifferences(
            listed: listing.files, known: known, on: traits(of: id),
            minimum: context.rules.minimumSize,
            isRead: context.reading(on: fileSystemType(of: id)) == .full)
        for name in differences.changed {
            report.changes.append(.look(request(id, name, .scan)))
        }
        scan?.directories += 1
        scan?.differences += differences.changed.count
        if let failure = listing.failure {
            // Half a listing proves nothing gone; what it showed is good.
            for listed in listing.directories {
                place(listed, in: visit, directory, &report)
            }
            unlistable.insert(id)
            report.changes.append(.problem(id, SourceReconciler.problem(failure)))
            return
        }
        for name in differences.vanished {
            report.changes.append(.look(request(id, name, .vanished)))
        }
        scan?.differences += differences.vanished.count
        let changes = tree.reconcile(
            id, with: listing.directories, isStable: traits(of: id).hasStableInodes, questions)
        for change in changes { note(change, in: visit, &report) }
        for listed in listing.directories { noteMount(of: listed, in: id) }
        if unlistable.remove(id) != nil { report.changes.append(.healed(id)) }
    }

    /// Takes over what the tree decided about one subdirectory of the one that is visited.
    func note(_ change: TreeChange, in visit: Visit, _ report: inout DirectoryReport) {
        // What is found by a walk of the whole source, or on a user's wish, is part of it.
        let cause = [.scan, .asked].contains(visit.cause) ? visit.cause : .appeared
        switch change {
        case .found(let id, let listed):
            report.changes.append(
                .directoryFound(
                    id, parent: visit.directory, name: listed.name, inode: listed.inode,
                    born: listed.born))
            if let fileSystem = tree.fileSystems[id] {
                report.changes.append(.directoryMounted(id, fileSystem))
            }
            walk.append(Visit(id, isDeep: true, cause))
        case .moved(let id, let place):
            vanished[id] = nil
            report.changes.append(
                .directoryMoved(id, parent: place.directory, name: place.name))
            noteReturn(of: id, &report)
            walk.append(Visit(id, isDeep: true, cause))
        case .known(let id):
            vanished[id] = nil
            visitUnsure(id)
            if isUntold(id) {
                walk.append(Visit(id, isDeep: true, cause))
            } else if visit.isDeep || unlistable.contains(id) {
                walk.append(Visit(id, isDeep: visit.isDeep, visit.cause))
            }
        case .mounted(let id, let listed):
            vanished[id] = nil
            context.standing.withLock { $0.mounts[id] = nil }
            for directory in tree.subtree(of: id) { watcher?.unwatch(directory) }
            report.changes.append(.directoryMounted(id, tree.fileSystems[id]))
            report.changes.append(
                .directoryReplaced(id, inode: listed.inode, born: listed.born))
            noteReturn(of: id, &report)
            walk.append(Visit(id, isDeep: true, cause))
        case .returned(let id, let listed):
            vanished[id] = nil
            watcher?.unwatch(id)
            report.changes.append(
                .directoryReplaced(id, inode: listed.inode, born: listed.born))
            noteReturn(of: id, &report)
            walk.append(Visit(id, isDeep: true, cause))
        case .away(let id, let reason):
            leave(id, reason, &report)
        case .vanished(let id):
            if vanished[id] == nil { vanished[id] = ContinuousClock.now }
        }
        for id in tree.withoutPlace where vanished[id] == nil {
            vanished[id] = ContinuousClock.now
        }
    }

    /// Places one subdirectory that was seen, in a listing or alone.
    func place(
        _ listed: ListedDirectory, in visit: Visit, _ directory: OpenDirectory,
        _ report: inout DirectoryReport
    ) {
        let change = tree.place(
            listed, in: visit.directory, isStable: traits(of: visit.directory).hasStableInodes,
            questions)
        if let change { note(change, in: visit, &report) }
        noteMount(of: listed, in: visit.directory)
    }

    private func noteMount(of listed: ListedDirectory, in parent: Directory.ID) {
        guard case .mounted(let mount) = listed.standing,
            let id = tree.directory(at: Place(parent, listed.name)), tree.fileSystems[id] != nil,
            !tree.away.contains(id)
        else { return }
        noteMount(mount.number, at: id)
    }

    private var questions: TreeQuestions {
        TreeQuestions(
            number: parts.numbers.next, stillStands: stillStands, holdsFiles: holdsFiles)
    }

    /// True while the disk shows this very directory in the folder of these names.
    func stillStands(_ node: DirectoryTree.Node, in parents: [FileName]) -> Bool {
        guard let status = try? open(parents).status(of: node.name) else { return false }
        return status.kind == .directory && status.stamp.inode == node.inode
            && status.stamp.born == node.born
    }

    /// Another directory was found under this one's names: the news of where it went is on its way.
    private func standsElsewhere(_ visit: Visit) {
        if tree[visit.directory]?.parent != nil { postpone(visit) } else { checkIdentity() }
    }

    private func cannotVisit(
        _ visit: Visit, _ error: DiskError, _ report: inout DirectoryReport
    ) {
        let id = visit.directory
        if error.isMissing || error.isNotDirectory {
            if tree[id]?.parent == nil { return checkIdentity() }
            return postpone(visit)
        }
        unlistable.insert(id)
        report.changes.append(.problem(id, SourceReconciler.problem(error)))
        if tree[id]?.parent == nil { checkIdentity() }
    }

    private static func problem(_ error: DiskError) -> Problem {
        Problem(
            .unreadableDirectory, "the folder cannot be listed: \(error.reason)", hint: error.hint)
    }

    func request(_ id: Directory.ID, _ name: FileName, _ priority: Job.Priority) -> JobRequest {
        JobRequest(.examine, source: context.id, place: Place(id, name), priority: priority)
    }
}

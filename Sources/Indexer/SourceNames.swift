import InotifyWatch
import AudiowatchCore
import LocalDisk

extension SourceReconciler {
    /// Looks at one name: a directory is placed in the tree and walked, a file gets a job, and what is
    /// not there any more gets a job or is held, depending on what the catalogue knew of it. `file` makes the
    /// job of a file that is there.
    func look(at place: Place, file: (Place) -> JobRequest) {
        guard let names = tree.names(to: place.directory) else { return }
        let asFile = context.rules.verdict(of: place.name, below: names, isDirectory: false)
        let asDirectory = context.rules.verdict(of: place.name, below: names, isDirectory: true)
        let child = tree.directory(at: place)
        guard asFile == .audio || asDirectory == .directory || child != nil else { return }
        var report = DirectoryReport(
            source: context.id, listedAt: parts.clock.now(),
            mountGeneration: context.mountGeneration, changes: [])
        do {
            let directory = try open(names)
            guard try stands(place.directory, directory.stamp()) else { return postpone(place) }
            let status = try directory.status(of: place.name)
            switch status?.kind {
            case .directory:
                // A file of this name may have stood here, and have no other news.
                if asFile == .audio {
                    report.changes.append(
                        .look(request(place.directory, place.name, .vanished)))
                }
                if let status, asDirectory == .directory,
                    !parts.options.ownFolders.contains(status)
                {
                    self.place(
                        ListedDirectory(
                            name: place.name, inode: status.stamp.inode, born: status.stamp.born),
                        in: Visit(place.directory, isDeep: false, .appeared), directory, &report)
                } else if let child {
                    vanished[child] = ContinuousClock.now
                }
            case .file, .symlink, .other, nil:
                if let child { vanished[child] = ContinuousClock.now }
                if asFile == .audio {
                    report.changes.append(
                        .look(
                            status == nil
                                ? request(place.directory, place.name, .vanished) : file(place)))
                }
            }
        } catch {
            guard error.isMissing || error.isNotDirectory else {
                // The directory itself is in doubt: its own listing decides.
                walk.append(Visit(place.directory, isDeep: false, .doubt))
                return
            }
            return postpone(place)
        }
        send(report)
    }

    /// The job of a file that the disk told of.
    func live(_ place: Place) -> JobRequest {
        request(place.directory, place.name, .live)
    }

    /// The job of a file that nobody is known to have closed, not before a while has passed.
    func settling(_ place: Place, after pause: Duration) -> JobRequest {
        JobRequest(
            .examine, source: context.id, place: place, priority: .settling,
            notBefore: parts.clock.now().advanced(by: pause))
    }

    /// Judges directories that left their place and were held for long enough: those that turned up
    /// elsewhere have a new place already, and those the disk no longer shows are gone.
    func judgeVanished(isPressed: Bool) {
        for id in vanished.takeRipe(at: .now, isPressed: isPressed) { judge(id) }
    }

    private func judge(_ id: Directory.ID) {
        guard let node = tree[id], let parent = node.parent else { return }
        let listedAt = parts.clock.now()
        let generation = context.mountGeneration
        if !tree.withoutPlace.contains(id) {
            guard let names = tree.names(to: parent), let proof = proof(of: node, in: names) else {
                return
            }
            if case .stands = proof { return }
        }
        guard context.isPresent else { return }
        for gone in tree.remove(id) {
            parts.watcher?.unwatch(gone)
            vanished[gone] = nil
            postponed[gone] = nil
            unlistable.remove(gone)
            unwatched.remove(gone)
        }
        send(
            DirectoryReport(
                source: context.id, listedAt: listedAt, mountGeneration: generation,
                changes: [.directoryGone(id)]))
    }

    private enum Proof {
        case stands
        case gone
    }

    /// What the disk proves about a directory's place; nil when it proves nothing.
    private func proof(of node: DirectoryTree.Node, in names: [FileName]) -> Proof? {
        do {
            guard let status = try open(names).status(of: node.name) else { return .gone }
            let isExcluded =
                context.rules.verdict(of: node.name, below: names, isDirectory: true) != .directory
            guard status.kind == .directory, !isExcluded else { return .gone }
            return context.traits.hasStableInodes
                && (status.stamp.inode != node.inode || status.stamp.born != node.born)
                ? .gone : .stands
        } catch {
            return nil
        }
    }
}

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
            let own = try directory.status()
            guard isCatalogued(own, place.directory) else {
                mountsDiffer()
                return postpone(place)
            }
            guard stands(place.directory, own.stamp) else { return postpone(place) }
            let status = try directory.status(of: place.name)
            let isOurs = status.map { parts.options.ownFiles.contains($0, named: place.name) }
            switch status?.kind {
            case .directory:
                // A file of this name may have stood here, and have no other news.
                if asFile == .audio {
                    report.changes.append(
                        .look(request(place.directory, place.name, .vanished)))
                }
                if let status, asDirectory == .directory, isOurs == false {
                    self.place(
                        ListedDirectory(
                            name: place.name, inode: status.stamp.inode, born: status.stamp.born,
                            standing: standing(
                                of: place.name, status, in: directory, mount: own.mountNumber)),
                        in: Visit(place.directory, isDeep: false, .appeared), directory, &report)
                } else if let child {
                    vanished[child] = ContinuousClock.now
                }
            case .file, .symlink, .other, nil:
                if let child { vanished[child] = ContinuousClock.now }
                if asFile == .audio, isOurs != true {
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
        var report = DirectoryReport(
            source: context.id, listedAt: parts.clock.now(),
            mountGeneration: context.mountGeneration, changes: [])
        var isWanted = true
        if !tree.withoutPlace.contains(id) {
            guard let names = tree.names(to: parent) else { return }
            switch proof(of: id, node, in: parent, names) {
            case .stands: return visitUnsure(id)
            case nil: return postpone(Place(parent, node.name))
            case .excluded: isWanted = false
            case .gone: break
            }
        }
        guard context.isPresent else { return }
        if isWanted, holdsDrive(id) {
            leave(id, .missing, &report)
        } else {
            for gone in tree.remove(id) {
                watcher?.unwatch(gone)
                vanished[gone] = nil
                postponed[gone] = nil
                unlistable.remove(gone)
                unwatched.remove(gone)
                unsure[gone] = nil
                forgetMount(at: gone)
            }
            report.changes.append(.directoryGone(id))
        }
        send(report)
    }

    private enum Proof {
        case stands
        case gone
        /// There, and none of ours by the rules of the configuration.
        case excluded
    }

    /// What the disk proves about a directory's place; nil when it proves nothing.
    private func proof(
        of id: Directory.ID, _ node: DirectoryTree.Node, in parent: Directory.ID,
        _ names: [FileName]
    ) -> Proof? {
        do {
            let directory = try open(names)
            guard isCatalogued(try directory.status(), parent) else {
                mountsDiffer()
                return nil
            }
            let status = try directory.status(of: node.name)
            if context.rules.verdict(of: node.name, below: names, isDirectory: true) != .directory {
                return .excluded
            }
            guard let status, status.kind == .directory else { return .gone }
            // Where a file system begins, what stands there was judged by that.
            if tree.fileSystems[id] != nil { return .stands }
            return traits(of: parent).hasStableInodes
                && (status.stamp.inode != node.inode || status.stamp.born != node.born)
                ? .gone : .stands
        } catch {
            return nil
        }
    }
}

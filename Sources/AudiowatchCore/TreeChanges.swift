/// A subdirectory as a listing shows it.
public struct ListedDirectory: Hashable, Sendable {
    /// Its name.
    public var name: FileName
    /// Its inode.
    public var inode: Int64
    /// Its birth time, 0 where unknown.
    public var born: Int64
    /// Whether a mount begins at it.
    public var standing: DirectoryStanding

    /// All values; on its parent's file system by default.
    public init(
        name: FileName, inode: Int64, born: Int64, standing: DirectoryStanding = .inParent
    ) {
        self.name = name
        self.inode = inode
        self.born = born
        self.standing = standing
    }
}

/// What a listing says of the directories below it.
public enum TreeChange: Hashable, Sendable {
    /// Not in the tree before.
    case found(Directory.ID, ListedDirectory)
    /// In the tree elsewhere, and no longer there.
    case moved(Directory.ID, to: Place)
    /// In the tree, unchanged.
    case known(Directory.ID)
    /// In the tree, and not in the listing: gone, unless it turns up elsewhere.
    case vanished(Directory.ID)
    /// In the tree, and another file system begins at it from now on, or none any more; its rows are empty.
    case mounted(Directory.ID, ListedDirectory)
    /// In the tree, and something else stands there: it and everything below is not judged.
    case away(Directory.ID, AwayReason)
    /// It was away and is here again.
    case returned(Directory.ID, ListedDirectory)
}

/// What the tree asks of the disk and the catalogue while it decides.
public struct TreeQuestions {
    /// Hands out the number of a new directory.
    public var number: () -> Directory.ID
    /// Whether the disk still shows this very directory in the folder of these names: a bind mount shows one
    /// inode in two places, and only the first counts.
    public var stillStands: (_ node: DirectoryTree.Node, _ parents: [FileName]) -> Bool
    /// Whether any present file is known in a directory or below it.
    public var holdsFiles: (Directory.ID) -> Bool

    /// Takes all three.
    public init(
        number: @escaping () -> Directory.ID,
        stillStands: @escaping (_ node: DirectoryTree.Node, _ parents: [FileName]) -> Bool,
        holdsFiles: @escaping (Directory.ID) -> Bool
    ) {
        self.number = number
        self.stillStands = stillStands
        self.holdsFiles = holdsFiles
    }
}

extension DirectoryTree {
    /// Holds a complete listing of `parent` against the tree and brings the tree up to date with it.
    ///
    /// Vanished directories stay in the tree: whoever asked holds them until they are found elsewhere or
    /// proved gone. `isStable` says whether inodes are, on the parent's file system.
    public mutating func reconcile(
        _ parent: Directory.ID, with listed: [ListedDirectory], isStable: Bool, _ ask: TreeQuestions
    ) -> [TreeChange] {
        var changes = listed.compactMap { place($0, in: parent, isStable: isStable, ask) }
        let names = Set(listed.map(\.name))
        for child in children(of: parent) {
            if let node = self[child], !names.contains(node.name) {
                changes.append(.vanished(child))
            }
        }
        return changes
    }

    /// The same for one name that is known to be a directory; nil when it is another view of a known one, or
    /// nothing can be said of it.
    public mutating func place(
        _ listed: ListedDirectory, in parent: Directory.ID, isStable: Bool, _ ask: TreeQuestions
    ) -> TreeChange? {
        let place = Place(parent, listed.name)
        if let standing = directory(at: place), isMountMatter(standing, listed) {
            return judge(standing, listed, in: parent, isStable: isStable, ask)
        }
        switch listed.standing {
        case .unreadable: return nil
        case .mounted(let mount): return placeNew(listed, mount, at: place, ask)
        case .inParent: break
        }
        let standing = directory(at: place)
        if let standing, !isStable || isSame(standing, listed) { return .known(standing) }
        let home = self[parent]?.home
        if isStable, let moved = directory(inode: listed.inode, born: listed.born, on: home) {
            guard !isInside(parent, moved), !isSeen(moved, ask) else { return nil }
            move(moved, to: place)
            return .moved(moved, to: place)
        }
        // Whatever stood here is set adrift, not overwritten: it may turn up under another name.
        return find(listed, at: place, nil, ask)
    }

    /// True when the file system decides what became of a known directory, and not its inode.
    private func isMountMatter(_ id: Directory.ID, _ listed: ListedDirectory) -> Bool {
        if away.contains(id) || fileSystems[id] != nil { return true }
        if case .mounted = listed.standing { return true }
        return false
    }

    private mutating func judge(
        _ id: Directory.ID, _ listed: ListedDirectory, in parent: Directory.ID, isStable: Bool,
        _ ask: TreeQuestions
    ) -> TreeChange? {
        let wasAway = away.contains(id)
        let verdict = MountVerdict.of(
            stored: fileSystems[id], standing: listed.standing,
            isKnownDirectory: isSame(id, listed), holdsFiles: { ask.holdsFiles(id) })
        switch verdict {
        case .away(let reason):
            setAway(true, id)
            return .away(id, reason)
        case .begins:
            var fileSystem: FileSystemIdentity?
            if case .mounted(let mount) = listed.standing {
                let place = Place(parent, listed.name)
                switch shown(listed, mount, at: place, besides: id, ask) {
                case .elsewhere: return nil
                case .here(let known): return .moved(known, to: place)
                case .nowhere: fileSystem = mount.folder.identity()
                }
            }
            setFileSystem(fileSystem, at: id)
            replace(id, inode: listed.inode, born: listed.born)
            setAway(false, id)
            return .mounted(id, listed)
        case .present:
            guard wasAway || !isSame(id, listed) else { return .known(id) }
            setAway(false, id)
            replace(id, inode: listed.inode, born: listed.born)
            return .returned(id, listed)
        case .plain:
            if case .unreadable = listed.standing { return nil }
            // What was mounted over it is gone. Whether it is still the same its inode says.
            setAway(false, id)
            let isKnown = !isStable || isSame(id, listed)
            return isKnown
                ? .returned(id, listed) : place(listed, in: parent, isStable: isStable, ask)
        }
    }

    /// A mount at a place that was not known: a drive that was known elsewhere, a second view, or new.
    private mutating func placeNew(
        _ listed: ListedDirectory, _ mount: FoundMount, at place: Place, _ ask: TreeQuestions
    ) -> TreeChange? {
        switch shown(listed, mount, at: place, ask) {
        case .elsewhere: nil
        case .here(let known): .moved(known, to: place)
        case .nowhere: find(listed, at: place, mount.folder.identity(), ask)
        }
    }

    private enum Showing {
        /// The tree knows it by another place, where it still stands.
        case elsewhere
        /// A drive of the tree that stood elsewhere: it was moved here.
        case here(Directory.ID)
        case nowhere
    }

    /// Where the tree has what a mount shows, `id` itself left aside.
    private mutating func shown(
        _ listed: ListedDirectory, _ mount: FoundMount, at place: Place,
        besides id: Directory.ID? = nil, _ ask: TreeQuestions
    ) -> Showing {
        guard let known = directory(shownBy: listed, mount), known != id else { return .nowhere }
        if isInside(place.directory, known) || isSeen(known, ask) { return .elsewhere }
        guard fileSystems[known] != nil, known != root else { return .nowhere }
        setAway(false, known)
        move(known, to: place)
        return .here(known)
    }

    private mutating func find(
        _ listed: ListedDirectory, at place: Place, _ fileSystem: FileSystemIdentity?,
        _ ask: TreeQuestions
    ) -> TreeChange {
        let id = ask.number()
        insert(
            id, parent: place.directory, name: listed.name, inode: listed.inode, born: listed.born,
            fileSystem: fileSystem)
        return .found(id, listed)
    }

    private func isSeen(_ id: Directory.ID, _ ask: TreeQuestions) -> Bool {
        guard let node = self[id] else { return false }
        guard let parent = node.parent else { return true }
        guard !withoutPlace.contains(id), let parents = names(to: parent) else { return false }
        return ask.stillStands(node, parents)
    }

    private func isSame(_ id: Directory.ID, _ listed: ListedDirectory) -> Bool {
        guard let node = self[id] else { return false }
        return node.inode == listed.inode && node.born == listed.born
    }
}

/// A subdirectory as a listing shows it.
public struct ListedDirectory: Hashable, Sendable {
    /// Its name.
    public var name: FileName
    /// Its inode.
    public var inode: Int64
    /// Its birth time, 0 where unknown.
    public var born: Int64

    /// All values.
    public init(name: FileName, inode: Int64, born: Int64) {
        self.name = name
        self.inode = inode
        self.born = born
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
}

extension DirectoryTree {
    /// Holds a complete listing of `parent` against the tree and brings the tree up to date with it.
    ///
    /// Vanished directories stay in the tree: whoever asked holds them until they are found elsewhere or
    /// proved gone. `number` hands out the number of a new directory. `stillStands` answers whether the
    /// disk still shows this very node in the folder of these names: a bind mount shows one inode in
    /// two places, and only the first counts.
    public mutating func reconcile(
        _ parent: Directory.ID, with listed: [ListedDirectory], isStable: Bool,
        number: () -> Directory.ID, stillStands: (_ node: Node, _ parents: [FileName]) -> Bool
    ) -> [TreeChange] {
        var changes = listed.compactMap {
            place($0, in: parent, isStable: isStable, number: number, stillStands: stillStands)
        }
        let names = Set(listed.map(\.name))
        for child in children(of: parent) {
            if let node = self[child], !names.contains(node.name) {
                changes.append(.vanished(child))
            }
        }
        return changes
    }

    /// The same for one name that is known to be a directory; nil when it is another view of a known one.
    public mutating func place(
        _ listed: ListedDirectory, in parent: Directory.ID, isStable: Bool,
        number: () -> Directory.ID, stillStands: (_ node: Node, _ parents: [FileName]) -> Bool
    ) -> TreeChange? {
        let place = Place(parent, listed.name)
        let standing = directory(at: place)
        if let standing, !isStable || isSame(standing, listed) { return .known(standing) }
        if isStable, let moved = directory(inode: listed.inode, born: listed.born) {
            guard !isInside(parent, moved), !isSeen(moved, stillStands) else { return nil }
            move(moved, to: place)
            return .moved(moved, to: place)
        }
        // Whatever stood here is set adrift, not overwritten: it may turn up under another name.
        let id = number()
        insert(id, parent: parent, name: listed.name, inode: listed.inode, born: listed.born)
        return .found(id, listed)
    }

    private func isSeen(
        _ id: Directory.ID, _ stillStands: (_ node: Node, _ parents: [FileName]) -> Bool
    ) -> Bool {
        guard let node = self[id], let parent = node.parent, !withoutPlace.contains(id),
            let parents = names(to: parent)
        else { return false }
        return stillStands(node, parents)
    }

    private func isSame(_ id: Directory.ID, _ listed: ListedDirectory) -> Bool {
        guard let node = self[id] else { return false }
        return node.inode == listed.inode && node.born == listed.born
    }
}

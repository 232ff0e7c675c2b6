/// Exchanges, and operations on whole folders.
extension OperationMaker {
    mutating func exchange() -> Operation? {
        let isOfFolders = number(below: 2) == 0
        guard let one = isOfFolders ? node(\.isFolder) : node({ _ in true }),
            let other = isOfFolders ? node(\.isFolder) : node({ _ in true }),
            !one.isInside(other), !other.isInside(one),
            one.inode == nil || one.inode != other.inode, mayRename(one), mayRename(other)
        else { return nil }
        (one.wasRenamed, other.wasRenamed) = (true, true)
        let spots = (tree.spot(of: one), tree.spot(of: other))
        tree.exchange(one, other)
        return .exchange(spots.0, spots.1)
    }

    mutating func makeFolder() -> Operation? {
        let (folder, name) = (folder(), OddNames.folder(&chance))
        guard folder.child(name) == nil, folder.depth < Self.depth else { return nil }
        return .makeFolder(tree.spot(of: tree.makeFolder(name, in: folder)))
    }

    mutating func plant() -> Operation? {
        let (folder, name) = (folder(), OddNames.folder(&chance))
        guard folder.child(name) == nil, folder.depth < Self.depth else { return nil }
        let top = tree.makeFolder(name, in: folder)
        let sounds = (0..<1 + number(below: 10)).map { _ in sound() }
        for number in sounds.indices {
            var deepest = top
            for name in Operation.plantedFolders.prefix(number % 4) {
                deepest = tree.makeFolder(name, in: deepest)
            }
            tree.addFile(Operation.planted(number), in: deepest, size: size(sounds[number]))
        }
        return .plant(tree.spot(of: top), sounds: sounds)
    }

    mutating func moveFolder() -> Operation? {
        let (folder, name) = (folder(), OddNames.folder(&chance))
        guard let from = node(\.isFolder), !folder.isInside(from), folder.depth < Self.depth else {
            return nil
        }
        if let there = folder.child(name) {
            // Onto an empty folder only.
            guard there !== from, there.isFolder, there.children.isEmpty, !from.isInside(there)
            else { return nil }
        }
        let spot = tree.spot(of: from)
        tree.move(from, to: name, in: folder)
        return .move(spot, tree.spot(of: from))
    }

    mutating func uproot() -> Operation? {
        guard let folder = node(\.isFolder) else { return nil }
        let spot = tree.spot(of: folder)
        tree.remove(folder)
        return .uproot(spot)
    }
}

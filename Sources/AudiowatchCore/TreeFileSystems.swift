extension DirectoryTree {
    /// The directory that last had this inode and birth time, on the file system that begins at `home` (nil:
    /// the source's own) or through another mount of the same one.
    public func directory(
        inode: Int64, born: Int64, on home: Directory.ID? = nil
    ) -> Directory.ID? {
        guard let home = home ?? root else { return nil }
        if let id = known(inode, born, home) { return id }
        guard fileSystems.count > 1, let own = fileSystems[home] else { return nil }
        for (other, fileSystem) in fileSystems where other != home {
            guard fileSystem.isSameFileSystem(as: own) else { continue }
            if let id = known(inode, born, other) { return id }
        }
        return nil
    }

    /// The directory at which a mounted file system begins, or the one that a bind mount shows again.
    func directory(shownBy listed: ListedDirectory, _ mount: FoundMount) -> Directory.ID? {
        let found = mount.folder.identity()
        for (home, fileSystem) in fileSystems where fileSystem.isSameFileSystem(as: found) {
            let isSameFolder =
                found.rootInode == 0
                ? fileSystem.folder == found.folder : fileSystem.rootInode == found.rootInode
            if isSameFolder { return home }
            if found.rootInode != 0, let id = known(listed.inode, listed.born, home) { return id }
        }
        return nil
    }

    private func known(_ inode: Int64, _ born: Int64, _ home: Directory.ID) -> Directory.ID? {
        guard let id = inodes[Inode(home: home, number: inode)], nodes[id]?.born == born else {
            return nil
        }
        return id
    }

    /// Notes which file system begins at a directory; nil when none does: it is its parent's.
    public mutating func setFileSystem(_ fileSystem: FileSystemIdentity?, at id: Directory.ID) {
        guard let node = nodes[id] else { return }
        fileSystems[id] = fileSystem
        let above = node.parent.flatMap { nodes[$0]?.home }
        rehome(id, to: fileSystem == nil ? above ?? id : id)
    }

    /// Notes whether something else stands in place of a directory.
    public mutating func setAway(_ isAway: Bool, _ id: Directory.ID) {
        guard nodes[id] != nil else { return }
        if isAway { away.insert(id) } else { away.remove(id) }
    }

    /// Directories in or below `id` at which a file system begins.
    public func fileSystems(below id: Directory.ID) -> [Directory.ID] {
        fileSystems.keys.filter { isInside($0, id) }
    }

    /// The traits of the file system that a directory is on; nil while it is not known.
    public func traits(of id: Directory.ID) -> FileSystemTraits? {
        nodes[id].flatMap { fileSystems[$0.home]?.traits }
    }

    mutating func rehome(_ id: Directory.ID, to home: Directory.ID) {
        guard let old = nodes[id]?.home, old != home else { return }
        for directory in subtree(of: id) {
            guard let node = nodes[directory], node.home == old else { continue }
            let key = Inode(home: old, number: node.inode)
            if inodes[key] == directory { inodes[key] = nil }
            nodes[directory]?.home = home
            inodes[Inode(home: home, number: node.inode)] = directory
        }
    }
}

extension FileSystemIdentity {
    /// True when both are known by one id. Without any id nothing is said.
    func isSameFileSystem(as other: FileSystemIdentity) -> Bool {
        !id.isEmpty && id == other.id
    }
}

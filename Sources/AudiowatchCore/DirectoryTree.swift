/// The directories of one source as its own thread knows them: numbers, names, inodes. A pure value.
///
/// Row numbers stay with a directory for as long as its inode can be followed, so a rename is one
/// changed node however much stands below it, and a watch descriptor maps to a number and not to a path.
/// Each directory belongs to the file system that begins at its ``Node/home``, and inodes are told apart by it.
public struct DirectoryTree: Sendable {
    /// One directory.
    public struct Node: Hashable, Sendable {
        /// The directory it stands in; nil for the source's own folder.
        public var parent: Directory.ID?
        /// Its name in the parent.
        public var name: FileName
        /// Inode when last seen.
        public var inode: Int64
        /// Birth time when last seen.
        public var born: Int64
        /// The directory at which its file system begins: itself, one above it, or the source's own folder.
        public internal(set) var home: Directory.ID
    }

    struct Inode: Hashable {
        var home: Directory.ID
        var number: Int64
    }

    /// The source's own folder, once it has a number.
    public private(set) var root: Directory.ID?
    var nodes: [Directory.ID: Node] = [:]
    private var places: [Place: Directory.ID] = [:]
    private var children: [Directory.ID: Set<Directory.ID>] = [:]
    var inodes: [Inode: Directory.ID] = [:]
    /// Directories without a place: another one took it, and their new one was not seen yet.
    private var adrift: Set<Directory.ID> = []
    /// The file systems that begin in the tree; the source's own is among them once it is known.
    public internal(set) var fileSystems: [Directory.ID: FileSystemIdentity] = [:]
    /// Directories that something else stands in place of: they and all below keep their rows, unjudged.
    public internal(set) var away: Set<Directory.ID> = []

    /// An empty tree.
    public init() {}

    /// The tree that the catalogue holds; parents come before their children.
    public init(_ known: [KnownDirectory]) {
        for directory in known {
            insert(
                directory.id, parent: directory.parent, name: directory.name,
                inode: directory.inode, born: directory.born, fileSystem: directory.fileSystem)
            if directory.isAway { away.insert(directory.id) }
        }
    }

    /// Number of directories.
    public var count: Int { nodes.count }

    /// The node of a number, or nil when it left the tree.
    public subscript(id: Directory.ID) -> Node? { nodes[id] }

    /// The directory at a place.
    public func directory(at place: Place) -> Directory.ID? { places[place] }

    /// The directories directly below `id`, in no order.
    public func children(of id: Directory.ID) -> Set<Directory.ID> { children[id] ?? [] }

    /// Names from the source's folder down to `id`; nil when it, or a directory above it, has no place or
    /// is away.
    public func names(to id: Directory.ID) -> [FileName]? {
        var result: [FileName] = []
        var next = id
        while let node = nodes[next] {
            if adrift.contains(next) || away.contains(next) { return nil }
            guard let parent = node.parent else { return result.reversed() }
            result.append(node.name)
            next = parent
        }
        return nil
    }

    /// True when `id` is `other` or stands somewhere below it.
    public func isInside(_ id: Directory.ID, _ other: Directory.ID) -> Bool {
        var next: Directory.ID? = id
        while let current = next {
            if current == other { return true }
            next = nodes[current]?.parent
        }
        return false
    }

    /// `id` and everything below it, parents first.
    public func subtree(of id: Directory.ID) -> [Directory.ID] {
        guard nodes[id] != nil else { return [] }
        var result = [id]
        var index = 0
        while index < result.count {
            result.append(contentsOf: children[result[index]] ?? [])
            index += 1
        }
        return result
    }

    /// Directories whose place was taken and that were not found elsewhere yet.
    public var withoutPlace: Set<Directory.ID> { adrift }

    /// Adds a directory, at which `fileSystem` begins unless it is nil; one that stands in its place is set
    /// adrift.
    public mutating func insert(
        _ id: Directory.ID, parent: Directory.ID?, name: FileName, inode: Int64, born: Int64,
        fileSystem: FileSystemIdentity? = nil
    ) {
        let above = parent.flatMap { nodes[$0]?.home }
        let home = fileSystem == nil ? above ?? id : id
        if let fileSystem { fileSystems[id] = fileSystem }
        nodes[id] = Node(parent: parent, name: name, inode: inode, born: born, home: home)
        inodes[Inode(home: home, number: inode)] = id
        if let parent { settle(id, in: Place(parent, name)) } else { root = id }
    }

    /// Puts a directory, with everything below it, in another place; one that stands there is set adrift.
    public mutating func move(_ id: Directory.ID, to place: Place) {
        guard nodes[id] != nil else { return }
        leavePlace(id)
        nodes[id]?.parent = place.directory
        nodes[id]?.name = place.name
        settle(id, in: place)
        if fileSystems[id] == nil, let home = nodes[place.directory]?.home { rehome(id, to: home) }
    }

    /// Notes that another inode stands where `id` stood: same number, new directory.
    public mutating func replace(_ id: Directory.ID, inode: Int64, born: Int64) {
        guard let old = nodes[id] else { return }
        let key = Inode(home: old.home, number: old.inode)
        if inodes[key] == id { inodes[key] = nil }
        nodes[id]?.inode = inode
        nodes[id]?.born = born
        inodes[Inode(home: old.home, number: inode)] = id
    }

    /// Forgets `id` and everything below it, and returns what was forgotten, parents first.
    @discardableResult
    public mutating func remove(_ id: Directory.ID) -> [Directory.ID] {
        let gone = subtree(of: id)
        leavePlace(id)
        for directory in gone {
            guard let node = nodes.removeValue(forKey: directory) else { continue }
            if let parent = node.parent, places[Place(parent, node.name)] == directory {
                places[Place(parent, node.name)] = nil
            }
            let key = Inode(home: node.home, number: node.inode)
            if inodes[key] == directory { inodes[key] = nil }
            children[directory] = nil
            fileSystems[directory] = nil
            adrift.remove(directory)
            away.remove(directory)
            if root == directory { root = nil }
        }
        return gone
    }

    private mutating func leavePlace(_ id: Directory.ID) {
        guard let node = nodes[id], let parent = node.parent else { return }
        let place = Place(parent, node.name)
        if places[place] == id { places[place] = nil }
        children[parent]?.remove(id)
        adrift.remove(id)
    }

    private mutating func settle(_ id: Directory.ID, in place: Place) {
        if let other = places[place], other != id {
            leavePlace(other)
            adrift.insert(other)
        }
        places[place] = id
        children[place.directory, default: []].insert(id)
    }
}

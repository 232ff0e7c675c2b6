import TestSupport

/// Something in the tree that a run is about to have on the disk.
final class TreeNode {
    enum Kind {
        case folder
        /// With the number of its inode: hard links share one.
        case file(inode: Int)
        case symbolicLink
    }

    var name: [UInt8]
    let kind: Kind
    private(set) weak var parent: TreeNode?
    private(set) var children: [TreeNode] = []
    /// It was there at the last comparison, perhaps under another name: which inode it is, is known by now.
    var isKnown = false
    /// It was outside the sources, or in a folder that nobody watches, since it was last compared.
    var wasOutOfSight = false
    /// A file that had another name before.
    var wasRenamed = false
    /// A file whose time was put back after a write, perhaps.
    var hidesWrites = false

    init(_ name: [UInt8], _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    var isFolder: Bool { if case .folder = kind { true } else { false } }
    var isFile: Bool { if case .file = kind { true } else { false } }
    var inode: Int? { if case .file(let inode) = kind { inode } else { nil } }
    var depth: Int { (parent?.depth ?? -1) + 1 }

    func child(_ name: [UInt8]) -> TreeNode? { children.first { $0.name == name } }

    func add(_ node: TreeNode) {
        node.parent = self
        children.append(node)
    }

    func leave() {
        parent?.children.removeAll { $0 === self }
        parent = nil
    }

    func isInside(_ folder: TreeNode) -> Bool {
        var next: TreeNode? = self
        while let node = next {
            if node === folder { return true }
            next = node.parent
        }
        return false
    }

    /// Everything below it, and itself.
    func forEach(_ body: (TreeNode) -> Void) {
        body(self)
        for child in children { child.forEach(body) }
    }
}

/// The tree of a run as it will be on the disk: operations are made up on it, all before the first is
/// carried out, so that they depend on nothing but the seed.
struct TreeModel {
    /// One folder an area; the last is outside every source.
    let areas: [TreeNode]
    private(set) var files = 0
    private(set) var folders = 0
    private var links: [Int: Int] = [:]
    /// Bytes of each inode.
    private var sizes: [Int: Int] = [:]
    private var lastInode = 0

    init(areas count: Int) {
        areas = (0..<count).map { _ in TreeNode([], .folder) }
    }

    /// The place of a node.
    func spot(of node: TreeNode) -> Spot {
        var names: [[UInt8]] = []
        var next = node
        while let parent = next.parent {
            names.append(next.name)
            next = parent
        }
        return Spot(area: areas.firstIndex { $0 === next } ?? 0, names: names.reversed())
    }

    /// True inside a source and outside the folders that the rules leave out: there the kernel tells of writes.
    func isInSight(_ node: TreeNode) -> Bool {
        let spot = spot(of: node)
        return spot.area < areas.count - 1 && !spot.names.contains { DiskRules().excludes($0) }
    }

    /// True when a file of this place belongs into the catalogue by its names alone.
    func counts(_ node: TreeNode) -> Bool {
        isInSight(node) && DiskRules().hasAudioExtension(node.name)
    }

    /// True when a write that leaves so many bytes tells of every name of the file that belongs into the
    /// catalogue. Through a name that nobody watches the others hear nothing; nor does one hear that was too
    /// small to be known. Of a new name the kernel does not say which file it is: written through and gone
    /// again before it was looked at, it tells nothing of the others.
    func isTold(_ node: TreeNode, leaving size: Int) -> Bool {
        guard let inode = node.inode, links[inode, default: 1] > 1 else { return true }
        guard node.isKnown else { return false }
        let minimum = DiskRules().minimumSize
        return counts(node) && (self.size(of: node) >= minimum || size < minimum)
    }

    /// Everything was compared: what belongs into the catalogue is known, and nothing else, wherever it goes.
    func noteComparison() {
        for area in areas {
            area.forEach {
                $0.isKnown = counts($0)
                $0.wasOutOfSight = !isInSight($0)
            }
        }
    }

    private func noteSight(_ node: TreeNode) {
        guard !isInSight(node) else { return }
        node.forEach { ($0.isKnown, $0.wasOutOfSight) = (false, true) }
    }

    func size(of node: TreeNode) -> Int { node.inode.flatMap { sizes[$0] } ?? 0 }

    mutating func write(_ size: Int, to node: TreeNode) {
        if let inode = node.inode { sizes[inode] = size }
    }

    /// A new file, taking the place of what has its name.
    @discardableResult
    mutating func addFile(
        _ name: [UInt8], in folder: TreeNode, size: Int, inode: Int? = nil
    ) -> TreeNode {
        if let old = folder.child(name) { remove(old) }
        lastInode += 1
        let node = TreeNode(name, .file(inode: inode ?? lastInode))
        write(size, to: node)
        folder.add(node)
        count(node, by: 1)
        return node
    }

    mutating func addSymbolicLink(_ name: [UInt8], in folder: TreeNode) {
        folder.add(TreeNode(name, .symbolicLink))
    }

    /// The folder of this name, made when missing.
    mutating func makeFolder(_ name: [UInt8], in folder: TreeNode) -> TreeNode {
        if let known = folder.child(name) { return known }
        let node = TreeNode(name, .folder)
        folder.add(node)
        count(node, by: 1)
        return node
    }

    mutating func remove(_ node: TreeNode) {
        var gone: [TreeNode] = []
        node.forEach { gone.append($0) }
        for node in gone { count(node, by: -1) }
        node.leave()
    }

    mutating func move(_ node: TreeNode, to name: [UInt8], in folder: TreeNode) {
        if let old = folder.child(name), old !== node { remove(old) }
        node.leave()
        node.name = name
        folder.add(node)
        noteSight(node)
    }

    func exchange(_ one: TreeNode, _ other: TreeNode) {
        guard let here = one.parent, let there = other.parent else { return }
        let (name, otherName) = (one.name, other.name)
        one.leave()
        other.leave()
        one.name = otherName
        other.name = name
        there.add(one)
        here.add(other)
        noteSight(one)
        noteSight(other)
    }

    private mutating func count(_ node: TreeNode, by difference: Int) {
        switch node.kind {
        case .folder: folders += difference
        case .symbolicLink: break
        case .file(let inode):
            files += difference
            links[inode, default: 0] += difference
            if links[inode] == 0 { links[inode] = nil }
        }
    }
}

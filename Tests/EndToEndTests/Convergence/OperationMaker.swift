import TestSupport

/// Makes up operations that are possible, one after the other, from a seed and nothing else.
struct OperationMaker {
    var tree: TreeModel
    var chance: Chance
    /// Operations that the kernel does not tell of are left out.
    private let isTold: Bool

    /// More files than this are not made, fewer not left: a walk of all of them stays quick.
    private static let files = 50..<170
    private static let folders = 60
    static let depth = 6

    init(areas: Int, seed: UInt64, isTold: Bool) {
        tree = TreeModel(areas: areas)
        chance = Chance(seed: seed)
        self.isTold = isTold
        possible = Self.makers + (isTold ? [] : Self.untold)
    }

    private typealias Maker = (
        weight: Int, make: @Sendable (inout OperationMaker) -> Operation?
    )

    private static let makers: [Maker] = [
        (14, { $0.write() }), (8, { $0.rewrite() }), (6, { $0.replace() }),
        (4, { $0.rewriteKeepingTime() }), (6, { $0.patch() }), (5, { $0.append() }),
        (4, { $0.cut() }), (3, { $0.reopen() }), (4, { $0.touch() }), (3, { $0.permit() }),
        (9, { $0.delete() }), (6, { $0.link() }), (2, { $0.symbolicLink() }), (7, { $0.copy() }),
        (3, { $0.carry() }), (12, { $0.moveFile() }), (5, { $0.exchange() }),
        (5, { $0.makeFolder() }), (3, { $0.plant() }), (9, { $0.moveFolder() }),
        (2, { $0.uproot() }),
    ]
    private static let untold: [Maker] = [(4, { $0.truncate() }), (4, { $0.map() })]

    private let possible: [Maker]

    /// The next operation.
    mutating func next() -> Operation {
        while true {
            if tree.files < Self.files.lowerBound, let operation = plant() { return operation }
            if tree.files > Self.files.upperBound || tree.folders > Self.folders,
                let operation = uproot() ?? delete()
            {
                return operation
            }
            var left = number(below: possible.reduce(0) { $0 + $1.weight })
            for maker in possible {
                left -= maker.weight
                guard left < 0 else { continue }
                if let operation = maker.make(&self) { return operation }
                break
            }
        }
    }

    mutating func number(below count: Int) -> Int { Int.random(in: 0..<count, using: &chance) }

    // Where.

    /// A folder, found by going down from an area as long as chance will have it.
    mutating func folder() -> TreeNode {
        let outside = tree.areas.count - 1
        let area = number(below: 8) == 0 ? outside : number(below: outside)
        var folder = tree.areas[area]
        while folder.depth < Self.depth, number(below: 5) > 0 {
            let inner = folder.children.filter(\.isFolder)
            if inner.isEmpty { break }
            folder = inner[number(below: inner.count)]
        }
        return folder
    }

    mutating func node(_ isWanted: (TreeNode) -> Bool) -> TreeNode? {
        for _ in 0..<12 {
            let found = folder().children.filter(isWanted)
            if !found.isEmpty { return found[number(below: found.count)] }
        }
        return nil
    }

    private mutating func file() -> TreeNode? { node(\.isFile) }

    /// A file whose change is told of, where that matters; it has the new size from now on.
    private mutating func changeable(_ newSize: (Int) -> Int = { $0 }) -> TreeNode? {
        guard let file = file() else { return nil }
        let size = newSize(tree.size(of: file))
        guard !isTold || tree.isTold(file, leaving: size) else { return nil }
        tree.write(size, to: file)
        return file
    }

    /// As ``changeable(_:)``, of a file whose time is set to what it may have been before. A file that is renamed
    /// besides looks as it did, and without the kernel's word nobody can tell: not both of one file then. Nor does
    /// the kernel say a word of a file that is out of sight, and comes back as it went by all that can be seen.
    private mutating func hideable(_ newSize: (Int) -> Int = { $0 }) -> TreeNode? {
        guard let file = file(),
            isTold ? tree.isInSight(file) && !file.wasOutOfSight : !file.wasRenamed
        else { return nil }
        let size = newSize(tree.size(of: file))
        guard !isTold || tree.isTold(file, leaving: size) else { return nil }
        file.hidesWrites = true
        tree.write(size, to: file)
        return file
    }

    func mayRename(_ node: TreeNode) -> Bool { isTold || !node.hidesWrites }

    mutating func sound() -> Int { number(below: SoundPool.count) }

    func size(_ sound: Int) -> Int { SoundPool.bytes(sound).count }

    // Files.

    private mutating func write() -> Operation? {
        let (folder, name) = (folder(), OddNames.file(&chance))
        guard folder.child(name) == nil else { return nil }
        let sound = sound()
        return .write(
            tree.spot(of: tree.addFile(name, in: folder, size: size(sound))), sound: sound)
    }

    private mutating func rewrite() -> Operation? {
        let sound = sound()
        return changeable { _ in SoundPool.bytes(sound).count }.map {
            .write(tree.spot(of: $0), sound: sound)
        }
    }

    private mutating func replace() -> Operation? {
        guard let file = file(), let folder = file.parent else { return nil }
        let spot = tree.spot(of: file)
        guard folder.child(file.name + Array(".part".utf8)) == nil,
            file.name.count + 5 <= 255  // NAME_MAX
        else { return nil }
        let sound = sound()
        tree.addFile(file.name, in: folder, size: size(sound))
        return .replace(spot, sound: sound)
    }

    private mutating func rewriteKeepingTime() -> Operation? {
        let sound = sound()
        return hideable { _ in SoundPool.bytes(sound).count }.map {
            .rewriteKeepingTime(tree.spot(of: $0), sound: sound)
        }
    }

    private mutating func patch() -> Operation? {
        let (offset, byte) = (44 + number(below: 4_000), UInt8(number(below: 4)))
        return changeable { max($0, offset + 1) }.map {
            .patch(tree.spot(of: $0), at: offset, byte: byte)
        }
    }

    private mutating func append() -> Operation? {
        let count = 8 << number(below: 7)
        return changeable { $0 + count }.map { .append(tree.spot(of: $0), count: count) }
    }

    private mutating func cut() -> Operation? {
        let sizes = [0, 1_023, 1_024, 1_500, 2_048, 2_049, 3_000]
        let size = sizes[number(below: sizes.count)]
        return changeable { _ in size }.map { .cut(tree.spot(of: $0), size: size) }
    }

    private mutating func reopen() -> Operation? { file().map { .reopen(tree.spot(of: $0)) } }

    private mutating func touch() -> Operation? {
        let times = [(1_000_000_000, 0), (1_120_000_000, 999_999_700), (-86_400, 500_000_000)]
        let time = times[number(below: times.count)]
        return hideable().map {
            .touch(tree.spot(of: $0), seconds: time.0, nanoseconds: time.1)
        }
    }

    private mutating func permit() -> Operation? {
        let modes: [UInt16] = [0o600, 0o644, 0o755]
        guard let node = number(below: 4) == 0 ? node(\.isFolder) : changeable() else { return nil }
        return .permit(
            tree.spot(of: node), mode: node.isFolder ? 0o755 : modes[number(below: 3)])
    }

    private mutating func delete() -> Operation? {
        guard let node = node({ !$0.isFolder }) else { return nil }
        let spot = tree.spot(of: node)
        tree.remove(node)
        return .delete(spot)
    }

    private mutating func truncate() -> Operation? {
        file().map { .truncate(tree.spot(of: $0), size: 1_024 + number(below: 8)) }
    }

    private mutating func map() -> Operation? {
        file().map {
            .map(tree.spot(of: $0), at: 44 + number(below: 3_000), byte: UInt8(number(below: 4)))
        }
    }

    // Two files.

    private mutating func link() -> Operation? {
        let (folder, name) = (folder(), OddNames.file(&chance))
        guard let from = file(), folder.child(name) == nil, let inode = from.inode,
            mayRename(from)
        else { return nil }
        from.wasRenamed = true
        let new = tree.addFile(name, in: folder, size: tree.size(of: from), inode: inode)
        new.wasRenamed = true
        return .link(tree.spot(of: from), tree.spot(of: new))
    }

    private mutating func symbolicLink() -> Operation? {
        let (folder, name) = (folder(), OddNames.file(&chance))
        guard let target = node({ _ in true }), folder.child(name) == nil else { return nil }
        let spot = tree.spot(of: folder) / name
        let to = tree.spot(of: target)
        tree.addSymbolicLink(name, in: folder)
        return .symbolicLink(spot, to: to)
    }

    private mutating func copy() -> Operation? {
        guard let (from, to) = fileAndPlace() else { return nil }
        return .copy(tree.spot(of: from), tree.spot(of: target(from, to.folder, to.name)))
    }

    private mutating func carry() -> Operation? {
        guard let (from, to) = fileAndPlace() else { return nil }
        let spot = tree.spot(of: from)
        let target = target(from, to.folder, to.name)
        tree.remove(from)
        return .carry(spot, tree.spot(of: target))
    }

    /// The file that is about to get the bytes of another.
    private mutating func target(
        _ from: TreeNode, _ folder: TreeNode, _ name: [UInt8]
    ) -> TreeNode {
        let size = tree.size(of: from)
        guard let there = folder.child(name) else {
            return tree.addFile(name, in: folder, size: size)
        }
        tree.write(size, to: there)
        return there
    }

    /// A file, and a place that can be written with its bytes.
    private mutating func fileAndPlace() -> (TreeNode, (folder: TreeNode, name: [UInt8]))? {
        let (folder, name) = (folder(), OddNames.file(&chance))
        guard let from = file() else { return nil }
        guard let there = folder.child(name) else { return (from, (folder, name)) }
        guard there.isFile, there.inode != from.inode,
            !isTold || tree.isTold(there, leaving: tree.size(of: from))
        else { return nil }
        return (from, (folder, name))
    }

    private mutating func moveFile() -> Operation? {
        let (folder, name) = (folder(), OddNames.file(&chance))
        guard let from = node({ !$0.isFolder }), mayRename(from) else { return nil }
        if let there = folder.child(name) {
            // A rename onto another name of the same inode does nothing.
            guard !there.isFolder, there !== from, there.inode == nil || there.inode != from.inode
            else { return nil }
        }
        let spot = tree.spot(of: from)
        from.wasRenamed = true
        tree.move(from, to: name, in: folder)
        return .move(spot, tree.spot(of: from))
    }
}

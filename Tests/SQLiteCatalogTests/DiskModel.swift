import AudiowatchCore

/// A disk as plain data: names, inodes, bytes. Everything that a look at it can tell is computed from here.
struct DiskModel {
    /// Bytes, as far as anybody can tell them apart.
    struct Bytes: Hashable {
        var fingerprint: UInt64
        var size: Int64
        var digest: UInt64
    }

    struct Inode {
        var bytes: Bytes
        var modified: Int64
        var changed: Int64
    }

    private(set) var names: [Place: Int64] = [:]
    private(set) var inodes: [Int64: Inode] = [:]
    private var lastInode: Int64 = 100
    private var clock: Int64 = 10

    func stamp(_ place: Place) -> Stamp? {
        guard let number = names[place], let inode = inodes[number] else { return nil }
        return Stamp(
            size: inode.bytes.size, modified: inode.modified, changed: inode.changed,
            inode: number, born: number)
    }

    func bytes(_ place: Place) -> Bytes? {
        names[place].flatMap { inodes[$0]?.bytes }
    }

    private mutating func tick() -> Int64 {
        clock += 1
        return clock
    }

    private mutating func touch(_ number: Int64) {
        let now = tick()
        inodes[number]?.changed = now
    }

    mutating func create(_ place: Place, _ bytes: Bytes, modified: Int64? = nil) {
        unlink(place)
        lastInode += 1
        let now = tick()
        inodes[lastInode] = Inode(bytes: bytes, modified: modified ?? now, changed: now)
        names[place] = lastInode
    }

    mutating func overwrite(_ place: Place, _ bytes: Bytes) {
        guard let number = names[place] else { return }
        let now = tick()
        inodes[number] = Inode(bytes: bytes, modified: now, changed: now)
    }

    mutating func unlink(_ place: Place) {
        guard let number = names.removeValue(forKey: place) else { return }
        if names.values.contains(number) {
            touch(number)
        } else {
            inodes[number] = nil
        }
    }

    mutating func rename(_ old: Place, to new: Place) {
        guard old != new, let number = names[old], names[new] != number else { return }
        unlink(new)
        names[old] = nil
        names[new] = number
        touch(number)
    }

    mutating func exchange(_ left: Place, _ right: Place) {
        guard let first = names[left], let second = names[right] else { return }
        names[left] = second
        names[right] = first
        for number in [first, second] { touch(number) }
    }

    mutating func link(_ old: Place, as new: Place) {
        guard old != new, let number = names[old] else { return }
        unlink(new)
        names[new] = number
        touch(number)
    }

    mutating func copy(_ old: Place, to new: Place) {
        guard old != new, let number = names[old], let inode = inodes[number] else { return }
        create(new, inode.bytes, modified: inode.modified)
    }

    mutating func removeDirectory(_ directory: Directory.ID) {
        for place in names.keys.sorted(by: { $0.name < $1.name }) where place.directory == directory
        {
            unlink(place)
        }
    }
}

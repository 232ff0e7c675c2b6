/// Cheap evidence that a file is unchanged, as far as its file system allows (see ``FileSystemTraits``).
///
/// Times are nanoseconds since 1970-01-01 UTC as statx(2) gives them; they may lie before 1970 or far ahead.
public struct Stamp: Hashable, Sendable {
    /// Length in bytes.
    public var size: Int64
    /// Last change of the bytes, by the file's owner settable.
    public var modified: Int64
    /// Last change of the inode; nobody can set it, so it betrays a restored `modified`.
    public var changed: Int64
    /// Inode number, its bits kept as a signed number because SQLite has no unsigned one.
    public var inode: Int64
    /// Birth time, or 0 where the file system keeps none.
    public var born: Int64

    /// Takes the values as statx(2) gave them.
    public init(size: Int64, modified: Int64, changed: Int64, inode: Int64, born: Int64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
        self.born = born
    }

    /// True when, judged by what this file system can prove, the bytes are the ones that `earlier` was taken of.
    ///
    /// On file systems that invent inodes only size and `modified` count, and a change of `changed` alone
    /// (a chmod, a new hard link) is no change of bytes there.
    public func proves(sameBytesAs earlier: Stamp, on traits: FileSystemTraits) -> Bool {
        guard size == earlier.size, modified == earlier.modified else { return false }
        guard traits.hasStableInodes else { return true }
        return inode == earlier.inode && changed == earlier.changed && born == earlier.born
    }

    /// True when both stamps name one inode over its whole life: what a rename keeps.
    public func isSameInode(as other: Stamp, on traits: FileSystemTraits) -> Bool {
        traits.hasStableInodes && inode == other.inode && born == other.born
    }

    /// True when the file was written, or its inode changed, so shortly before `now` that a further write could
    /// leave the same times: those of the inode too, which a program cannot set, go by a clock that ticks.
    /// `now` is the wall clock in nanoseconds since 1970, read before the bytes were.
    public func isRacy(at now: Int64, on traits: FileSystemTraits) -> Bool {
        func isFresh(_ time: Int64) -> Bool {
            let (age, overflow) = now.subtractingReportingOverflow(time)
            return !overflow && age >= 0 && age < traits.granularity
        }
        return isFresh(modified) || (traits.hasStableInodes && isFresh(changed))
    }
}

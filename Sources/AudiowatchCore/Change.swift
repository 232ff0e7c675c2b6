/// Raw news from the disk. It may be wrong, late or repeated: it never says what is true, only where to look.
public enum Change: Hashable, Sendable {
    /// Something happened to a name in a watched directory.
    ///
    /// `cookie` is not 0 for ``EntryChange/movedFrom`` and ``EntryChange/movedTo`` only, and equal for the
    /// two halves of one rename; a half whose partner never comes went to, or came from, a place not watched.
    case entry(
        source: Source.ID, directory: Directory.ID, name: FileName, kind: EntryChange,
        isDirectory: Bool, cookie: UInt32)
    /// Something happened to a watched directory itself.
    case directoryItself(source: Source.ID, directory: Directory.ID, kind: DirectoryChange)
    /// The kernel's queue was full and it dropped changes, nobody knows which: every source must be reconciled.
    case overflow
    /// The sync point of this number was reached: every change made before it has been delivered,
    /// unless an ``overflow`` came with it.
    case cookie(UInt64)
}

/// What happened to a name.
public enum EntryChange: String, Hashable, Sendable, CaseIterable {
    /// It was made; its bytes may still be coming.
    case created
    /// Somebody who could write it closed it; the bytes may be the same.
    case written
    /// Its times, permissions, owner or link count changed.
    case attributes
    /// It was renamed away from here.
    case movedFrom
    /// It was renamed to here.
    case movedTo
    /// It was unlinked.
    case deleted
}

/// What happened to a watched directory itself.
public enum DirectoryChange: String, Hashable, Sendable, CaseIterable {
    /// It was removed; ``ignored`` follows.
    case deletedSelf
    /// It was renamed, its watch and everything below stay valid; the directories on both sides say where to.
    case movedSelf
    /// Its file system was unmounted; ``ignored`` follows.
    case unmounted
    /// It is no longer watched: the kernel took the watch away.
    case ignored
    /// Its permissions, owner or times changed: perhaps it can be listed now.
    case attributes
}

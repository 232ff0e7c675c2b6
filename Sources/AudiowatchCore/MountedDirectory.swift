/// What stands at the place of a directory, as far as mounts are concerned.
public enum DirectoryStanding: Hashable, Sendable {
    /// A directory of the file system that its parent is on.
    case inParent
    /// A mount begins here.
    case mounted(FoundMount)
    /// The disk says nothing of it: a FUSE program that died, a dead share. With the reason.
    case unreadable(String)
}

/// A mount that begins at a directory.
public struct FoundMount: Hashable, Sendable {
    /// Its file system.
    public var folder: FoundFolder
    /// True when nothing is in it.
    public var isEmpty: Bool
    /// The kernel's number of the mount, as long as it lasts: whatever is reached through another is not it.
    public var number: UInt64

    /// Takes all values.
    public init(_ folder: FoundFolder, isEmpty: Bool, number: UInt64) {
        self.folder = folder
        self.isEmpty = isEmpty
        self.number = number
    }
}

/// Why the file system of a directory is not to be seen there.
public enum AwayReason: Hashable, Sendable {
    /// Only the folder it was mounted on.
    case unmounted
    /// Not even that: desktops remove the folder when they eject a drive.
    case missing
    /// Another file system of this type was mounted over it.
    case covered(type: String)
    /// It does not answer.
    case unreadable(String)

    /// The end of "the drive at PATH …", and what to do.
    public var text: String {
        switch self {
        case .unmounted: "is away: it is not mounted; mount it there again"
        case .missing: "is away: its folder is gone; mount it there again, or exclude the folder"
        case .covered(let type): "is away: another one (\(type)) is mounted over it; unmount that"
        case .unreadable(let reason): "is away: \(reason); mount it there again"
        }
    }
}

/// Whether a directory is still the one whose rows stand in the catalogue, judged by its file system.
public enum MountVerdict: Hashable, Sendable {
    /// No mount begins here, and none did: an ordinary directory.
    case plain
    /// The file system that belongs here is here.
    case present
    /// What is here now belongs here from now on: nothing of the former is known.
    case begins
    /// Something else is here; its rows wait for it.
    case away(AwayReason)

    /// Judges a directory whose rows are of the file system `stored` (nil: of its parent's) where `standing`
    /// was found. `isKnownDirectory` says that inode and birth time are those of the row; `holdsFiles` whether any
    /// present file is known in it or below, and is asked only where the answer counts.
    public static func of(
        stored: FileSystemIdentity?, standing: DirectoryStanding, isKnownDirectory: Bool,
        holdsFiles: () -> Bool
    ) -> MountVerdict {
        switch (stored, standing) {
        case (nil, .inParent): return .plain
        case (nil, .unreadable): return .plain
        case (nil, .mounted(let mount)):
            if isKnownDirectory { return .begins }
            return holdsFiles() ? .away(.covered(type: mount.folder.type)) : .begins
        case (.some(let stored), .mounted(let mount)):
            let isStable = mount.folder.inode != 0
            let verdict = mount.folder.verdict(
                stored: stored, isKnownFolder: isKnownDirectory || !isStable,
                isEmpty: { mount.isEmpty })
            if verdict == .same { return .present }
            return holdsFiles() ? .away(.covered(type: mount.folder.type)) : .begins
        case (.some, .inParent): return holdsFiles() ? .away(.unmounted) : .begins
        case (.some, .unreadable(let reason)): return .away(.unreadable(reason))
        }
    }
}

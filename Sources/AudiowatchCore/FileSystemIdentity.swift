public import SystemPackage

/// What makes the file system under a folder the same one tomorrow, whatever device number it gets.
public struct FileSystemIdentity: Hashable, Sendable, Codable {
    /// Type as in /proc/self/mountinfo: `ext4`, `fuseblk`, …
    public var type: String
    /// The file system's own id, the best that was known when it was first seen; empty where it has none.
    public var id: String
    /// Inode of the folder where inodes are stable, else 0: tells an empty mount point from a mounted drive.
    public var rootInode: Int64
    /// Where the folder stands inside its file system, whatever that is mounted on; nil when it was never noted.
    public var folder: FilePath?

    /// Takes all values.
    public init(type: String, id: String, rootInode: Int64, folder: FilePath? = nil) {
        self.type = type
        self.id = id
        self.rootInode = rootInode
        self.folder = folder
    }

    /// The traits of its type.
    public var traits: FileSystemTraits { .of(type: type) }
}

/// What stands at a folder's path now.
public struct FoundFolder: Hashable, Sendable {
    /// Type of its file system as in /proc/self/mountinfo.
    public var type: String
    /// The id that the file system was given when it was made, as blkid(8) writes it; for one that is reached
    /// over a network the server's name. Nil where it has none or nobody tells us.
    public var serial: String?
    /// The number that the file system gives itself in statfs(2), in hex; nil where it means nothing.
    public var number: String?
    /// The folder's inode where inodes are stable, else 0.
    public var inode: Int64
    /// Where the folder stands inside its file system.
    public var folder: FilePath?

    /// Takes all values.
    public init(
        type: String, serial: String?, number: String?, inode: Int64, folder: FilePath? = nil
    ) {
        self.type = type
        self.serial = serial
        self.number = number
        self.inode = inode
        self.folder = folder
    }

    /// What to know it by from now on: by the id it was known by, as long as it still answers to that.
    public func identity(after stored: FileSystemIdentity? = nil) -> FileSystemIdentity {
        var id = serial ?? number ?? ""
        if let stored, answers(to: stored.id) { id = stored.id }
        return FileSystemIdentity(type: type, id: id, rootInode: inode, folder: folder)
    }

    private func answers(to id: String) -> Bool { id == serial || id == number }

    /// What the catalogue may make of it.
    public enum Verdict: Hashable, Sendable {
        /// It is what was catalogued, or nothing was yet.
        case same
        /// Another file system.
        case otherFileSystem
        /// Perhaps the same: its id cannot be read now.
        case unknown
        /// Its file system, and an empty folder that is not the catalogued one.
        case emptyFolder
        /// Its file system, and a folder from elsewhere on it: a bind mount, another subvolume.
        case otherFolder
    }

    /// Whether this is what was catalogued as `stored`.
    ///
    /// `isKnownFolder` says that inode and birth time are the known folder's, and is true where inodes are not
    /// stable. `isEmpty` is asked only where the answer counts.
    public func verdict(
        stored: FileSystemIdentity?, isKnownFolder: Bool, isEmpty: () -> Bool
    ) -> Verdict {
        guard let stored else { return .same }
        switch fileSystemVerdict(stored, isKnownFolder: isKnownFolder) {
        case .same: break
        case let other: return other
        }
        if isKnownFolder { return .same }
        if isEmpty() { return .emptyFolder }
        if let folder, let known = stored.folder, folder != known { return .otherFolder }
        return .same
    }

    /// One drive may be mounted by this driver or that one (`exfat`, `fuseblk`), and its id may be read here and
    /// not there: so any id that agrees is enough, and the type counts only where there is none.
    private func fileSystemVerdict(
        _ stored: FileSystemIdentity, isKnownFolder: Bool
    ) -> Verdict {
        if answers(to: stored.id) { return .same }
        guard type == stored.type else { return .otherFileSystem }
        if stored.id.isEmpty { return .same }
        let isComparable = serial != nil || number != nil && !stored.hasSerial
        guard !isComparable else { return .otherFileSystem }
        return isKnownFolder && inode != 0 ? .same : .unknown
    }
}

extension FileSystemIdentity {
    /// True when ``id`` is a serial number and no statfs(2) number, which is in small letters without a dash.
    fileprivate var hasSerial: Bool {
        id.contains { $0 == "-" || $0 == ":" || $0.isUppercase }
    }
}

extension FoundFolder.Verdict {
    /// The state of a source whose own folder shows this, in words; nil when it is the same.
    public func whyOffline(type: String) -> String? {
        switch self {
        case .same: nil
        case .otherFileSystem:
            "another file system (\(type)) stands in its place: its drive is not mounted"
        case .unknown:
            "another folder (\(type)) stands in its place: its drive is not mounted, or its serial"
                + " number cannot be read"
        case .emptyFolder:
            "an empty folder stands in its place: its drive is not mounted, or it was moved"
        case .otherFolder:
            "another folder of its drive is mounted over it"
        }
    }
}

public import AudiowatchCore
public import SystemPackage

/// Files and folders of our own (database, log, state), to be recognised inside a source by what they are and not
/// by what they are called: a source may reach them by a link or a bind mount.
///
/// They come and go: SQLite makes its `-wal` and `-shm` anew, and somebody may empty `~/.cache`. What has one of
/// their names is therefore looked at when it is met; and since numbers of inodes are used again, what had the
/// inode of one of them is ours only as long as that one still has it. The user's own are never taken for ours.
public struct OwnFiles: Sendable {
    private let byName: [FileName: [FilePath]]
    private let byIdentity: [DeviceInode: FilePath]

    /// Looks at each path; one that is not there yet is met later. Blocks: call it off the cooperative pool.
    public init(_ paths: some Sequence<FilePath>) {
        var byName: [FileName: [FilePath]] = [:]
        var byIdentity: [DeviceInode: FilePath] = [:]
        for path in paths {
            guard let name = path.fileName else { continue }
            byName[name, default: []].append(path)
            if let identity = OwnFiles.identity(of: path) { byIdentity[identity] = path }
        }
        self.byName = byName
        self.byIdentity = byIdentity
    }

    /// True when what stands under `name` is one of them. Asks the disk that they are on, where it may be.
    public func contains(_ status: EntryStatus, named name: FileName) -> Bool {
        let known = byIdentity[status.identity].map { [$0] } ?? []
        return (known + (byName[name] ?? [])).contains {
            OwnFiles.identity(of: $0) == status.identity
        }
    }

    /// True when one of them has this name and is kept in the folder with this inode: its news are ours.
    public func contains(_ name: FileName, inFolder inode: Int64) -> Bool {
        byName[name]?.contains { path in
            OwnFiles.identity(of: path.removingLastComponent())?.inode == inode
        } ?? false
    }

    /// True when one of them has this name, wherever that is.
    public func mayBe(_ name: FileName) -> Bool { byName[name] != nil }

    private static func identity(of path: FilePath) -> DeviceInode? {
        guard let folder = try? OpenDirectory.open(path.removingLastComponent()) else {
            return nil
        }
        guard let name = path.fileName else { return try? folder.status().identity }
        return try? folder.status(of: name)?.identity
    }
}

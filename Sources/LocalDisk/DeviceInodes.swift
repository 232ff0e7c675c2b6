import AudiowatchCore
import Glibc
public import SystemPackage

/// Files and folders of our own (database, log, state), to be recognised inside a source by what they are
/// and not by what they are called: a source may reach them by a link or a bind mount.
public struct DeviceInodes: Hashable, Sendable {
    /// Their identities.
    public private(set) var members: Set<DeviceInode> = []

    /// Looks at each path; one that is not there is left out. Blocks: call it off the cooperative pool.
    ///
    /// SQLite makes its `-wal` and `-shm` files anew: name the folder they stand in where you can, or look again.
    public init(of paths: some Sequence<FilePath>) {
        for path in paths {
            guard let folder = try? OpenDirectory.open(path.removingLastComponent()),
                let name = path.fileName, let found = try? folder.status(of: name)
            else { continue }
            members.insert(found.identity)
        }
    }

    /// True when the status is that of one of them.
    public func contains(_ status: EntryStatus) -> Bool {
        members.contains(status.identity)
    }
}

import Glibc
import SystemPackage

/// A file that is replaced whole, by one process at a time.
///
/// The lock is on the folder, so that no lock file stays behind and a replaced file is no way around it.
struct LockedFile: ~Copyable {
    /// The file itself: symbolic links to it (a folder of dotfiles) are followed, and stay links.
    let path: FilePath
    private let folder: FileDescriptor

    private init(path: FilePath, folder: FileDescriptor) {
        self.path = path
        self.folder = folder
    }

    /// Waits until no other process edits in that folder; makes the folder when it is missing.
    static func lock(_ given: FilePath) throws(SettingsError) -> LockedFile {
        let path = resolved(given)
        try PrivateFolder.makeParents(of: path)
        let folder: FileDescriptor
        do {
            folder = try FileDescriptor.open(
                path.removingLastComponent(), .readOnly, options: [.directory, .closeOnExec])
        } catch {
            throw failure(path, "open its folder", error)
        }
        while flock(folder.rawValue, LOCK_EX) != 0 {
            let problem = Errno(rawValue: errno)
            guard problem == .interrupted else {
                try? folder.close()
                throw failure(path, "lock its folder", problem)
            }
        }
        return LockedFile(path: path, folder: folder)
    }

    deinit {
        try? folder.close()
    }

    /// True when there is a file.
    var exists: Bool { path.withPlatformString { access($0, F_OK) } == 0 }

    /// Replaces the file: written beside it, flushed to the disk, then renamed over it. Until the rename
    /// the old file is whole, after it the new one.
    func replace(with text: String) throws(SettingsError) {
        let beside = path.removingLastComponent().appending(
            ".\(path.lastComponent?.string ?? "config").new")
        // Ours alone under the lock; one that a killed process left behind is in the way.
        beside.withPlatformString { _ = unlink($0) }
        do {
            let descriptor = try FileDescriptor.open(
                beside, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: [.ownerReadWrite])
            try descriptor.closeAfter {
                _ = try descriptor.writeAll(text.utf8)
                guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
            let renamed = beside.withPlatformString { old in
                path.withPlatformString { rename(old, $0) }
            }
            guard renamed == 0 else { throw Errno(rawValue: errno) }
        } catch {
            beside.withPlatformString { _ = unlink($0) }
            throw Self.failure(path, "write it", error)
        }
        // The rename reaches the disk with the folder; a file system that refuses has done what it can.
        _ = fsync(folder.rawValue)
    }

    private static func failure(
        _ path: FilePath, _ action: String, _ error: any Error
    ) -> SettingsError {
        SettingsError(
            .unwritable, file: path, action: action, errno: error as? Errno ?? .ioError,
            hint: "the configuration is as it was")
    }

    private static func resolved(_ path: FilePath) -> FilePath {
        path.withPlatformString { name in
            guard let real = realpath(name, nil) else { return path.lexicallyNormalized() }
            defer { free(real) }
            return FilePath(platformString: real)
        }
    }
}

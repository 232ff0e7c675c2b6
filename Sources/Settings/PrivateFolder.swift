import Glibc
public import SystemPackage

/// Folders that only their owner may enter.
public enum PrivateFolder {
    /// Makes the folder and those above it that are missing, each 0700; an existing one is left as it is
    /// when it is ours and closed to others, and closed when it is ours and open. Blocks; call off the
    /// cooperative pool.
    ///
    /// - Throws: ``SettingsError`` `.unwritable` when it cannot be made, is no folder, is a symbolic link
    ///   or belongs to somebody else, who could then read what is put there.
    public static func make(_ path: FilePath) throws(SettingsError) {
        try makeParents(of: path)
        try makeOne(path)
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0 else {
            throw SettingsError(
                .unwritable, file: path, action: "look at it", errno: Errno(rawValue: errno))
        }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
            throw SettingsError(
                .unwritable, file: path, .system,
                "is not a folder of yours, and secrets would go there; remove it, "
                    + "or set XDG_RUNTIME_DIR to a folder of your own")
        }
        guard status.st_mode & 0o077 != 0 else { return }
        guard path.withPlatformString({ chmod($0, 0o700) }) == 0 else {
            throw SettingsError(
                .unwritable, file: path, action: "close it to others",
                errno: Errno(rawValue: errno))
        }
    }

    /// Makes the folders above `path` that are missing, each 0700; existing ones stay as they are.
    static func makeParents(of path: FilePath) throws(SettingsError) {
        var ancestor = path
        var missing: [FilePath] = []
        while ancestor.removeLastComponent(), !ancestor.isEmpty,
            ancestor.withPlatformString({ access($0, F_OK) }) != 0
        {
            missing.append(ancestor)
        }
        for folder in missing.reversed() { try makeOne(folder) }
    }

    private static func makeOne(_ path: FilePath) throws(SettingsError) {
        guard path.withPlatformString({ mkdir($0, 0o700) }) != 0, errno != EEXIST else { return }
        throw SettingsError(
            .unwritable, file: path, action: "make the folder", errno: Errno(rawValue: errno))
    }
}

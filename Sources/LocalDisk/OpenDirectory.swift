public import AudiowatchCore
import CLinux
import Glibc
public import SystemPackage

/// A directory held open by its descriptor, so that renames above it change nothing for us.
/// Closed when the last reference goes.
///
/// Everything here blocks as long as the disk does: call it on the source's own thread or on a worker,
/// off the cooperative pool.
public final class OpenDirectory: Sendable {
    /// The open descriptor; valid as long as this object lives.
    public let descriptor: CInt

    /// Takes over an open descriptor of a directory.
    init(owning descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        clinux_close(descriptor)
    }

    /// Opens a folder by its path; the path itself may be a symbolic link, since the user wrote it.
    ///
    /// - Throws: ``DiskError`` with `isMissing`, `isNotDirectory`, `isForbidden`, …
    public static func open(_ path: FilePath) throws(DiskError) -> OpenDirectory {
        let flags = clinux_flags_directory_following()
        let result = path.withPlatformString { clinux_open_quietly(AT_FDCWD, $0, flags) }
        guard result >= 0 else { throw DiskError(.open, path, code: -result) }
        return OpenDirectory(owning: result)
    }

    /// Opens a directory inside. A symbolic link is not followed: `isNotDirectory`.
    ///
    /// - Throws: ``DiskError``; `isMissing` when there is no such name.
    public func child(_ name: FileName) throws(DiskError) -> OpenDirectory {
        let flags = clinux_flags_directory()
        let result = name.withSystemName { clinux_open_quietly(descriptor, $0, flags) } ?? -EINVAL
        guard result >= 0 else {
            throw DiskError(.open, FilePath(bytes: name.bytes), code: -result)
        }
        return OpenDirectory(owning: result)
    }

    /// Opens a directory further below, component by component beneath this one, following no symbolic link.
    ///
    /// - Throws: ``DiskError`` naming the whole relative path, or the component that failed where it
    ///   had to be opened step by step.
    public func descend(_ names: [FileName]) throws(DiskError) -> OpenDirectory {
        if names.count > 1, let direct = try beneath(names) { return direct }
        guard let first = names.first else { return try duplicate() }
        var result = try child(first)
        for name in names.dropFirst() { result = try result.child(name) }
        return result
    }

    /// What the disk says of the directory itself.
    public func status() throws(DiskError) -> EntryStatus {
        var raw = clinux_status()
        let code = clinux_status_of(descriptor, &raw)
        guard code == 0 else { throw DiskError(.stat, FilePath(), code: code) }
        return EntryStatus(raw)
    }

    /// Where it stands now, symbolic links resolved; nil when it stands nowhere. Touches no disk.
    public var path: FilePath? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/fd/\(descriptor)", &target, target.count - 1)
        guard count > 0 else { return nil }
        let path = FilePath(bytes: target.prefix(count).map { UInt8(bitPattern: $0) })
        return path.isAbsolute ? path : nil
    }

    /// The stamp of the directory itself.
    public func stamp() throws(DiskError) -> Stamp { try status().stamp }

    /// What stands under a name here, a symbolic link itself included; nil when there is no such name.
    ///
    /// - Throws: ``DiskError`` for anything but a missing name: then nothing is known about it.
    public func status(of name: FileName) throws(DiskError) -> EntryStatus? {
        var raw = clinux_status()
        let code = name.withSystemName { clinux_status_at(descriptor, $0, &raw) } ?? EINVAL
        switch code {
        case 0: return EntryStatus(raw)
        case ENOENT: return nil
        default: throw DiskError(.stat, FilePath(bytes: name.bytes), code: code)
        }
    }

    /// A second, independent reference to the same directory.
    private func duplicate() throws(DiskError) -> OpenDirectory {
        let result = clinux_open_quietly(descriptor, ".", clinux_flags_directory())
        guard result >= 0 else { throw DiskError(.open, FilePath(), code: -result) }
        return OpenDirectory(owning: result)
    }

    /// One openat2(2) for the whole way; nil where kernel, sandbox or path length forbid it.
    private func beneath(_ names: [FileName]) throws(DiskError) -> OpenDirectory? {
        var path: [CChar] = []
        for name in names {
            guard name.isUsable else { throw DiskError(.open, FilePath(), code: EINVAL) }
            if !path.isEmpty { path.append(CChar(bitPattern: UInt8(ascii: "/"))) }
            path.append(contentsOf: name.bytes.lazy.map { CChar(bitPattern: $0) })
        }
        guard path.count < Int(PATH_MAX) else { return nil }
        path.append(0)
        let result = clinux_open_beneath(descriptor, path, clinux_flags_directory())
        switch result {
        case 0...: return OpenDirectory(owning: result)
        case -ENOSYS, -EPERM, -ENAMETOOLONG, -EINVAL: return nil
        default:
            throw DiskError(
                .open, FilePath(bytes: path.map { UInt8(bitPattern: $0) }), code: -result)
        }
    }
}

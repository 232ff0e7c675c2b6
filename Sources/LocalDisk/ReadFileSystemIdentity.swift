public import AudiowatchCore
import CLinux
import Glibc
public import SystemPackage

extension FileSystemIdentity {
    /// What stands under an open source folder now. Blocks: call it on the source's own thread.
    ///
    /// The mount is the one the folder was opened through; before Linux 5.8 the one `path` leads into.
    ///
    /// - Throws: ``DiskError`` when the folder's mount cannot be asked, or is in no table: then nothing is
    ///   known, and the source is offline.
    public static func read(
        at folder: OpenDirectory, path: FilePath, mounts: MountTable
    ) throws(DiskError) -> FileSystemIdentity {
        let status = try folder.status()
        let mount = mounts.mount(numbered: status.mount) ?? mounts.mount(of: path)
        guard let mount else { throw DiskError(.inspect, path, code: ENODEV) }
        let id: String
        if let known = uuid(of: mount) {
            id = known
        } else {
            id = try ownNumber(of: folder, path: path, device: status.device)
        }
        let isStable = FileSystemTraits.of(type: mount.type).hasStableInodes
        return FileSystemIdentity(
            type: mount.type, id: id, rootInode: isStable ? status.stamp.inode : 0)
    }

    /// The same, with the kernel's table as it is now.
    public static func read(
        at folder: OpenDirectory, path: FilePath
    ) throws(DiskError) -> FileSystemIdentity {
        try read(at: folder, path: path, mounts: .read())
    }
}

/// The name that udev gave the mount's device by its UUID.
private func uuid(of mount: Mount) -> String? {
    let folder: FilePath = "/dev/disk/by-uuid"
    guard mount.source.bytes.starts(with: "/dev/".utf8),
        let device = blockDevice(at: mount.source),
        let names = try? OpenDirectory.open(folder).list().names
    else { return nil }
    return names.first { blockDevice(at: folder.child($0.name)) == device }?.name.text
}

private func blockDevice(at path: FilePath) -> dev_t? {
    var status = stat()
    guard path.withPlatformString({ stat($0, &status) }) == 0,
        status.st_mode & S_IFMT == S_IFBLK
    else { return nil }
    return status.st_rdev
}

/// statfs(2)'s f_fsid in hex; empty where it is nothing, or only the device's number, which changes with
/// the order of plugging.
private func ownNumber(
    of folder: OpenDirectory, path: FilePath, device: UInt64
) throws(DiskError) -> String {
    var number: UInt64 = 0
    let code = clinux_file_system_number(folder.descriptor, device, &number)
    guard code == 0 else { throw DiskError(.inspect, path, code: code) }
    return number == 0 ? "" : String(number, radix: 16)
}

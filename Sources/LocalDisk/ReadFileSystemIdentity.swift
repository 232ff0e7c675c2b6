public import AudiowatchCore
import CLinux
import Glibc
public import SystemPackage

extension FoundFolder {
    /// What stands under an open folder now. Blocks: call it on the source's own thread.
    ///
    /// The mount is the one the folder was opened through; before Linux 5.8 the one `path` leads into.
    ///
    /// - Throws: ``DiskError`` when the folder's mount cannot be asked, or is in no table: then nothing is
    ///   known, and the source is offline.
    public static func read(
        at folder: OpenDirectory, path: FilePath, mounts: MountTable
    ) throws(DiskError) -> FoundFolder {
        let status = try folder.status()
        let mount = mounts.mount(numbered: status.mount) ?? mounts.mount(of: path)
        guard let mount else { throw DiskError(.inspect, path, code: ENODEV) }
        let traits = FileSystemTraits.of(type: mount.type)
        var id: String?
        if let device = mount.blockDevice {
            id = udevName(of: device) ?? udevNote(of: device) ?? writtenSerial(on: mount.source)
        } else if traits.needsPolling, !mount.source.isEmpty {
            id = mount.source.display
        }
        let number = try ownNumber(of: folder, path: path, device: status.device)
        return FoundFolder(
            type: mount.type, serial: id, number: number == 0 ? nil : String(number, radix: 16),
            inode: traits.hasStableInodes ? status.stamp.inode : 0,
            folder: mount.folderInside(folder.path ?? path))
    }

    /// The same, with the kernel's table as it is now.
    public static func read(
        at folder: OpenDirectory, path: FilePath
    ) throws(DiskError) -> FoundFolder {
        try read(at: folder, path: path, mounts: .read())
    }
}

extension Mount {
    /// The device's number, for a file system that stands on one.
    fileprivate var blockDevice: dev_t? {
        guard source.bytes.starts(with: "/dev/".utf8) else { return nil }
        return LocalDisk.blockDevice(at: source)
    }

    /// Where a path through this mount stands inside the mounted file system.
    fileprivate func folderInside(_ path: FilePath) -> FilePath? {
        var inner = path
        guard inner.removePrefix(point) else { return nil }
        return root.pushing(inner)
    }
}

/// The name that udev gave the device by its UUID.
private func udevName(of device: dev_t) -> String? {
    let folder: FilePath = "/dev/disk/by-uuid"
    guard let names = try? OpenDirectory.open(folder).list().names else { return nil }
    return names.first { blockDevice(at: folder.child($0.name)) == device }?.name.text
}

/// What udev noted of the device; a container may see this and no names.
private func udevNote(of device: dev_t) -> String? {
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    guard let note = try? wholeFile(FilePath("/run/udev/data/b\(major):\(minor)")) else {
        return nil
    }
    let key = "E:ID_FS_UUID="
    return note.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: key.utf8) }
        .map { String(decoding: $0.dropFirst(key.utf8.count), as: UTF8.self) }
}

/// What the file system wrote into its first bytes, where we may read them.
private func writtenSerial(on device: FilePath) -> String? {
    let descriptor = device.withPlatformString { clinux_open_quietly(AT_FDCWD, $0, 0) }
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: DriveSerial.length)
    let count = clinux_read_at(descriptor, &head, head.count, 0)
    return count > 0 ? DriveSerial.of(Array(head.prefix(count))) : nil
}

private func blockDevice(at path: FilePath) -> dev_t? {
    var status = stat()
    guard path.withPlatformString({ stat($0, &status) }) == 0,
        status.st_mode & S_IFMT == S_IFBLK
    else { return nil }
    return status.st_rdev
}

/// statfs(2)'s f_fsid; 0 where it is nothing, or only the device's number, which changes with the order of
/// plugging.
private func ownNumber(
    of folder: OpenDirectory, path: FilePath, device: UInt64
) throws(DiskError) -> UInt64 {
    var number: UInt64 = 0
    let code = clinux_file_system_number(folder.descriptor, device, &number)
    guard code == 0 else { throw DiskError(.inspect, path, code: code) }
    return number
}

public import AudiowatchCore
import CLinux
import Glibc

/// What stands under a name.
public enum EntryType: Hashable, Sendable {
    /// A regular file.
    case file
    /// A directory.
    case directory
    /// A symbolic link, never followed.
    case symlink
    /// A FIFO, socket or device: never opened.
    case other
}

/// What the disk says of one name, without opening it.
public struct EntryStatus: Hashable, Sendable {
    /// What stands there.
    public var kind: EntryType
    /// Size, times, inode.
    public var stamp: Stamp
    /// Disk space taken, in blocks of 512 bytes.
    public var blocks: UInt64
    /// Device number: tells file systems apart while they are mounted, never across mounts.
    public var device: UInt64
    /// Number of the mount it was reached through, as in mountinfo; 0 where the kernel does not say.
    public var mount: UInt64
    /// Hard links.
    public var links: UInt32

    /// Tells whether two things were reached through one mount, as long as it lasts: the mount's number, or
    /// the device's before Linux 5.8.
    public var mountNumber: UInt64 { mount == 0 ? device : mount }

    /// The device and inode, which name one file while its file system is mounted.
    public var identity: DeviceInode { DeviceInode(device: device, inode: stamp.inode) }

    init(_ raw: clinux_status) {
        kind =
            switch raw.mode & UInt32(S_IFMT) {
            case UInt32(S_IFREG): .file
            case UInt32(S_IFDIR): .directory
            case UInt32(S_IFLNK): .symlink
            default: .other
            }
        stamp = Stamp(
            size: raw.size, modified: raw.modified, changed: raw.changed,
            inode: Int64(bitPattern: raw.inode), born: raw.born)
        blocks = raw.blocks
        device = raw.device
        mount = raw.mount
        links = raw.links
    }
}

/// Device and inode: one file or directory, while its file system stays mounted.
public struct DeviceInode: Hashable, Sendable {
    /// Device number.
    public let device: UInt64
    /// Inode number, its bits kept as a signed number like ``Stamp/inode``.
    public let inode: Int64

    /// Takes both.
    public init(device: UInt64, inode: Int64) {
        self.device = device
        self.inode = inode
    }
}

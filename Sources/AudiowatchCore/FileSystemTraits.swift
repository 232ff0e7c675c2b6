/// What a stamp can prove on one type of file system.
///
/// FAT, exFAT and many FUSE file systems invent inode numbers at each mount, so there only size and
/// modification time count. Source: the drivers in Linux's fs/, mount.ntfs-3g(8), exfat-fuse(8).
public struct FileSystemTraits: Hashable, Sendable {
    /// Inode, change time and birth time survive an unmount and a cache drop.
    public var hasStableInodes: Bool
    /// The file system records when a file was made.
    public var hasBirthTime: Bool
    /// Smallest step of a modification time, in nanoseconds. The kernel's own tick counts too.
    public var granularity: Int64
    /// Changes made elsewhere raise no inotify event here: the source must be polled.
    public var needsPolling: Bool

    /// Takes each trait as given.
    public init(
        hasStableInodes: Bool, hasBirthTime: Bool, granularity: Int64, needsPolling: Bool
    ) {
        self.hasStableInodes = hasStableInodes
        self.hasBirthTime = hasBirthTime
        self.granularity = granularity
        self.needsPolling = needsPolling
    }

    /// Kernel timestamps move with the scheduler tick: 4 ms at HZ=250, 10 ms at HZ=100.
    public static let kernelTick: Int64 = 10_000_000

    /// A local file system that keeps everything: ext4, xfs, btrfs, tmpfs, f2fs, zfs.
    public static let local = FileSystemTraits(
        hasStableInodes: true, hasBirthTime: true, granularity: kernelTick, needsPolling: false)

    /// The traits of a type as named in /proc/self/mountinfo.
    ///
    /// An unknown FUSE type is taken for a network one: polling costs a little, missing changes costs the truth.
    public static func of(type: String) -> FileSystemTraits {
        switch type {
        case "vfat", "msdos":
            FileSystemTraits(
                hasStableInodes: false, hasBirthTime: true, granularity: 2_000_000_000,
                needsPolling: false)
        case "exfat", "fuseblk", "fuse.exfat", "fuse.ntfs-3g", "ntfs", "ntfs3":
            FileSystemTraits(
                hasStableInodes: false, hasBirthTime: false, granularity: 1_000_000_000,
                needsPolling: false)
        case "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "virtiofs", "coda",
            "ncpfs",
            "lustre", "gfs2", "ocfs2", "vboxsf", "prl_fs":
            FileSystemTraits(
                hasStableInodes: true, hasBirthTime: false, granularity: 1_000_000_000,
                needsPolling: true)
        case _ where type == "fuse" || type.hasPrefix("fuse."):
            FileSystemTraits(
                hasStableInodes: false, hasBirthTime: false, granularity: 1_000_000_000,
                needsPolling: true)
        default:
            local
        }
    }

    /// True when other machines may write there at the same time, by the type as named in /proc/self/mountinfo.
    public static func isShared(type: String) -> Bool {
        [
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "lustre",
            "gfs2",
            "ocfs2", "fuse.sshfs", "fuse.glusterfs", "fuse.curlftpfs", "fuse.davfs", "fuse.ceph",
            "fuse.smbnetfs", "fuse.juicefs",
        ].contains(type) || isCloud(type: type)
    }

    /// True when opening a file there downloads it, by the type as named in /proc/self/mountinfo.
    public static func isCloud(type: String) -> Bool {
        [
            "fuse.rclone", "fuse.onedriver", "fuse.google-drive-ocamlfuse", "fuse.gcsfuse",
            "fuse.s3fs",
            "fuse.goofys", "fuse.pcloud", "fuse.blobfuse", "fuse.blobfuse2", "fuse.mount-s3",
            "fuse.gcsf", "fuse.dropbox", "fuse.megafs",
        ].contains(type)
    }

    /// How much of a file may be read: as the user chose, else nothing of what opening would download.
    public static func reading(chosen: Source.Reading?, type: String?) -> Source.Reading {
        chosen ?? (type.map(isCloud) ?? false ? .names : .full)
    }
}

/// What is scanned when the configuration says nothing.
public enum ScanDefaults {
    /// Extensions of the formats that are read, without dot. Each has its demuxer allow-listed.
    public static let extensions = [
        "mp3", "wav", "flac", "ogg", "oga", "opus", "m4a", "aac", "wma", "aif", "aiff", "aifc",
        "caf", "w64", "rf64", "bw64", "bwf", "wv", "au", "mp2", "tta",
    ]

    /// Names that hold no audio of the user's own, and why; other hidden names count.
    public static let exclude: [(glob: String, reason: String)] = [
        (".Trash", "deleted: macOS"),
        (".Trash-*", "deleted: the trash of a drive on Linux"),
        (".Trashes", "deleted: the trash of a drive on macOS"),
        ("**/.local/share/Trash", "deleted: the trash of the home folder on Linux"),
        ("$RECYCLE.BIN", "deleted: Windows"),
        ("$Recycle.Bin", "deleted: Windows, its own drive"),
        ("#recycle", "deleted: Synology"),
        ("@Recycle", "deleted: QNAP"),
        ("._*", "macOS writes one beside each file on foreign drives; not audio"),
        (".AppleDouble", "the same, written by netatalk"),
        ("__MACOSX", "the same, from a zip made on macOS"),
        ("@eaDir", "thumbnails and indexes: Synology"),
        (".Spotlight-V100", "search index: macOS"),
        (".fseventsd", "change log: macOS"),
        ("System Volume Information", "restore points: Windows"),
        ("lost+found", "pieces that fsck found"),
        (".snapshots", "older states of the same files: snapper"),
        (".snapshot", "older states of the same files: NetApp, many servers"),
        (".zfs", "older states of the same files: ZFS"),
        (".stversions", "older states of the same files: Syncthing"),
        (".dropbox.cache", "files on their way: Dropbox"),
        (".git", "a repository's own store"),
        ("node_modules", "code that was downloaded"),
    ]

    /// Smallest size in bytes that is catalogued: below it there are only stubs and placeholders.
    public static let minimumSize: Int64 = 1024
}

extension ScanRules {
    /// The rules of an empty configuration.
    public static let standard = ScanRules(
        extensions: Set(ScanDefaults.extensions.map { Array($0.utf8) }),
        minimumSize: ScanDefaults.minimumSize, exclude: ScanDefaults.exclude.map(\.glob))
}

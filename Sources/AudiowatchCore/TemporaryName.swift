/// Names that programs give to files while they write them. Always skipped: the finished file appears
/// under its own name, and that rename is noticed at once.
///
/// Only files: a folder called `Samples~` is somebody's folder.
public enum TemporaryName {
    /// What is skipped, and who writes such names.
    public static let rules: [(glob: String, writer: String)] = [
        ("*.part", "Firefox, yt-dlp, rclone"),
        ("*.partial", "rclone, Syncovery"),
        ("*.crdownload", "Chromium"),
        ("*.opdownload", "Opera"),
        ("*.download", "Safari"),
        ("*.filepart", "WinSCP"),
        ("*.aria2", "aria2"),
        ("*.!ut", "µTorrent"),
        ("*.!qB", "qBittorrent"),
        ("*.tmp", "many programs"),
        ("*.temp", "many programs"),
        ("*~", "editors"),
        ("*.swp", "vi"),
        (".#*", "Emacs"),
        (".syncthing.*", "Syncthing"),
        ("~syncthing~*", "Syncthing on Windows"),
        (".goutputstream-*", "GNOME's file library"),
        (".fuse_hidden*", "FUSE: deleted but still open"),
        (".nfs0*", "NFS: deleted but still open"),
        (rsync, "rsync"),
    ]

    /// rsync writes `kick.wav` as `.kick.wav.Xa3_9Q`… six letters or digits, as mkstemp(3) makes them.
    private static let rsync = ".?*." + String(repeating: "[0-9A-Za-z]", count: 6)

    private static let compiled = Exclusion(rules.map(\.glob))
    private static let texts = Dictionary(
        rules.map { rule in
            let shown = rule.glob == rsync ? ".NAME.XXXXXX" : rule.glob
            return (rule.glob, "temporary name \(shown) (\(rule.writer))")
        }, uniquingKeysWith: { first, _ in first })

    /// The rule that calls a file of this name temporary, in words, or nil.
    public static func rule(matching name: FileName) -> String? {
        compiled.rule(excluding: name, below: [], isDirectory: false).flatMap { texts[$0] }
    }
}

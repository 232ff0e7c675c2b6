import AudiowatchCore

extension KnownKey {
    static let database = KnownKey(
        .database, "path", .path, example: .text("~/.local/share/audiowatch/catalog.db"),
        "The database. The default follows $XDG_DATA_HOME.")

    static let extensions = KnownKey(
        .scan, "extensions", .extensions, fallback: .texts(ScanDefaults.extensions), isLive: true,
        "File name extensions that are looked at; case and a leading dot do not matter.")
    static let exclude = KnownKey(
        .scan, "exclude", .globs, fallback: .texts(ScanDefaults.exclude.map(\.glob)), isLive: true,
        "Never looked at, in any source: names at any depth, or paths below a source (with a slash)."
    )
    static let minimumSize = KnownKey(
        .scan, "min_file_size", .integer(0...Int.max),
        fallback: .integer(Int(ScanDefaults.minimumSize)),
        "Smaller files are not catalogued; bytes.")
    static let chunkSize = KnownKey(
        .scan, "hash_chunk_size", .integer(1_024...16_777_216), fallback: .integer(65_536),
        "Bytes read at each end of a file to recognise it. Fixed for the life of a database.")
    static let workers = KnownKey(
        .scan, "workers", .integer(0...256), fallback: .integer(0),
        "Files examined at the same time; 0 chooses.")
    static let probeHelpers = KnownKey(
        .scan, "probe_helpers", .integer(0...256), fallback: .integer(0),
        "Sandboxed processes that read audio properties; 0 chooses.")
    static let rescanInterval = KnownKey(
        .scan, "rescan_interval", .duration, fallback: .text("24h"),
        "Time between two full comparisons of a watched source with the disk: \"90s\", \"15m\", \"24h\"."
    )
    static let pollInterval = KnownKey(
        .scan, "poll_interval", .duration, fallback: .text("15m"),
        "Time between two comparisons of what cannot be watched: network drives, folders without a watch."
    )

    static let bind = KnownKey(
        .server, "bind", .address, fallback: .text("127.0.0.1"),
        "Address to listen on. Any other than this machine's own needs token_file.")
    static let port = KnownKey(
        .server, "port", .integer(0...65_535), fallback: .integer(8_787),
        "Port of the page; 0 takes a free one.")
    static let tokenFile = KnownKey(
        .server, "token_file", .path, example: .text("~/.config/audiowatch/token"),
        "File with the secret that callers must show: audiowatch token new")
    static let allowedHosts = KnownKey(
        .server, "allowed_hosts", .hosts, fallback: .texts([]),
        "Names under which the page may be opened, besides localhost: [\"studio.local\"].")

    static let logLevel = KnownKey(
        .log, "level", .choice(LogLevel.allCases.map(\.rawValue)), fallback: .text("info"),
        "File names are written at debug and trace only.")

    static let trayNotifications = KnownKey(
        .tray, "notifications", .boolean, fallback: .boolean(true),
        "Tell of a drive that went away in mid-work, of a first scan that is done, of many problems."
    )
    static let sourcePath = KnownKey(
        .sources, "path", .path, example: .text("~/Samples"), "The folder.")
    static let sourceEnabled = KnownKey(
        .sources, "enabled", .boolean, fallback: .boolean(true),
        "false keeps what is known searchable, and watches nothing.")
    static let sourceExclude = KnownKey(
        .sources, "exclude", .globs, fallback: .texts([]),
        "Not looked at in this source, besides scan.exclude: [\"**/Bounces/tmp/**\", \"*.bak\"].")
    static let sourceRole = KnownKey(
        .sources, "role", .choice(Source.Role.allCases.map(\.rawValue)), fallback: .text("working"),
        "\"backup\": copies in here are on purpose and not counted as waste.")
    static let sourceReading = KnownKey(
        .sources, "read", .choice(Source.Reading.allCases.map(\.rawValue)), fallback: .text("full"),
        "\"names\" opens no file, so that a cloud drive downloads nothing; the default on such drives."
    )
    static let sourceSymlinks = KnownKey(
        .sources, "follow_symlinks", .boolean, fallback: .boolean(false),
        "Whether symbolic links are followed.")
    static let sourceRescanInterval = KnownKey(
        .sources, "rescan_interval", .duration, example: .text("24h"),
        "As scan.rescan_interval; where changes cannot be watched the default is scan.poll_interval."
    )

    /// Every key, in the order of the shipped file.
    public static let all: [KnownKey] = [
        database, extensions, exclude, minimumSize, chunkSize, workers, probeHelpers,
        rescanInterval, pollInterval, bind, port, tokenFile, allowedHosts, logLevel,
        trayNotifications,
        sourcePath, sourceEnabled,
        sourceExclude, sourceRole, sourceReading, sourceSymlinks, sourceRescanInterval,
    ]
}

public import SystemPackage

/// A folder the user asked to watch, as the configuration names it.
public struct Source: Hashable, Sendable {
    /// Row number of a source in the catalogue.
    public struct ID: RawRepresentable, Hashable, Sendable, Codable {
        /// The row number.
        public let rawValue: Int64
        /// Wraps a row number.
        public init(rawValue: Int64) { self.rawValue = rawValue }
    }

    /// The name the user gave it, unique; the `source_root` of the catalogue's views.
    public var name: String
    /// Absolute path of the folder.
    public var path: FilePath
    /// False keeps the rows searchable and watches nothing.
    public var isEnabled: Bool
    /// Globs of this source alone; those of the whole scan are in ``ScanRules``.
    public var exclude: [String]
    /// Whether copies in here count as waste.
    public var role: Role
    /// How much of a file may be read.
    public var reading: Reading
    /// Whether symbolic links are followed.
    public var followsSymlinks: Bool
    /// Time between two full reconciles, or nil for the default of the source's kind.
    public var rescanInterval: Duration?

    /// Whether copies in a source count as waste.
    public enum Role: String, Sendable, Codable, CaseIterable {
        /// Copies are waste.
        case working
        /// Copies are on purpose.
        case backup
    }

    /// How much of a file may be read.
    public enum Reading: String, Sendable, Codable, CaseIterable {
        /// Fingerprint and probe.
        case full
        /// Name, size and time only: opening a file would download it.
        case names
    }

    /// All values; the defaults are those of the configuration.
    public init(
        name: String, path: FilePath, isEnabled: Bool = true, exclude: [String] = [],
        role: Role = .working, reading: Reading = .full, followsSymlinks: Bool = false,
        rescanInterval: Duration? = nil
    ) {
        self.name = name
        self.path = path
        self.isEnabled = isEnabled
        self.exclude = exclude
        self.role = role
        self.reading = reading
        self.followsSymlinks = followsSymlinks
        self.rescanInterval = rescanInterval
    }
}

/// Whether the folder of a source can be seen, and whether everything in it is noticed.
public enum SourceState: Hashable, Sendable, Codable {
    /// Seen and fully watched.
    case online
    /// Seen, but some changes may be noticed late; says why.
    case degraded(reason: String)
    /// Not seen, or another file system stands in its place; its rows are kept. Says why.
    case offline(reason: String)
    /// Kept in the catalogue, not watched: `enabled = false`.
    case disabled

    /// One word for tables and JSON.
    public var word: String {
        switch self {
        case .online: "online"
        case .degraded: "degraded"
        case .offline: "offline"
        case .disabled: "disabled"
        }
    }

    /// Why, where there is a why.
    public var reason: String? {
        switch self {
        case .degraded(let reason), .offline(let reason): reason
        case .online, .disabled: nil
        }
    }
}

/// A directory row of the catalogue.
public enum Directory {
    /// Row number of a directory; 0 is never used.
    public struct ID: RawRepresentable, Hashable, Sendable, Codable {
        /// The row number.
        public let rawValue: Int64
        /// Wraps a row number.
        public init(rawValue: Int64) { self.rawValue = rawValue }
    }
}

/// A file row of the catalogue: one path inside one source.
public enum File {
    /// Row number of a file.
    public struct ID: RawRepresentable, Hashable, Sendable, Codable {
        /// The row number.
        public let rawValue: Int64
        /// Wraps a row number.
        public init(rawValue: Int64) { self.rawValue = rawValue }
    }
}

/// A content row of the catalogue: what files with equal bytes share.
public enum Content {
    /// Row number of a content; the `id` of the view `audio_files`.
    public struct ID: RawRepresentable, Hashable, Sendable, Codable {
        /// The row number.
        public let rawValue: Int64
        /// Wraps a row number.
        public init(rawValue: Int64) { self.rawValue = rawValue }
    }
}

/// Where one file stands: a directory row and a name in it. The key of jobs and files alike.
public struct Place: Hashable, Sendable {
    /// The directory.
    public let directory: Directory.ID
    /// The name in it.
    public let name: FileName

    /// Takes both.
    public init(_ directory: Directory.ID, _ name: FileName) {
        self.directory = directory
        self.name = name
    }
}

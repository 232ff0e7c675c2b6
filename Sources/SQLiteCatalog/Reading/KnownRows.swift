public import AudiowatchCore

/// A source as the catalogue has it: what was learnt of it before this start.
public struct AdoptedSource: Hashable, Sendable {
    /// Row number.
    public var id: Source.ID
    /// The name that the configuration gives it.
    public var name: String
    /// The file system it was last seen on; nil before the first time.
    public var identity: FileSystemIdentity?
    /// The row of the source's own folder; nil before the first time.
    public var root: Directory.ID?

    /// All values; one that was never seen by default.
    public init(
        id: Source.ID, name: String, identity: FileSystemIdentity? = nil, root: Directory.ID? = nil
    ) {
        self.id = id
        self.name = name
        self.identity = identity
        self.root = root
    }
}

/// A present file row as a worker needs it before it reads anything.
public struct LiveFile: Hashable, Sendable {
    /// Row number.
    public var id: File.ID
    /// Its stamp when last examined.
    public var stamp: Stamp
    /// When it was last examined: with the stamp's `modified` it tells whether the stamp was racy.
    public var examinedAt: CatalogTime
    /// Its content; nil when it was never read.
    public var content: Content.ID?
    /// True when a probe has read the content's properties.
    public var hasProperties: Bool
    /// True when a problem is recorded for it.
    public var hasProblem: Bool
    /// True when its stamp proves nothing, equal or not: it was examined within one granularity of its
    /// time, or the user asks for another try.
    public var mustBeRead: Bool
}

/// A file row found by its inode: perhaps this file under its former name, or another name of it.
public struct InodeRow: Hashable, Sendable {
    /// Row number.
    public var id: File.ID
    /// The source it belongs to.
    public var source: Source.ID
    /// Where it stands, or stood.
    public var place: Place
    /// Names from the source's folder down to the directory of `place`.
    public var names: [FileName]
    /// Where the file system of that directory begins; nil: at the source's folder.
    public var home: DirectoryLocation.Home?
    /// Last change of its inode when it was examined.
    public var changed: Int64
    /// True for a row that is marked deleted, or whose directory is.
    public var isDeleted: Bool
    /// False when nobody has read its bytes.
    public var isRead: Bool
    /// True when its stamp proves nothing of the bytes: see ``LiveFile/mustBeRead``.
    public var mustBeRead: Bool
}

/// Where a directory stands.
public struct DirectoryLocation: Hashable, Sendable {
    /// Its source.
    public var source: Source.ID
    /// Names from the source's folder down to it; empty for that folder itself.
    public var names: [FileName]
    /// Inode when last seen.
    public var inode: Int64
    /// Birth time when last seen.
    public var born: Int64
    /// The directory at which its file system begins, with what that is; nil: the source's own.
    public var home: Home?
    /// True while something else stands in its place, or in place of a directory above it.
    public var isAway: Bool

    /// Where a file system begins inside a source.
    public struct Home: Hashable, Sendable {
        /// The directory.
        public var directory: Directory.ID
        /// The type of the file system.
        public var type: String
        /// Its traits.
        public var traits: FileSystemTraits { .of(type: type) }
    }
}

/// A content whose bytes are proved by their fingerprint, and whose properties are known.
public struct KnownContent: Hashable, Sendable {
    /// Row number.
    public var id: Content.ID
    /// Its length in seconds, where the probe found one.
    public var duration: Double?
}

/// What the reconcile of one directory decided, to be written in one transaction with others.
///
/// Directory numbers are handed out by the source's own thread, which owns the tree; the catalogue
/// writes the rows in the order they come, so a parent's row is always there before its children's.
public struct DirectoryReport: Hashable, Sendable {
    /// The source.
    public var source: Source.ID
    /// When the listing began; rows examined later than this are not judged by it.
    public var listedAt: CatalogTime
    /// The source's mount generation when the listing began.
    public var mountGeneration: Int64
    /// What to write, in this order.
    public var changes: [Change]

    /// One change to the tree, the queue or the problems.
    public enum Change: Hashable, Sendable {
        /// A directory that the catalogue did not have. `parent` is nil for the source's own folder.
        case directoryFound(
            Directory.ID, parent: Directory.ID?, name: FileName, inode: Int64, born: Int64)
        /// A known directory now stands elsewhere in the same source, or under another name; or is back.
        case directoryMoved(Directory.ID, parent: Directory.ID, name: FileName)
        /// Another inode stands where a known directory stood; the row now describes it.
        case directoryReplaced(Directory.ID, inode: Int64, born: Int64)
        /// A directory is gone, with everything below it: proved, see `architecture` notes in Sources/README.
        case directoryGone(Directory.ID)
        /// A file system begins at a known directory, or none any more: it is on its parent's.
        case directoryMounted(Directory.ID, FileSystemIdentity?)
        /// Something else stands in place of a directory: it and all below keep their rows, and their jobs rest.
        case directoryAway(Directory.ID)
        /// It is here again, and its jobs may be done.
        case directoryReturned(Directory.ID)
        /// Look at this name.
        case look(JobRequest)
        /// The directory could not be listed, or only in part. Nothing in it is judged.
        case problem(Directory.ID, Problem)
        /// The directory was listed whole: forget its problem.
        case healed(Directory.ID)
    }

    /// All values.
    public init(
        source: Source.ID, listedAt: CatalogTime, mountGeneration: Int64, changes: [Change]
    ) {
        self.source = source
        self.listedAt = listedAt
        self.mountGeneration = mountGeneration
        self.changes = changes
    }
}

/// A directory row as the tree in memory is built from at start.
public struct KnownDirectory: Hashable, Sendable {
    /// Row number.
    public var id: Directory.ID
    /// The directory it stands in; nil for the source's own folder.
    public var parent: Directory.ID?
    /// Its name; empty for the source's own folder.
    public var name: FileName
    /// Inode when last seen.
    public var inode: Int64
    /// Birth time when last seen.
    public var born: Int64
    /// The file system that begins at it; nil when it is on its parent's.
    public var fileSystem: FileSystemIdentity?
    /// True while something else stands in its place.
    public var isAway: Bool

    /// All values; an ordinary directory by default.
    public init(
        id: Directory.ID, parent: Directory.ID?, name: FileName, inode: Int64, born: Int64,
        fileSystem: FileSystemIdentity? = nil, isAway: Bool = false
    ) {
        self.id = id
        self.parent = parent
        self.name = name
        self.inode = inode
        self.born = born
        self.fileSystem = fileSystem
        self.isAway = isAway
    }
}

/// A present file row, as far as a reconcile needs it.
public struct KnownFile: Hashable, Sendable {
    /// Row number.
    public var id: File.ID
    /// Its stamp when last examined.
    public var stamp: Stamp
    /// When it was last examined.
    public var examinedAt: CatalogTime
    /// False when nobody has read its bytes.
    public var isRead: Bool

    /// All values; read by default.
    public init(id: File.ID, stamp: Stamp, examinedAt: CatalogTime, isRead: Bool = true) {
        self.isRead = isRead
        self.id = id
        self.stamp = stamp
        self.examinedAt = examinedAt
    }
}

/// What the catalogue knows of the files of one directory.
public struct KnownFolder: Hashable, Sendable {
    /// The present rows, by name.
    public var files: [FileName: KnownFile]
    /// Names that the queue asks for, examined perhaps and not written yet.
    public var asked: Set<FileName>

    /// Both; nothing by default.
    public init(files: [FileName: KnownFile] = [:], asked: Set<FileName> = []) {
        self.files = files
        self.asked = asked
    }
}

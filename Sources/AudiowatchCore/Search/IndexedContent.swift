/// A content with its present files, or a file that was never read, as the index takes it in.
public struct IndexedContent: Sendable {
    /// What it is known by.
    public enum Key: Hashable, Sendable {
        /// A content.
        case content(Content.ID)
        /// A file that was never read.
        case file(File.ID)
    }

    /// What it is known by.
    public var key: Key
    /// At least one; the first is the one shown and sorted by.
    public var files: [IndexedFile]
    /// Its tags, folded.
    public var tags: [(field: TextField, text: SearchedText)]
    /// Container.
    public var format: String?
    /// Bytes.
    public var size: Int64
    /// What is known of its sound; its tempo only where tags or chunks say it.
    public var numbers: [NumberField: Double]
    /// Its key, where tags or chunks say it.
    public var musicalKey: MusicalKey?
    /// Labels that somebody gave it, by name.
    public var labels: [Label]
    /// Those of `broken`, `suspect`, `near`, `unverified` and `estimated` that hold.
    public var states: Set<FileStateWord>

    /// All values.
    public init(
        key: Key, files: [IndexedFile], tags: [(field: TextField, text: SearchedText)] = [],
        format: String? = nil, size: Int64, numbers: [NumberField: Double] = [:],
        musicalKey: MusicalKey? = nil, labels: [Label] = [], states: Set<FileStateWord> = []
    ) {
        self.key = key
        self.files = files
        self.tags = tags
        self.format = format
        self.size = size
        self.numbers = numbers
        self.musicalKey = musicalKey
        self.labels = labels
        self.states = states
    }
}

/// One of the present files of a content.
public struct IndexedFile: Sendable {
    /// Its row.
    public var id: File.ID
    /// Where it stands.
    public var directory: Directory.ID
    /// Its name, folded.
    public var name: SearchedText
    /// Last change, whole seconds since 1970 UTC.
    public var modified: Int64
    /// What its name says.
    public var named: NamedSound

    /// All values.
    public init(
        id: File.ID, directory: Directory.ID, name: SearchedText, modified: Int64,
        named: NamedSound = NamedSound()
    ) {
        self.id = id
        self.directory = directory
        self.name = name
        self.modified = modified
        self.named = named
    }
}

/// A folder, as the index takes it in.
public struct IndexedDirectory: Sendable {
    /// Its row.
    public var id: Directory.ID
    /// The folder it stands in; nil for a source's own.
    public var parent: Directory.ID?
    /// Its name, folded.
    public var name: SearchedText
    /// Its source.
    public var source: Source.ID
    /// What its name says.
    public var named: NamedSound

    /// All values.
    public init(
        id: Directory.ID, parent: Directory.ID?, name: SearchedText, source: Source.ID,
        named: NamedSound = NamedSound()
    ) {
        self.id = id
        self.parent = parent
        self.name = name
        self.source = source
        self.named = named
    }
}

/// A source, as the index takes it in.
public struct IndexedSource: Hashable, Sendable {
    /// Its row.
    public var id: Source.ID
    /// Its name in the configuration.
    public var name: String
    /// True while its folder cannot be seen.
    public var isAway: Bool
    /// True when copies in it are on purpose.
    public var isBackup: Bool

    /// All values.
    public init(id: Source.ID, name: String, isAway: Bool, isBackup: Bool) {
        self.id = id
        self.name = name
        self.isAway = isAway
        self.isBackup = isBackup
    }
}

/// Committed catalogue news for listeners; made after the transaction, never before.
public struct CatalogEvent: Hashable, Sendable {
    /// What happened to the file.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A path that was not there before.
        case added
        /// Its bytes or properties changed.
        case changed
        /// It stands elsewhere now.
        case moved
        /// It is gone from the disk; the row is kept, marked.
        case deleted
        /// A row that was marked deleted is present again.
        case revived
        /// It was proved, or refuted, to be a copy.
        case verified
        /// A problem was recorded or went away.
        case problem
    }

    /// What happened.
    public var kind: Kind
    /// The source's name.
    public var source: String
    /// The file's row.
    public var file: File.ID
    /// The content's row, where it has one.
    public var content: Content.ID?
    /// The absolute path, exact bytes.
    public var path: [UInt8]
    /// When it was committed.
    public var at: CatalogTime

    /// All values.
    public init(
        kind: Kind, source: String, file: File.ID, content: Content.ID?, path: [UInt8],
        at: CatalogTime
    ) {
        self.kind = kind
        self.source = source
        self.file = file
        self.content = content
        self.path = path
        self.at = at
    }
}

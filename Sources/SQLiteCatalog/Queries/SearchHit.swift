public import AudiowatchCore

/// One row of a search: a content, shown at one of its files, or a file that was never read.
public struct SearchHit: Hashable, Sendable, Codable {
    /// The content, the `id` of the view `audio_files`; nil for a file that was never read.
    public var id: Content.ID?
    /// The file shown: the primary one where it matches, else the first that does.
    public var file: File.ID
    /// Its absolute path, for reading.
    public var path: String
    /// The exact bytes of the path in base64, only where reading changed them.
    public var pathBase64: String?
    /// Name of its source.
    public var source: String
    /// `online`, `degraded`, `offline` or `disabled`.
    public var sourceState: String
    /// Bytes.
    public var size: Int64
    /// Last change of the file, seconds since 1970 UTC.
    public var modifiedAt: Double
    /// Other present paths with the same bytes, hard links among them.
    public var copies: Int
    /// What a probe read; everything absent where none could.
    public var properties: Properties
    /// Beats a minute, and where that is from.
    public var tempo: Told<Double>?
    /// Its key, and where that is from.
    public var key: Told<MusicalKey>?
    /// Sampled identity of the content, sixteen hex digits; only where it is asked for.
    public var fingerprint: String?

    /// Where a following page starts.
    public var cursor: SearchCursor { SearchCursor(id.map { .content($0) } ?? .file(file)) }

    /// The path, exact.
    public var exactPath: PathText {
        PathText(bytes: pathBase64.flatMap(Base64.decoded) ?? Array(path.utf8))
    }

    private enum CodingKeys: String, CodingKey {
        case id, file, path
        case pathBase64 = "path_base64"
        case source, sourceState, size, modifiedAt, copies, properties
        case tempo, key, fingerprint
    }
}

/// Some rows of a search.
public struct SearchPage: Hashable, Sendable, Codable {
    /// The rows, in an order that stays the same from page to page.
    public var hits: [SearchHit]
    /// Ask for this next; nil when these were the last.
    public var next: SearchCursor?
    /// Everything that matches, where it was counted.
    public var total: Int?
    /// Rows before the first of these, where they were counted.
    public var offset: Int?

    /// All values.
    public init(
        hits: [SearchHit], next: SearchCursor? = nil, total: Int? = nil, offset: Int? = nil
    ) {
        self.hits = hits
        self.next = next
        self.total = total
        self.offset = offset
    }
}

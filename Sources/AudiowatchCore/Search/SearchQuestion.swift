/// What is asked.
public struct SearchQuestion: Hashable, Sendable {
    /// What to find.
    public var query: SearchQuery
    /// The order of the rows.
    public var order: SearchOrder
    /// The other way round.
    public var isDescending: Bool
    /// Rows to leave out before the first. With ``after`` how many there were up to that row: what counts when it
    /// is gone.
    public var offset: Int
    /// Go on after this row instead, wherever it stands by now.
    public var after: IndexedContent.Key?

    /// Rows to leave out where ``after`` says nothing: the row that is gone stands before them no more.
    public var skipped: Int { after == nil ? offset : max(0, offset - 1) }

    /// Rows at the most.
    public var limit: Int
    /// True to have facets counted.
    public var wantsFacets: Bool

    /// All values.
    public init(
        _ query: SearchQuery, order: SearchOrder = .number, isDescending: Bool = false,
        offset: Int = 0, after: IndexedContent.Key? = nil, limit: Int = 100,
        wantsFacets: Bool = false
    ) {
        self.query = query
        self.order = order
        self.isDescending = isDescending
        self.offset = offset
        self.after = after
        self.limit = limit
        self.wantsFacets = wantsFacets
    }
}

/// The present files of a content that was found, in configured sources.
public struct FoundFiles: Hashable, Sendable {
    /// How many.
    public var count: Int
    /// The one to show: ``SearchQuery/best(of:first:_:)``.
    public var shown: File.ID
    /// What their names and folders say: the first of them that says it, the primary one before the others.
    public var named: NamedSound

    /// All values.
    public init(count: Int, shown: File.ID, named: NamedSound) {
        self.count = count
        self.shown = shown
        self.named = named
    }
}

/// What was found.
public struct SearchAnswer: Sendable {
    /// Everything that matches, counted.
    public var total: Int
    /// The rows, in the order that was asked for.
    public var rows: [IndexedContent.Key]
    /// Of each row, in the same order, its files.
    public var files: [FoundFiles]
    /// Rows before the first of these.
    public var offset: Int
    /// Where they were asked for.
    public var facets: SearchFacets?

    /// All values.
    public init(
        total: Int, rows: [IndexedContent.Key], files: [FoundFiles], offset: Int,
        facets: SearchFacets? = nil
    ) {
        self.total = total
        self.rows = rows
        self.files = files
        self.offset = offset
        self.facets = facets
    }
}

/// What a list of contents is sorted by; ties by number, so that every order is total.
public enum SearchOrder: String, Hashable, Sendable, CaseIterable {
    /// The number of the content: the order in which they were found.
    case number
    /// The folded name of the file shown.
    case name
    /// The folder of the file shown, then its name.
    case folder
    /// The time of its last change.
    case modified
    /// Length; unknown ones last.
    case duration
    /// Bytes.
    case size
}

/// A ``CatalogEvent`` as it is told to listeners: the line of JSON of the event stream, and of
/// `audiowatch activity --follow --json`.
public struct CatalogEventLine: Hashable, Sendable, Codable {
    /// What happened.
    public var kind: CatalogEvent.Kind
    /// The source's name.
    public var source: String
    /// The file's row.
    public var file: File.ID
    /// The content's row, where it has one.
    public var content: Content.ID?
    /// The absolute path, for reading.
    public var path: String
    /// The exact bytes of the path in base64, only where reading changed them.
    public var pathBase64: String?
    /// When it was committed, seconds since 1970 UTC.
    public var at: Double

    /// An event on its way out.
    public init(_ event: CatalogEvent) {
        let written = PathText(bytes: event.path)
        kind = event.kind
        source = event.source
        file = event.file
        content = event.content
        path = written.text
        pathBase64 = written.base64
        at = event.at.seconds
    }

    private enum CodingKeys: String, CodingKey {
        case kind, source, file, content, path
        case pathBase64 = "path_base64"
        case at
    }
}

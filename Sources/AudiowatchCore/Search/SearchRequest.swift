/// A question to the catalogue: what to find, how many of it, and where the last page ended.
public struct SearchRequest: Hashable, Sendable {
    /// What to find.
    public var query: SearchQuery
    /// At most so many rows; nil for all.
    public var limit: Int?
    /// Go on after this row, as the last page's `next` said.
    public var after: SearchCursor?
    /// True to be told the fingerprint of each content.
    public var tellsFingerprints: Bool

    /// All values; by default everything is asked for.
    public init(
        _ query: SearchQuery = SearchQuery(), limit: Int? = nil, after: SearchCursor? = nil,
        tellsFingerprints: Bool = false
    ) {
        self.query = query
        self.limit = limit
        self.after = after
        self.tellsFingerprints = tellsFingerprints
    }
}

/// The place in the order of a search after which the next page starts. Opaque to clients.
public struct SearchCursor: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Contents come first, by number; then files that have no content, by number.
    public typealias Place = IndexedContent.Key

    /// Where the page ended.
    public let place: Place

    /// Rows up to there, where that was counted: should the row be gone, it says where to go on.
    public let passed: Int?

    /// After `place`, with `passed` rows up to it.
    public init(_ place: Place, passed: Int? = nil) {
        self.place = place
        self.passed = passed
    }

    /// Reads what ``description`` wrote; nil for any other text.
    public init?(_ text: String) {
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let number = parts.first.flatMap({ Int64($0) }), number >= 0 else {
            return nil
        }
        if parts.count == 2 {
            guard let count = Int(parts[1]), count >= 0 else { return nil }
            passed = count
        } else {
            passed = nil
        }
        switch text.first {
        case "c": place = .content(Content.ID(rawValue: number))
        case "f": place = .file(File.ID(rawValue: number))
        default: return nil
        }
    }

    /// A short text, safe in a URL.
    public var description: String {
        let count = passed.map { ".\($0)" } ?? ""
        return switch place {
        case .content(let id): "c\(id.rawValue)\(count)"
        case .file(let id): "f\(id.rawValue)\(count)"
        }
    }

    /// Reads the short text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let cursor = SearchCursor(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a search cursor")
        }
        self = cursor
    }

    /// Writes the short text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

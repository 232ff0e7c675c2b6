/// Why a directory was listed. While events arrive, a directory is listed when it appears and never
/// again; every other cause is a gap in what the kernel told, and counted so that it shows.
public enum ListingCause: String, Sendable, Codable, CaseIterable {
    /// Its source is looked at as a whole.
    case scan
    /// It, or a directory above it, is new, was moved here, or returned.
    case appeared
    /// Too many names waited in it to look at each.
    case storm
    /// It has no watch, and a timer said so.
    case unwatched
    /// Its permissions changed after it could not be listed.
    case permitted
    /// A look in it or below it could not be carried out.
    case doubt
    /// The user asked.
    case asked
}

/// News for an index that holds what searches ask of the catalogue.
public enum IndexChange: Sendable {
    /// A source that the configuration names.
    case source(IndexedSource)
    /// A source that it does not name any more.
    case sourceGone(Source.ID)
    /// A folder, new or changed.
    case directory(IndexedDirectory)
    /// A content or unread file, new or changed.
    case content(IndexedContent)
    /// It has no present file any more.
    case contentGone(IndexedContent.Key)
    /// So many contents are about to come.
    case reserve(Int)
    /// Everything is in.
    case complete
    /// What was said before counts no more: everything is told anew.
    case restart
}

/// Where to look. Events, overflow, mounts, timers and commands all become one of these; what is true
/// there is decided by the look alone.
public enum Look: Hashable, Sendable {
    /// One name: a file, a directory, or nothing any more.
    case name(Place)
    /// One name that was made and not closed since: a link is complete, a recording is not.
    case made(Place)
    /// One name that goes on changing: it is looked at once it rests, and shown as settling until then.
    case settling(Place)
    /// One directory's listing; directories that are new in it are walked.
    case directory(Directory.ID)
    /// The whole source.
    case tree(ScanReason)
}

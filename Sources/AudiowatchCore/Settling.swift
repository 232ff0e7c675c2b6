/// Whether a file that nobody is known to have closed is read now. Pure.
///
/// `ln` and O_TMPFILE with linkat(2) make a whole file and close nothing; a recording is made, grows for
/// hours and tells of nothing until its close. The kernel's news of both are the same, their times are not.
public enum Settling {
    /// A file whose bytes were written within this time before its first look is being written. Shorter
    /// than ``Coalescer/firstPause``, after which that look comes, by more than any clock's tick.
    public static let quiet: Duration = .milliseconds(900)
    /// A file that was seen changing is read without a close when its bytes rest for this long.
    public static let still: Duration = .seconds(60)

    /// Pause before the look that follows one which read a file too early, perhaps; it doubles.
    public static let firstWatch: Duration = .seconds(2)

    /// What to do.
    public enum Verdict: Hashable, Sendable {
        /// Read it; nothing speaks for a writer.
        case read
        /// Read it, and look again: a writer may only be pausing.
        case readAndWatch
        /// Leave it alone, and look again.
        case leave
    }

    /// Decides.
    ///
    /// - Parameters:
    ///   - looks: earlier looks that found it not to be complete.
    ///   - isAskedFor: somebody waits for it at a sync point.
    ///   - age: time since its bytes last changed, by the file's own times; negative for one of the future.
    /// - Returns: what to do with it.
    public static func verdict(looks: Int64, isAskedFor: Bool, age: Duration) -> Verdict {
        if age >= still { return .read }
        if isAskedFor { return .readAndWatch }
        let isBeingWritten = age >= .zero && age < quiet
        return looks == 0 && !isBeingWritten ? .readAndWatch : .leave
    }
}

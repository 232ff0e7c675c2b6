/// What one look at one name found. Pure data: the catalogue decides in its transaction what follows.
public enum Examination: Hashable, Sendable {
    /// The name is there, and its stamp proves the bytes that the catalogue knows. Nothing was read.
    case unchanged(Stamp)
    /// The name is there and was read: stamp before and after reading were the same.
    case read(Reading)
    /// The name is there; the source is read by names only, so size and times are all there is.
    case named(Stamp)
    /// The name is there and its inode is the one of `row`, whose own name is gone: a rename. Nothing was read.
    case moved(row: File.ID, Stamp)
    /// The name is there and its inode is also the one of `row`, whose name is there too: a hard link. Nothing was read.
    case linked(row: File.ID, Stamp)
    /// The directory is the row's directory, and it holds no such name.
    case missing
    /// The name is there and is not ours to catalogue: a directory, a FIFO, too small, AppleDouble…
    case ignored(IgnoredReason, of: Stamp? = nil)
    /// The file is still changing: look again, not before that long.
    case unsettled(Stamp?, again: Duration)
    /// It changed while it was read, so what was read is of no moment: look again, soon.
    case torn(Stamp)
    /// A known file was cut to less than counts a moment ago: who rewrites a file in place does that first. Look
    /// again when the moment is over.
    case emptied(Stamp)
    /// This try failed; the catalogue backs off and records a problem.
    case failed(Failure)
    /// The source went away, or its identity no longer holds: keep the job, change nothing.
    case sourceAway(reason: String)

    /// A file that was read.
    public struct Reading: Hashable, Sendable {
        /// Its stamp, the same before and after.
        public var stamp: Stamp
        /// True when the stamp is so fresh that a further write could leave the same one: look again.
        public var isRacy: Bool
        /// True when somebody may still be writing it: look again, and show it as settling until then.
        public var isSettling = false
        /// Sampled identity.
        public var fingerprint: Fingerprint
        /// What the probe found; nil when no probe was needed, because the content is known.
        public var properties: Properties?
        /// What is wrong with the file though it was read: not audio, a lying length, a wrong extension.
        public var problems: [Problem]

        /// All values.
        public init(
            stamp: Stamp, isRacy: Bool, fingerprint: Fingerprint, properties: Properties?,
            problems: [Problem]
        ) {
            self.stamp = stamp
            self.isRacy = isRacy
            self.fingerprint = fingerprint
            self.properties = properties
            self.problems = problems
        }
    }

    /// A failed try.
    public struct Failure: Hashable, Sendable {
        /// What to show.
        public var problem: Problem
        /// Sampled identity where the bytes could be read before the failure; the file is then catalogued without properties.
        public var reading: Reading?
        /// False when another try cannot help until the file changes.
        public var isRetryable: Bool

        /// All values.
        public init(problem: Problem, reading: Reading? = nil, isRetryable: Bool) {
            self.problem = problem
            self.reading = reading
            self.isRetryable = isRetryable
        }
    }
}

/// Why a name that was looked at is not catalogued.
public enum IgnoredReason: Hashable, Sendable {
    /// A directory, FIFO, socket, device or symbolic link.
    case notRegular
    /// Smaller than `min_file_size`.
    case tooSmall
    /// A resource fork that macOS wrote beside the real file (magic 00 05 16 07).
    case appleDouble
    /// A rule of the configuration; `audiowatch why` names it.
    case excluded
}

/// A job, what came of it, and the evidence that the catalogue's transaction checks again.
public struct FinishedJob: Hashable, Sendable {
    /// The job as it was taken.
    public var job: Job
    /// What came of it.
    public var outcome: Outcome
    /// When the look began.
    public var examinedAt: CatalogTime
    /// The source's mount generation when the look began; a stale one proves nothing.
    public var mountGeneration: Int64
    /// When the look began, by the clock that ``UnreadWrites`` goes by.
    public var began: ContinuousClock.Instant

    /// What came of a job, by its kind.
    public enum Outcome: Hashable, Sendable {
        /// Of ``Job/Kind/examine``.
        case examined(Examination)
        /// Of ``Job/Kind/digest``: the stamp was `stamp` before and after every byte was read.
        case digested(Digest, stamp: Stamp)
        /// Of ``Job/Kind/count``, in the same way; nil seconds where no frame was found.
        case counted(seconds: Double?, stamp: Stamp)
    }

    /// All values.
    public init(
        job: Job, outcome: Outcome, examinedAt: CatalogTime, mountGeneration: Int64,
        began: ContinuousClock.Instant = .now
    ) {
        self.job = job
        self.outcome = outcome
        self.examinedAt = examinedAt
        self.mountGeneration = mountGeneration
        self.began = began
    }
}

/// Durable intent for one path: it survives a crash and leaves in the transaction that writes its result.
public struct Job: Hashable, Sendable {
    /// Row number of a job.
    public struct ID: RawRepresentable, Hashable, Sendable, Codable {
        /// The row number.
        public let rawValue: Int64
        /// Wraps a row number.
        public init(rawValue: Int64) { self.rawValue = rawValue }
    }

    /// What is to be done with the file.
    public enum Kind: Int64, Sendable, CaseIterable {
        /// Stat, fingerprint and probe, as far as each is needed; or prove that it is gone.
        case examine = 0
        /// Read every byte, to prove or refute that two contents are one.
        case digest = 1
        /// Count every frame, to make an estimated length exact.
        case count = 2
    }

    /// What goes first, in this order. Within one priority the newest job goes first.
    public enum Priority: Int64, Sendable, CaseIterable {
        /// The disk has just told of it: the user may be waiting.
        case live = 0
        /// Nobody is known to have closed it: see ``Settling``. Goes right after live ones, but its number is
        /// the greatest: any other wish for the same file ends the settling.
        case settling = 5
        /// Found by a reconcile.
        case scan = 1
        /// A retry, or a further look at a file whose folder or links have moved.
        case again = 2
        /// Names that seem to be gone: moves must be seen before deletions.
        case vanished = 3
        /// Whole files are read: only when nothing else waits.
        case digest = 4
    }

    /// Row number.
    public var id: ID
    /// What to do.
    public var kind: Kind
    /// The source that the directory belongs to.
    public var source: Source.ID
    /// Where the file stands.
    public var place: Place
    /// When it goes, among those that may.
    public var priority: Priority
    /// Grows each time the same job is asked for again; a result of an older one leaves the job in place.
    public var generation: Int64
    /// Tries that failed so far.
    public var attempts: Int64
    /// Looks so far that found it not to be complete.
    public var looks: Int64
    /// A sync point waits for it: it is examined now, complete or not.
    public var isAskedFor: Bool

    /// All values, as the catalogue holds them.
    public init(
        id: ID, kind: Kind, source: Source.ID, place: Place, priority: Priority, generation: Int64,
        attempts: Int64, looks: Int64 = 0, isAskedFor: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.source = source
        self.place = place
        self.priority = priority
        self.generation = generation
        self.attempts = attempts
        self.looks = looks
        self.isAskedFor = isAskedFor
    }
}

/// A wish for a job: becomes a new row, or bumps the generation (and raises the priority) of the one that exists.
public struct JobRequest: Hashable, Sendable {
    /// What to do.
    public var kind: Job.Kind
    /// The source that the directory belongs to.
    public var source: Source.ID
    /// Where the file stands.
    public var place: Place
    /// When it goes.
    public var priority: Job.Priority
    /// Not before this catalogue time; 0 for at once.
    public var notBefore: CatalogTime

    /// All values.
    public init(
        _ kind: Job.Kind, source: Source.ID, place: Place, priority: Job.Priority,
        notBefore: CatalogTime = CatalogTime(microseconds: 0)
    ) {
        self.kind = kind
        self.source = source
        self.place = place
        self.priority = priority
        self.notBefore = notBefore
    }
}

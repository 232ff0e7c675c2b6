/// Everything the outside may ask of a running daemon: filled by the daemon, called by its HTTP routes.
///
/// Every closure may throw ``ControlError``; anything else that is thrown is an internal error. All of
/// them are cancelled when the asking client goes away.
public struct DaemonControl: Sendable {
    /// The daemon's state; cheap enough to be asked every second.
    public var status: @Sendable () async throws -> StatusReport
    /// The latest raw changes and what was decided of each, the oldest first.
    public var changes: @Sendable () async throws -> [ChangeRecord]
    /// The files that are worked on at this moment.
    public var work: @Sendable () async throws -> WorkReport
    /// Begins a scan of sources or of single folders and returns at once.
    public var scan: @Sendable (ScanRequest) async throws -> ScanTicket
    /// The sync point: ends when everything the disk held before the call is in the catalogue, or at the
    /// time limit. Starts no scan itself. With a ticket it ends after that scan and what it found.
    public var wait: @Sendable (WaitRequest) async throws -> WaitResult
    /// Begins an orderly end of the daemon and returns at once, so that the answer still gets out.
    public var stop: @Sendable () async throws -> StopAnswer
    /// No further work for so long, or until ``resume``.
    public var pause: @Sendable (Duration?) async throws -> PauseState
    /// Work again.
    public var resume: @Sendable () async throws -> PauseState
    /// Tries the file of a problem again at once.
    public var retryProblem: @Sendable (Int64) async throws -> RetryAnswer
    /// Has the desktop's file manager show the file or folder at an absolute path.
    public var reveal: @Sendable (PathText) async throws -> RevealAnswer
    /// Who plays through this machine's sound cards.
    public var soundCards: @Sendable () async throws -> SoundCardReport
    /// Forgets rows of deleted files, as the user asked.
    public var prune: @Sendable (PruneRequest) async throws -> PruneReport
    /// Counts the catalogue's totals anew and mends those that are wrong.
    public var recount: @Sendable () async throws -> RecountReport
    /// Records what the user decided of a group of duplicates; ends when it is on disk.
    public var decide: @Sendable (VerdictRequest) async throws -> VerdictAnswer
    /// Records what outside tools say of contents, line by line; ends when it is on disk.
    public var annotate: @Sendable (AnnotationBatch) async throws -> AnnotationReport
    /// Reads the configuration file again; ends when what it says is done.
    public var reload: @Sendable () async throws -> ReloadAnswer
    /// Edits the sources of the configuration file; each ends when the edit is in force.
    public var sources: Sources

    /// What may be asked of the sources.
    public struct Sources: Sendable {
        /// Has a folder watched.
        public var add: @Sendable (AddSourceRequest) async throws -> SourceAnswer
        /// Has a source watched no longer; its rows are kept.
        public var remove: @Sendable (RemoveSourceRequest) async throws -> SourceAnswer
        /// Changes a key of a source.
        public var set: @Sendable (SetSourceRequest) async throws -> SourceAnswer
        /// What is to be said of a folder before it is added; nothing is changed.
        public var check: @Sendable (String) async throws -> FolderAdvice

        /// All closures.
        public init(
            add: @escaping @Sendable (AddSourceRequest) async throws -> SourceAnswer,
            remove: @escaping @Sendable (RemoveSourceRequest) async throws -> SourceAnswer,
            set: @escaping @Sendable (SetSourceRequest) async throws -> SourceAnswer,
            check: @escaping @Sendable (String) async throws -> FolderAdvice
        ) {
            (self.add, self.remove, self.set, self.check) = (add, remove, set, check)
        }
    }

    /// All closures.
    public init(
        status: @escaping @Sendable () async throws -> StatusReport,
        changes: @escaping @Sendable () async throws -> [ChangeRecord],
        work: @escaping @Sendable () async throws -> WorkReport,
        scan: @escaping @Sendable (ScanRequest) async throws -> ScanTicket,
        wait: @escaping @Sendable (WaitRequest) async throws -> WaitResult,
        stop: @escaping @Sendable () async throws -> StopAnswer,
        pause: @escaping @Sendable (Duration?) async throws -> PauseState,
        resume: @escaping @Sendable () async throws -> PauseState,
        retryProblem: @escaping @Sendable (Int64) async throws -> RetryAnswer,
        reveal: @escaping @Sendable (PathText) async throws -> RevealAnswer,
        soundCards: @escaping @Sendable () async throws -> SoundCardReport,
        prune: @escaping @Sendable (PruneRequest) async throws -> PruneReport,
        recount: @escaping @Sendable () async throws -> RecountReport,
        decide: @escaping @Sendable (VerdictRequest) async throws -> VerdictAnswer,
        annotate: @escaping @Sendable (AnnotationBatch) async throws -> AnnotationReport,
        reload: @escaping @Sendable () async throws -> ReloadAnswer, sources: Sources
    ) {
        self.status = status
        self.changes = changes
        self.work = work
        self.scan = scan
        self.wait = wait
        self.stop = stop
        self.pause = pause
        self.resume = resume
        self.retryProblem = retryProblem
        self.reveal = reveal
        self.soundCards = soundCards
        self.prune = prune
        self.recount = recount
        self.decide = decide
        self.annotate = annotate
        self.reload = reload
        self.sources = sources
    }
}

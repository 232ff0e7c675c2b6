public import AudiowatchCore

/// Everything the catalogue knows of one file and its content.
public struct FileDetails: Hashable, Sendable, Encodable {
    /// The content, the `id` of the view `audio_files`; nil when the file was never read.
    public var id: Content.ID?
    /// The file.
    public var file: File.ID
    /// Its absolute path, for reading.
    public var path: String
    /// The exact bytes of the path in base64, only where reading changed them.
    public var pathBase64: String?
    /// Name of its source.
    public var source: String
    /// `online`, `degraded`, `offline` or `disabled`.
    public var sourceState: String
    /// Bytes.
    public var size: Int64
    /// Last change of the bytes, seconds since 1970 UTC.
    public var modifiedAt: Double
    /// When the catalogue last looked at it.
    public var examinedAt: Double
    /// When an older catalogue knew its content first, seconds since 1970 UTC; nil where none is known to have.
    public var firstSeenAt: Double?
    /// When it was found to be gone; nil for a present file.
    public var deletedAt: Double?
    /// Sampled identity of the content, sixteen hex digits.
    public var fingerprint: String?
    /// Full identity, where it had to be computed; thirty-two hex digits.
    public var digest: String?
    /// What a probe read.
    public var properties: Properties
    /// Beats a minute, and where that is from: a name is first of all its own.
    public var tempo: Told<Double>?
    /// Its key, and where that is from.
    public var key: Told<MusicalKey>?
    /// Labels that outside tools gave its content.
    public var labels: [String]
    /// The other present paths with these bytes.
    public var copies: [DuplicateMember]
    /// Other contents with this fingerprint and size, of which not every one has been read whole yet.
    public var unverified: [Content.ID]
    /// The group of near duplicates it stands in, itself among the members.
    public var near: NearGroup?
    /// What is wrong with the file.
    public var problems: [ProblemRow]
    /// What is still to be done with it.
    public var jobs: [WaitingJob]
    /// What happened to it, the oldest first; as far back as the bounded record goes.
    public var history: [ActivityRow]

    private enum CodingKeys: String, CodingKey {
        case id, file, path
        case pathBase64 = "path_base64"
        case source, sourceState, size, modifiedAt, examinedAt, firstSeenAt, deletedAt, fingerprint,
            digest
        case properties, tempo, key, labels, copies, unverified, near, problems, jobs, history
    }
}

/// A job of one file.
public struct WaitingJob: Hashable, Sendable, Encodable {
    /// `examine`, `digest` or `count`.
    public var kind: String
    /// Not before this time, seconds since 1970 UTC; 0 for at once.
    public var notBefore: Double
    /// Tries that failed.
    public var attempts: Int
    /// Why the last one did.
    public var lastError: String?
    /// The file may still be being written: it is looked at when it rests, or is closed.
    public var isSettling: Bool
}

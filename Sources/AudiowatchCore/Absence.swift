/// What is known when a name seems gone, and whether that proves enough to mark its row deleted. Pure; the
/// transaction that marks it asks.
///
/// An empty folder where a drive should be, a listing that broke off, a look older than the row: none of
/// them proves anything, and a library that is wiped on such evidence is the worst that can happen.
public struct Absence: Hashable, Sendable {
    /// What the disk said of the name.
    public enum Answer: String, Hashable, Sendable, CaseIterable {
        /// There is no such name, or none that is ours to catalogue.
        case noSuchName
        /// It is there.
        case stands
        /// The disk did not say.
        case unknown
    }

    /// Why a row is kept.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Another directory was asked than the row's own.
        case otherDirectory
        /// The name is there, or the disk did not say.
        case notAbsent
        /// The listing broke off.
        case partialListing
        /// A mount has changed since the look, or the source is not to be seen.
        case mountsChanged
        /// The row was examined after the look.
        case examinedLater
    }

    /// What follows.
    public enum Verdict: Hashable, Sendable {
        /// Mark the row deleted.
        case delete
        /// Keep it.
        case keep(Reason)
    }

    /// The directory that was asked is the row's own, by its inode where that counts.
    public var isRowsDirectory: Bool
    /// What the disk said.
    public var answer: Answer
    /// False when the name is missing in a listing that broke off.
    public var isWhole: Bool
    /// When the look began.
    public var lookedAt: CatalogTime
    /// When the row was last examined.
    public var examinedAt: CatalogTime
    /// Mount generation of the source when the look began.
    public var generationThen: Int64
    /// And now; nil for a source that nobody watches any more.
    public var generationNow: Int64?

    /// All values; by default the directory itself was asked, whole, and has no such name.
    public init(
        isRowsDirectory: Bool = true, answer: Answer = .noSuchName, isWhole: Bool = true,
        lookedAt: CatalogTime, examinedAt: CatalogTime, generationThen: Int64, generationNow: Int64?
    ) {
        self.isRowsDirectory = isRowsDirectory
        self.answer = answer
        self.isWhole = isWhole
        self.lookedAt = lookedAt
        self.examinedAt = examinedAt
        self.generationThen = generationThen
        self.generationNow = generationNow
    }

    /// Decides.
    public var verdict: Verdict {
        if generationNow != generationThen { return .keep(.mountsChanged) }
        if !isRowsDirectory { return .keep(.otherDirectory) }
        if answer != .noSuchName { return .keep(.notAbsent) }
        if !isWhole { return .keep(.partialListing) }
        if examinedAt >= lookedAt { return .keep(.examinedLater) }
        return .delete
    }
}

/// What the user decided of a group of duplicates.
public enum Verdict: String, Sendable, Codable, CaseIterable {
    /// One of them stays; the others may go.
    case keep
    /// All of them stay, for good.
    case notDuplicate = "not_duplicate"
    /// Not now.
    case later
}

/// Which group a verdict is of.
public enum DuplicateGroupID: Hashable, Sendable {
    /// The files of a content: equal in every byte.
    case exact(Content.ID)
    /// The contents that are alike to this one, which leads them.
    case near(leader: Content.ID)
}

/// A verdict to be recorded, or with none to be taken back.
public struct VerdictRequest: Hashable, Sendable {
    /// The group.
    public var group: DuplicateGroupID
    /// What was decided; nil takes it back.
    public var verdict: Verdict?
    /// The file to keep: a present one of the group. Only of ``Verdict/keep``, which takes one.
    public var file: File.ID?
    /// Of a near group the contents that were seen; whoever joins it later has not been judged. Nil for all.
    public var members: Set<Content.ID>?

    /// All values.
    public init(
        group: DuplicateGroupID, verdict: Verdict?, file: File.ID? = nil,
        members: Set<Content.ID>? = nil
    ) {
        self.group = group
        self.verdict = verdict
        self.file = file
        self.members = members
    }
}

/// What came of a ``VerdictRequest``.
public enum VerdictOutcome: Hashable, Sendable {
    /// It is on disk.
    case recorded
    /// The catalogue has no such group now.
    case noSuchGroup
    /// The file to keep is not among the group's present ones.
    case notInGroup
}

/// A verdict, as it stands.
public struct VerdictAnswer: Hashable, Sendable, Codable {
    /// What was decided; nil when nothing is.
    public var verdict: Verdict?
    /// The file that stays.
    public var file: File.ID?

    /// All values.
    public init(verdict: Verdict?, file: File.ID? = nil) {
        self.verdict = verdict
        self.file = file
    }
}

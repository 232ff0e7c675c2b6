/// What a user looks for, understood: every clause must hold, and of a clause any one term.
///
/// `kick format:wav OR format:aiff -loop` is three clauses. The one grammar of command line, API and page;
/// ``init(parsing:)`` reads it, ``description`` writes it, and each undoes the other.
public struct SearchQuery: Hashable, Sendable {
    /// All of these must hold; none finds everything.
    public var clauses: [Clause]

    /// Terms with `OR` between them.
    public struct Clause: Hashable, Sendable {
        /// At least one.
        public var terms: [Term]

        /// Any of `terms`.
        public init(_ terms: [Term]) {
            self.terms = terms
        }
    }

    /// One word, phrase or operator.
    public struct Term: Hashable, Sendable {
        /// True when a `-` stands before it: what it says must not hold.
        public var isExcluded: Bool
        /// What it says.
        public var test: Test

        /// Takes both.
        public init(_ test: Test, isExcluded: Bool = false) {
            self.test = test
            self.isExcluded = isExcluded
        }
    }

    /// What one term says of a content.
    public enum Test: Hashable, Sendable {
        /// A text stands in one of its texts.
        case text(SearchedText, in: TextField)
        /// Its format, lower case.
        case format(String)
        /// One of its files is in the source of this name.
        case source(String)
        /// A number of it lies in a range; an unknown number lies in none.
        case number(NumberField, NumberRange)
        /// One of its files was changed at such a time.
        case modified(TimeRange)
        /// Its key.
        case key(MusicalKey)
        /// It has this label, whole.
        case label(SearchedText)
        /// It is in a state.
        case state(FileStateWord)
    }

    /// All clauses.
    public init(_ clauses: [Clause] = []) {
        self.clauses = clauses
    }

    /// True when deleted files are asked for; otherwise only present ones are.
    public var isOfDeleted: Bool {
        clauses.contains { clause in
            clause.terms.contains { !$0.isExcluded && $0.test == .state(.deleted) }
        }
    }

    /// True when it asks for rows that are deleted or still changing, which the database alone knows: no index
    /// answers, and nothing is counted.
    public var isForDatabase: Bool {
        clauses.contains { clause in
            clause.terms.contains {
                $0.test == .state(.deleted) || $0.test == .state(.settling)
            }
        }
    }

    /// Adds a clause of one or more alternatives; no terms add nothing.
    public mutating func require(_ tests: [Test]) {
        guard !tests.isEmpty else { return }
        clauses.append(Clause(tests.map { Term($0) }))
    }

    /// Adds bounds of length in seconds, both in the range; a nil one is open.
    public mutating func require(minimum: Double?, maximum: Double?) {
        guard minimum != nil || maximum != nil else { return }
        let range = NumberRange(
            lower: minimum.map { NumberRange.Bound($0) },
            upper: maximum.map { NumberRange.Bound($0) })
        require([.number(.duration, range)])
    }
}

/// Where a text may stand. The raw value is the operator's name; words without one stand anywhere.
public enum TextField: String, Hashable, Sendable, CaseIterable {
    /// File name, folder, or any tag.
    case anywhere = ""
    /// File name.
    case name
    /// Folder, from the source's own folder on.
    case folder = "dir"
    /// Folder and file name, with a slash between.
    case path
    /// Title in the file's tags.
    case title
    /// Artist in the tags.
    case artist
    /// Album in the tags.
    case album
    /// Any of the tags.
    case tag
}

/// A number that can be asked for. The raw value is the operator's name.
public enum NumberField: String, Hashable, Sendable, CaseIterable {
    /// Length in seconds.
    case duration = "dur"
    /// Samples a second.
    case sampleRate = "rate"
    /// Channels.
    case channels
    /// Bits a sample.
    case bitDepth = "bits"
    /// Bytes.
    case size
    /// Beats a minute.
    case tempo = "bpm"
    /// Present files with these bytes, this one among them.
    case copies
}

/// States that `is:` knows.
public enum FileStateWord: String, Hashable, Sendable, CaseIterable {
    /// More than one present file has these bytes.
    case duplicate
    /// All its files are in sources that are away.
    case offline
    /// It could not be read as audio.
    case broken
    /// It shares a fingerprint with another content and is not yet proved equal or different.
    case unverified
    /// It belongs to a group of near duplicates.
    case near
    /// Its length is an estimate.
    case estimated
    /// No present file of it is in a source whose role is backup.
    case unbacked
    /// Its bytes contradict its header.
    case suspect
    /// Only deleted files have it.
    case deleted
    /// It is still changing.
    case settling

    /// What it asks for, in one sentence.
    public var meaning: String {
        switch self {
        case .duplicate: "More than one present file has these bytes."
        case .offline: "All its files are in sources that are away."
        case .broken: "It could not be read as audio."
        case .unverified: "It may equal another one, and is not compared yet."
        case .near: "Others have nearly its name and its length."
        case .estimated: "Its length is an estimate, from a bit rate."
        case .unbacked: "No present file of it is in a backup source."
        case .suspect: "Its bytes contradict its header."
        case .deleted: "Only deleted files have it; without this word they are left out."
        case .settling: "It is still being written."
        }
    }
}

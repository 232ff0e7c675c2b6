/// A content, or a file that was never read, as a search sees it: what the terms of a query are held against.
///
/// This is the meaning of the grammar, one content at a time. An index answers faster and must answer the same.
public struct SearchSubject: Hashable, Sendable {
    /// One of its files.
    public struct File: Hashable, Sendable {
        /// Its name.
        public var name: SearchedText
        /// Its folder, from the source's own folder on.
        public var folder: SearchedText
        /// Its source's name.
        public var source: String
        /// Last change, seconds since 1970 UTC.
        public var modified: Double

        /// All values.
        public init(name: SearchedText, folder: SearchedText, source: String, modified: Double) {
            self.name = name
            self.folder = folder
            self.source = source
            self.modified = modified
        }
    }

    /// Its files in configured sources: the present ones, or where there is none the deleted ones.
    public var files: [File]
    /// Title, artist and album, and all further tags as ``TextField/tag``.
    public var tags: [(field: TextField, text: SearchedText)]
    /// Its format, lower case.
    public var format: String?
    /// What is known of its numbers; of its tempo as ``ToldSound`` says.
    public var numbers: [NumberField: Double]
    /// Its key.
    public var key: MusicalKey?
    /// Labels that somebody gave it, as they are compared.
    public var labels: Set<SearchedText>
    /// What holds for it.
    public var states: Set<FileStateWord>

    /// All values.
    public init(
        files: [File], tags: [(field: TextField, text: SearchedText)] = [], format: String? = nil,
        numbers: [NumberField: Double] = [:], key: MusicalKey? = nil,
        labels: Set<SearchedText> = [], states: Set<FileStateWord> = []
    ) {
        self.files = files
        self.tags = tags
        self.format = format
        self.numbers = numbers
        self.key = key
        self.labels = labels
        self.states = states
    }

    /// Equal in every value.
    public static func == (left: SearchSubject, right: SearchSubject) -> Bool {
        left.files == right.files && left.format == right.format && left.numbers == right.numbers
            && left.key == right.key && left.labels == right.labels && left.states == right.states
            && left.tags.elementsEqual(right.tags) { $0.field == $1.field && $0.text == $1.text }
    }

    /// By files and format: enough to tell most apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(files)
        hasher.combine(format)
    }
}

extension SearchSubject {
    /// Lengths are compared in steps of a tenth of a millisecond, less than five samples of 44.1 kHz: as
    /// fine as anybody asks, and small enough for a million of them.
    private static let stepsPerSecond = 10_000.0

    /// A length in seconds as a number of steps.
    public static func steps(_ seconds: Double) -> Int64 {
        Int64(min(max(seconds, 0), 1e12) * stepsPerSecond + 0.5)
    }

    /// A number of steps in seconds.
    public static func length(_ steps: Int64) -> Double {
        Double(steps) / stepsPerSecond
    }
}

/// The moment a search is asked at.
public struct SearchMoment: Hashable, Sendable {
    /// Seconds since 1970 UTC.
    public var now: Double
    /// Seconds that local time is ahead of UTC.
    public var offset: Double

    /// Takes both.
    public init(now: Double, offset: Double) {
        self.now = now
        self.offset = offset
    }
}

extension SearchQuery {
    /// True when the subject is one that is looked for. Deleted ones are, only if the query says `is:deleted`.
    public func matches(_ subject: SearchSubject, at moment: SearchMoment) -> Bool {
        guard isOfDeleted || !subject.states.contains(.deleted) else { return false }
        return clauses.allSatisfy { clause in
            clause.terms.contains { $0.test.holds(for: subject, at: moment) != $0.isExcluded }
        }
    }
}

extension SearchQuery.Test {
    /// True when it holds; words may stand in any file of the subject.
    public func holds(for subject: SearchSubject, at moment: SearchMoment) -> Bool {
        switch self {
        case .text(let text, let field):
            return subject.files.contains { $0.holds(text, in: field) }
                || subject.tags.contains { tag in
                    (field == .anywhere || field == .tag || field == tag.field)
                        && tag.text.contains(text)
                }
        case .format(let format): return subject.format == format
        case .source(let name): return subject.files.contains { $0.source == name }
        case .number(let field, let range):
            return subject.numbers[field].map(range.contains) ?? false
        case .modified(let range):
            return subject.files.contains {
                range.contains($0.modified, now: moment.now, offset: moment.offset)
            }
        case .key(let key): return subject.key == key
        case .label(let label): return subject.labels.contains(label)
        case .state(let word): return subject.states.contains(word)
        }
    }
}

extension SearchQuery {
    /// Which of a content's `count` files to show: the one in which most of the terms that speak of files hold,
    /// of equal ones `first` where it is given, else the earliest. A file is asked for only while another one
    /// may be better.
    public func best(
        of count: Int, first: Int?, _ file: (Int) -> SearchSubject.File
    ) -> Int {
        let terms = clauses.flatMap(\.terms).filter { !$0.isExcluded && $0.speaksOfFiles }
        var best = (place: first ?? 0, merit: -1)
        let order = (first.map { [$0] } ?? []) + (0..<max(count, 0)).filter { $0 != first }
        for place in order where count > 1 && best.merit < terms.count {
            let file = file(place)
            let merit = terms.count(where: file.holds)
            if merit > best.merit { best = (place, merit) }
        }
        return best.place
    }
}

extension SearchQuery.Term {
    fileprivate var speaksOfFiles: Bool {
        switch test {
        case .text(_, let field): [.anywhere, .name, .folder, .path].contains(field)
        case .source: true
        default: false
        }
    }
}

extension SearchSubject.File {
    fileprivate func holds(_ term: SearchQuery.Term) -> Bool {
        switch term.test {
        case .text(let text, let field): holds(text, in: field)
        case .source(let name): source == name
        default: false
        }
    }

    func holds(_ text: SearchedText, in field: TextField) -> Bool {
        switch field {
        case .anywhere: name.contains(text) || folder.contains(text)
        case .name: name.contains(text)
        case .folder: folder.contains(text)
        case .path: SearchedText(folder: folder, name: name).contains(text)
        case .title, .artist, .album, .tag: false
        }
    }
}

public import AudiowatchCore
import GRDB
public import SystemPackage

/// The questions that the command line and the page ask: one function a question, one consistent state an answer.
///
/// Everything here blocks; call it off the cooperative pool. Each function throws ``CatalogError`` when
/// the database cannot be read. Sources that the configuration no longer names are left out, files of
/// sources that are away are not.
extension Catalog {
    /// The catalogue's figures.
    public func stats() throws(CatalogError) -> CatalogStats {
        try read { try CatalogStats($0) }
    }

    /// Totals, queue and problems in numbers: quick enough to be asked every second.
    public func counts() throws(CatalogError) -> CatalogCounts {
        try read { try CatalogCounts($0) }
    }

    /// Hands over each row that a search finds, one at a time, until `take` says false.
    /// Nothing is kept, so the answer may have any length.
    public func search(
        _ request: SearchRequest, at moment: SearchMoment, _ take: (SearchHit) -> Bool
    ) throws(CatalogError) {
        try read { try Search($0, request, at: moment).run(take) }
    }

    /// One page of a search: at most `request.limit` rows, or `size` where the request has no limit.
    public func searchPage(
        _ request: SearchRequest, at moment: SearchMoment, size: Int = 100
    ) throws(CatalogError) -> SearchPage {
        var wider = request
        let limit = max(0, min(request.limit ?? size, Int.max - 1))
        // One more than asked for tells whether there is a next page.
        wider.limit = limit + 1
        var hits: [SearchHit] = []
        try search(wider, at: moment) { hit in
            hits.append(hit)
            return true
        }
        let hasMore = hits.count > limit
        hits = Array(hits.prefix(limit))
        return SearchPage(hits: hits, next: hasMore ? hits.last?.cursor : nil)
    }

    /// Hands over each row that a search finds, in the order of their numbers, `size` of them from one consistent
    /// state: whoever takes them slowly keeps no state of the database from being given up, which would make its
    /// log grow. A row that changes meanwhile may be told as it was or as it is, never twice.
    public func searchInPages(
        _ request: SearchRequest, at moment: SearchMoment, size: Int = 1_000,
        _ take: (SearchHit) throws -> Void
    ) throws {
        var rest = request
        while rest.limit.map({ $0 > 0 }) ?? true {
            var part = rest
            part.limit = min(rest.limit ?? size, size)
            let page = try searchPage(part, at: moment)
            for hit in page.hits { try take(hit) }
            guard let next = page.next else { return }
            rest.after = next
            rest.limit = rest.limit.map { $0 - page.hits.count }
        }
    }

    /// The page that an index's answer names, with everything that is shown of its rows.
    public func page(
        _ answer: SearchAnswer, of question: SearchQuestion, at moment: SearchMoment
    ) throws(CatalogError) -> SearchPage {
        let hits = try read { db in
            let search = try Search(
                db, SearchRequest(question.query), at: moment, isFoundAlready: true)
            return try search.hits(answer)
        }
        let passed = answer.offset + answer.rows.count
        let isLast = passed >= answer.total
        return SearchPage(
            hits: hits,
            next: isLast ? nil : answer.rows.last.map { SearchCursor($0, passed: passed) },
            total: answer.total, offset: answer.offset)
    }

    /// The page that a question asks for, found without an index: everything is looked at, as long as that
    /// may take.
    public func page(
        _ question: SearchQuestion, at moment: SearchMoment
    ) throws(CatalogError) -> SearchPage {
        guard question.order != .number || question.isDescending || question.offset > 0 else {
            return try searchPage(
                SearchRequest(
                    question.query, after: question.after.map { SearchCursor($0) }),
                at: moment, size: question.limit)
        }
        var found = OrderedHits(question)
        try search(SearchRequest(question.query), at: moment) { hit in
            found.add(hit)
            return true
        }
        return found.page
    }

    /// Hands over each group of exact duplicates that is asked for, until `take` says false; with no question all
    /// of them, the most bytes to free first.
    public func duplicates(
        _ question: DuplicateQuestion = DuplicateQuestion(), _ take: (DuplicateGroup) -> Bool
    ) throws(CatalogError) {
        try read { try Duplicates($0).run(question, take) }
    }

    /// One page of exact duplicates.
    public func duplicatePage(
        _ question: DuplicateQuestion = DuplicateQuestion(), size: Int
    ) throws(CatalogError) -> DuplicatePage {
        try read { db in
            var groups: [DuplicateGroup] = []
            try Duplicates(db).run(question) { group in
                groups.append(group)
                return groups.count <= size
            }
            let hasMore = groups.count > size
            groups = Array(groups.prefix(max(0, size)))
            return DuplicatePage(
                groups: groups, next: hasMore ? groups.last?.place : nil,
                decided: try Verdicts(db).exactCounts())
        }
    }

    /// Hands over each group of near duplicates of these verdicts: close ones, then loose ones, then common names,
    /// until `take` says false.
    public func nearDuplicates(
        decided: DuplicateQuestion.Decided = .all, _ take: (NearGroup) -> Bool
    ) throws(CatalogError) {
        try read { try NearDuplicates($0).run(decided: decided, take) }
    }

    /// One page of near duplicates.
    public func nearPage(
        size: Int, after: NearCursor? = nil, decided: DuplicateQuestion.Decided = .all
    ) throws(CatalogError) -> NearPage {
        try read { db in
            let near = try NearDuplicates(db)
            var groups: [NearGroup] = []
            try near.run(after: after, decided: decided) { group in
                groups.append(group)
                return groups.count <= size
            }
            let hasMore = groups.count > size
            groups = Array(groups.prefix(max(0, size)))
            return NearPage(
                groups: groups, next: hasMore ? groups.last?.place : nil,
                decided: try near.counts())
        }
    }

    /// Hands over each problem, the newest first, until `take` says false.
    public func problems(
        before: Int64? = nil, _ take: (ProblemRow) -> Bool
    ) throws(CatalogError) {
        try read { try Problems($0).run(before: before, take) }
    }

    /// One page of problems.
    public func problemPage(size: Int, before: Int64? = nil) throws(CatalogError) -> ProblemPage {
        var rows: [ProblemRow] = []
        try problems(before: before) { row in
            rows.append(row)
            return rows.count <= size
        }
        let hasMore = rows.count > size
        rows = Array(rows.prefix(max(0, size)))
        return ProblemPage(problems: rows, next: hasMore ? rows.last?.id : nil)
    }

    /// Everything known of one file; nil when the catalogue has no such file.
    public func show(_ reference: FileReference) throws(CatalogError) -> FileDetails? {
        try read { try Show($0).details(of: reference) }
    }

    /// What is still to be done at an absolute path; a file that is being written for the first time has a job
    /// and no row yet.
    public func jobs(at path: FilePath) throws(CatalogError) -> [WaitingJob] {
        try read { try Show($0).jobs(at: path) }
    }

    /// What happened lately, the newest first; with `before`, only older lines.
    public func activity(
        _ limit: Int, before: Int64? = nil
    ) throws(CatalogError) -> [ActivityRow] {
        try read { try Activity(db: $0).latest(max(0, limit), before: before) }
    }

    /// What the catalogue knows of an absolute path.
    public func isKnown(_ path: FilePath) throws(CatalogError) -> KnownPath {
        try read { try FileLookup($0).find(path) }
    }

    /// Examines the whole database; takes seconds on a large one.
    public func doctorFigures() throws(CatalogError) -> DoctorFigures {
        try read { try DoctorFigures($0) }
    }

    /// Watches that watching every directory of the configured sources takes.
    public func watchesNeeded() throws(CatalogError) -> Int {
        try read { try DoctorFigures.directories($0) }
    }

    /// Present files of sources that are seen, picked at random, for comparing with the disk.
    public func sample(_ count: Int) throws(CatalogError) -> [SampledFile] {
        try read { try SampledFile.pick(max(0, count), $0) }
    }

    /// What a prune would forget: rows that were deleted before `cutoff`.
    public func countPrunable(deletedBefore cutoff: CatalogTime) throws(CatalogError) -> PruneReport
    {
        try read { try Prune($0, deletedBefore: cutoff).count() }
    }
}

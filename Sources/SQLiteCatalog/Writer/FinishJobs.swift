import AudiowatchCore
import GRDB

/// A result with how its job stands in the queue.
struct Evidence {
    var job: Job
    /// When the look began.
    var examinedAt: Int64
    /// Mount generation of the source when the look began.
    var mountGeneration: Int64
    var standing: JobRows.Standing
    var jitter: Double

    var place: Place { job.place }
    /// The disk told of it; a scan did not find it.
    var isLive: Bool {
        standing.priority == Job.Priority.live.rawValue
            || [.live, .settling, .vanished].contains(job.priority)
    }
}

extension Edit {
    /// Applies one result. What came for a job that is done already changes nothing.
    func finish(_ finished: FinishedJob, jitter: Double) throws {
        guard let standing = try JobRows.standing(of: finished.job, in: db) else { return }
        let evidence = Evidence(
            job: finished.job, examinedAt: finished.examinedAt.microseconds,
            mountGeneration: finished.mountGeneration, standing: standing, jitter: jitter)
        switch finished.outcome {
        case .examined(let examination): try finish(examination, evidence)
        case .digested(let digest, let stamp): try digested(digest, stamp, evidence)
        case .counted(let seconds, let stamp): try counted(seconds, stamp, evidence)
        }
    }

    private func finish(_ examination: Examination, _ evidence: Evidence) throws {
        switch examination {
        case .sourceAway: return try rest(evidence)
        case .missing: return try vanished(evidence)
        case .ignored(_, let stamp):
            // Other names of it are in the catalogue, perhaps, and were told nothing.
            if let stamp { unnamed.insert(Inode(stamp)) }
            return try vanished(evidence)
        case .torn: return try torn(evidence)
        case .emptied: return try later(evidence, after: Edit.emptyPause, evidence.standing)
        case .unsettled(let stamp, let again):
            return try unsettled(stamp, again, evidence)
        case .failed(let failure): return try failed(failure, evidence)
        case .unchanged, .read, .named, .moved, .linked: break
        }
        // Seen by a directory that lost its place meanwhile: nobody knows yet where this file stands.
        guard let folder = try folder(evidence.place.directory), !folder.isGone else {
            return try redo(evidence)
        }
        let source = folder.source
        switch examination {
        case .unchanged(let stamp): try unchanged(stamp, source, evidence)
        case .read(let reading): try read(reading, source, evidence)
        case .named(let stamp): try named(stamp, source, evidence)
        case .moved(let row, let stamp): try moved(row, stamp, source, evidence)
        case .linked(let row, let stamp): try linked(row, stamp, source, evidence)
        case .missing, .ignored, .unsettled, .torn, .emptied, .failed, .sourceAway: break
        }
    }

    /// The job is done, unless it was asked for again since it was taken.
    func done(_ evidence: Evidence) throws {
        guard evidence.standing.isCurrent else { return }
        try JobRows.delete(evidence.job.id, in: db)
    }

    /// Nothing was seen of the file. A job below a directory that is away rests until that returns; one of a
    /// source that is away stays as it is, and is not handed out.
    private func rest(_ evidence: Evidence) throws {
        guard let folder = try folder(evidence.place.directory), folder.isAway else { return }
        try JobRows.rest(evidence.job.id, in: db)
    }

    /// The job waits for a later look.
    func later(
        _ evidence: Evidence, after pause: Duration, _ standing: JobRows.Standing,
        as priority: Job.Priority = .again, error: String? = nil
    ) throws {
        guard evidence.standing.isCurrent else { return }
        let time = CatalogTime(microseconds: at).advanced(by: pause)
        try JobRows.postpone(
            evidence.job.id, to: time.microseconds, as: priority, standing, error: error, in: db)
    }

    /// The rows are not those that the look was based on: look again, soon, but not for ever.
    func redo(_ evidence: Evidence) throws {
        var standing = evidence.standing
        standing.attempts += 1
        guard standing.attempts < RetryPolicy.limit else { return try done(evidence) }
        try later(evidence, after: .milliseconds(50 << standing.attempts), standing)
    }

    /// Longest pause between two looks at a file that keeps changing: a recording of hours.
    private static let longestPause: Duration = .seconds(60)

    /// Looks after which a directory without a place, last seen half a minute ago, is not coming back.
    private static let patience: Int64 = 5

    /// Looks again, ever more rarely. Without a stamp the file's folder was not where it should be.
    func unsettled(
        _ stamp: Stamp?, _ again: Duration, _ evidence: Evidence
    ) throws {
        var standing = evidence.standing
        if stamp == nil, standing.looks >= Edit.patience,
            try folder(evidence.place.directory)?.isGone != false
        {
            return try vanished(evidence)
        }
        let pause = min(again * (1 << min(standing.looks, 10)), Edit.longestPause)
        standing.looks += 1
        try later(evidence, after: pause, standing, as: stamp == nil ? .again : .settling)
    }

    /// Looks again soon, since nothing is known of it and somebody may wait; a file that is torn again and
    /// again is being written, and from then on it has to hold still first.
    private func torn(_ evidence: Evidence) throws {
        var standing = evidence.standing
        // Earlier looks at a file that was left alone say nothing of this one.
        if standing.priority == Job.Priority.settling.rawValue { standing.looks = 0 }
        let pause = Edit.tornPause * (1 << min(standing.looks, 10))
        standing.looks += 1
        let isWritten = standing.looks >= Edit.tornLooks
        try later(
            evidence, after: min(pause, Edit.longestPause), standing,
            as: isWritten ? .settling : .again)
    }

    /// How long a file that was emptied is left alone; longer than ``Settling/quiet``.
    private static let emptyPause: Duration = .seconds(1)
    /// How long a file that changed under our eyes is left alone at first; it doubles.
    private static let tornPause: Duration = .seconds(1)
    /// A file found torn so often is being written; a sync point waits for one look less.
    private static let tornLooks: Int64 = 3

    private func vanished(_ evidence: Evidence) throws {
        // Without proof, or when somebody has asked since, the job stays and is done anew.
        guard isCurrent(evidence.mountGeneration, of: evidence.job.source),
            evidence.standing.isCurrent
        else { return }
        if let row = try liveFile(at: evidence.place) {
            // The examination proved that it asked the row's own directory.
            let absence = absence(
                of: row, lookedAt: evidence.examinedAt, evidence.mountGeneration,
                in: evidence.job.source)
            switch absence.verdict {
            case .delete: try markDeleted(row, isLive: evidence.isLive)
            // The row is younger than the look, or the look proves nothing: the disk is asked once more.
            case .keep: return try redo(evidence)
            }
        }
        if mayHaveProblems { try ProblemRows.clear(evidence.place, in: db) }
        try done(evidence)
    }

    private func failed(_ failure: Examination.Failure, _ evidence: Evidence) throws {
        guard evidence.standing.isCurrent else { return }
        guard let folder = try folder(evidence.place.directory), !folder.isGone else {
            return try redo(evidence)
        }
        var standing = evidence.standing
        standing.attempts += 1
        var row = try liveFile(at: evidence.place)
        if let reading = failure.reading {
            row = try catalogue(reading, folder.source, evidence, mayLackProperties: true) ?? row
        }
        let problems = [failure.problem] + (failure.reading?.problems ?? [])
        try setProblems(
            problems, of: evidence.place, folder.source, attempts: standing.attempts)
        if let row { try tell(.problem, row, isLive: evidence.isLive) }
        let pause = RetryPolicy.delay(
            attempts: standing.attempts, of: failure.problem.kind, jitter: evidence.jitter)
        if let pause, failure.isRetryable {
            try later(evidence, after: pause, standing, error: failure.problem.reason)
        } else {
            try done(evidence)
        }
    }
}

import AudiowatchCore
import GRDB

/// What becomes of a name that holds a file of ours.
extension Edit {
    func read(_ reading: Examination.Reading, _ source: Int64, _ evidence: Evidence) throws {
        guard let row = try catalogue(reading, source, evidence, mayLackProperties: false) else {
            return
        }
        if try setProblems(reading.problems, of: evidence.place, source) {
            try tell(.problem, row, isLive: evidence.isLive)
        }
        try lookAtLinks(of: row)
        if reading.isSettling {
            return try unsettled(reading.stamp, Settling.firstWatch, evidence)
        }
        guard reading.isRacy else { return try done(evidence) }
        let traits = try traits(of: evidence.place)
        try later(evidence, after: .nanoseconds(traits.granularity), evidence.standing)
    }

    /// Writes row and content of a file that was read. Nil when there is nothing to write: a later look was
    /// faster, or the bytes have to be probed after all, and then the job stays.
    func catalogue(
        _ reading: Examination.Reading, _ source: Int64, _ evidence: Evidence,
        mayLackProperties: Bool
    ) throws -> FileRow? {
        let place = evidence.place
        let live = try liveFile(at: place)
        if let live, live.examinedAt > evidence.examinedAt {
            try done(evidence)
            return nil
        }
        let bytes = ContentRow.Bytes(reading)
        let old =
            try live
            ?? deletedFile(at: place, fingerprint: bytes.fingerprint, size: bytes.size)
        let resolved = try resolve(
            reading, old, place.name, on: traits(of: place),
            mayLackProperties: mayLackProperties
                || evidence.standing.attempts + 1 >= RetryPolicy.limit)
        guard let resolved else {
            try redo(evidence)
            return nil
        }
        if resolved.needsSettling { touched.insert(resolved.content) }
        return try put(
            resolved.content, at: place, source, reading.stamp, over: old, evidence,
            isChange: resolved.isChange)
    }

    /// Writes the row at a place: new, come back, or changed; and tells of it.
    func put(
        _ content: Int64?, at place: Place, _ source: Int64, _ stamp: Stamp, over old: FileRow?,
        _ evidence: Evidence, isChange: Bool
    ) throws -> FileRow {
        guard var row = old else {
            let row = try insertFile(
                at: place, source: source, content: content, stamp, examinedAt: evidence.examinedAt)
            try tell(.added, row, isLive: evidence.isLive)
            return row
        }
        let before = row
        if before.isPresent, Inode(before.stamp) != Inode(stamp) {
            unnamed.insert(Inode(before.stamp))
        }
        row.source = source
        row.content = content
        row.stamp = stamp
        row.examinedAt = evidence.examinedAt
        row.deletedAt = nil
        try update(row)
        if before.content != content || !before.isPresent {
            for id in [before.content, content] { if let id { touched.insert(id) } }
        }
        let isOther =
            before.content != content || before.stamp.size != stamp.size
            || before.stamp.modified != stamp.modified
        if !before.isPresent {
            try tell(.revived, row, isLive: evidence.isLive)
        } else if isOther || isChange {
            try tell(.changed, row, isLive: evidence.isLive)
        }
        return row
    }

    func unchanged(_ stamp: Stamp, _ source: Int64, _ evidence: Evidence) throws {
        guard var row = try liveFile(at: evidence.place) else { return try redo(evidence) }
        let isKnown = try row.stamp == stamp && !row.wasRacy(on: traits(of: row.place))
        if !isKnown && row.examinedAt < evidence.examinedAt {
            if row.stamp != stamp, let content = row.content { unverified.insert(content) }
            row.stamp = stamp
            row.examinedAt = evidence.examinedAt
            try update(row)
        }
        try done(evidence)
    }

    func named(_ stamp: Stamp, _ source: Int64, _ evidence: Evidence) throws {
        let place = evidence.place
        let live = try liveFile(at: place)
        if let live, live.examinedAt > evidence.examinedAt { return try done(evidence) }
        let old = try live ?? deletedFile(at: place, fingerprint: nil, size: stamp.size)
        let isSame = old?.stamp.size == stamp.size && old?.stamp.modified == stamp.modified
        _ = try put(
            isSame ? old?.content : nil, at: place, source, stamp, over: old, evidence,
            isChange: false)
        try setProblems([], of: place, source)
        try done(evidence)
    }

    /// Makes these the problems of a file, and no others; true when that changes which there are.
    @discardableResult
    func setProblems(
        _ problems: [Problem], of place: Place, _ source: Int64, attempts: Int64 = 0
    ) throws -> Bool {
        guard mayHaveProblems || !problems.isEmpty else { return false }
        if !problems.isEmpty { mayHaveProblems = true }
        return try ProblemRows.set(
            problems, of: place, source: source, at: at, attempts: attempts, in: db)
    }

    /// The traits of the file system that a place is on.
    func traits(of place: Place) throws -> FileSystemTraits {
        try folder(place.directory)?.traits ?? .local
    }
}

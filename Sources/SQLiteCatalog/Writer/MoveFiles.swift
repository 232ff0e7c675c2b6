import AudiowatchCore
import GRDB

/// Files that were recognised by their inode: nothing was read.
extension Edit {
    /// A rename. A row that stands at the new name keeps that name and takes the moved file's stamp and
    /// content; otherwise the moved row itself takes the name.
    func moved(
        _ id: File.ID, _ stamp: Stamp, _ source: Int64, _ evidence: Evidence
    ) throws {
        let place = evidence.place
        guard let row = try file(id.rawValue) else { return try redo(evidence) }
        guard row.isFile(of: stamp) else {
            // Exchanged names: another file took the row meanwhile, and left a deleted one for this.
            guard let kept = try displacedFile(stamp) else { return try redo(evidence) }
            let old =
                try liveFile(at: place)
                ?? deletedFile(at: place, fingerprint: nil, size: stamp.size)
            let taker = try take(kept.content, stamp, at: place, source, over: old, evidence)
            try moveVerdict(from: kept.id, to: taker, of: kept.content)
            try forget(displaced: kept.id)
            return try recognised(kept.content, evidence)
        }
        if row.place == place {
            return row.isPresent
                ? try unchanged(stamp, source, evidence)
                : try returned(row, stamp, source, evidence)
        }
        if row.isPresent {
            guard row.examinedAt < evidence.examinedAt else { return try redo(evidence) }
            // Which name the look found gone may have been an earlier one of this row.
            try JobRows.enqueue(
                JobRequest(
                    .examine, source: Source.ID(rawValue: row.source), place: row.place,
                    priority: .vanished), in: db)
        }
        if let standing = try liveFile(at: place) {
            if row.isPresent { try markDeleted(row, isLive: false) }
            // It did not go away, it moved: nobody else takes its content over.
            if let content = row.content { departed[content] = nil }
            unnamed.remove(Inode(row.stamp))
            try ProblemRows.move(from: row.place, to: place, source: source, in: db)
            try take(row.content, stamp, at: place, source, over: standing, evidence)
            try moveVerdict(from: row.id, to: standing.id, of: row.content)
        } else {
            if row.isPresent {
                try ProblemRows.move(from: row.place, to: place, source: source, in: db)
            }
            try comeBack(row, stamp, source, evidence)
        }
        try recognised(row.content, evidence)
    }

    /// The look is over, unless nobody knows any more what bytes the file has: then it is read.
    private func recognised(_ content: Int64?, _ evidence: Evidence) throws {
        if content == nil { try redo(evidence) } else { try done(evidence) }
    }

    /// A hard link: one more name of a file whose row is `id`.
    func linked(
        _ id: File.ID, _ stamp: Stamp, _ source: Int64, _ evidence: Evidence
    ) throws {
        let place = evidence.place
        guard let kin = try file(id.rawValue), kin.isFile(of: stamp),
            kin.stamp.changed == stamp.changed, kin.content != nil, kin.place != place
        else { return try redo(evidence) }
        let live = try liveFile(at: place)
        if let live, live.examinedAt > evidence.examinedAt { return try done(evidence) }
        let old = try live ?? deletedFile(at: place, fingerprint: nil, size: stamp.size)
        if let content = kin.content { touched.insert(content) }
        _ = try put(
            kin.content, at: place, source, stamp, over: old, evidence, isChange: false)
        try ProblemRows.copy(from: kin.place, to: place, source: source, at: at, in: db)
        try done(evidence)
    }

    private func returned(
        _ row: FileRow, _ stamp: Stamp, _ source: Int64, _ evidence: Evidence
    ) throws {
        try comeBack(row, stamp, source, evidence)
        try recognised(row.content, evidence)
    }

    /// A row takes this place, and is present.
    private func comeBack(
        _ row: FileRow, _ stamp: Stamp, _ source: Int64, _ evidence: Evidence
    ) throws {
        var row = row
        row.place = evidence.place
        row.source = source
        row.stamp = stamp
        row.examinedAt = evidence.examinedAt
        row.deletedAt = nil
        try update(row)
        if let content = row.content { touched.insert(content) }
        try tell(.moved, row, isLive: evidence.isLive)
    }

    /// What stood at this name until another file took it may have gone elsewhere, as in an exchange, and
    /// be found there by its inode: a deleted row keeps it.
    private func keepDisplaced(_ row: FileRow) throws {
        let kept = try insertFile(
            at: row.place, source: row.source, content: row.content, row.stamp,
            examinedAt: row.examinedAt, deletedAt: at)
        displaced.append(Displaced(file: kept.id, since: at))
        try moveVerdict(from: row.id, to: kept.id, of: row.content)
    }

    /// Forgets what was displaced and did not turn up anywhere: it was overwritten.
    func forgetDisplaced() throws {
        let ripe = displaced.filter { at - $0.since > Displaced.patience }
        guard !ripe.isEmpty else { return }
        displaced.removeAll { at - $0.since > Displaced.patience }
        for row in ripe { try forget(displaced: row.file) }
    }

    private func forget(displaced id: Int64) throws {
        guard let row = try file(id), !row.isPresent else { return }
        if let content = row.content { touched.insert(content) }
        try db.cachedStatement(sql: "DELETE FROM files WHERE id = ?").execute(arguments: [id])
    }

    /// The row of this name takes another file's stamp and content. Returns its number.
    @discardableResult
    private func take(
        _ content: Int64?, _ stamp: Stamp, at place: Place, _ source: Int64, over old: FileRow?,
        _ evidence: Evidence
    ) throws -> Int64 {
        guard var row = old else {
            let row = try insertFile(
                at: place, source: source, content: content, stamp, examinedAt: evidence.examinedAt)
            if let content { touched.insert(content) }
            try tell(.moved, row, isLive: evidence.isLive)
            return row.id
        }
        if row.isPresent { unnamed.insert(Inode(row.stamp)) }
        if row.isPresent, row.content != content { try keepDisplaced(row) }
        for id in [row.content, content] { if let id { touched.insert(id) } }
        row.content = content
        row.source = source
        row.stamp = stamp
        row.examinedAt = evidence.examinedAt
        row.deletedAt = nil
        try update(row)
        try tell(.moved, row, isLive: evidence.isLive)
        return row.id
    }
}

/// A file whose name another one took: for a while it may still be found under another name.
struct Displaced: Sendable {
    /// Its deleted row.
    var file: Int64
    /// When it was displaced, microseconds since 1970.
    var since: Int64

    /// Microseconds: several times as long as the two halves of a rename are waited for.
    static let patience: Int64 = 5_000_000
}

extension FileRow {
    /// True when the row was made from this inode, and nobody has written to it since.
    fileprivate func isFile(of stamp: Stamp) -> Bool {
        self.stamp.inode == stamp.inode && self.stamp.born == stamp.born
            && self.stamp.size == stamp.size && self.stamp.modified == stamp.modified
    }
}

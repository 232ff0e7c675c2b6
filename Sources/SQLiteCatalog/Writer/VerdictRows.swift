public import AudiowatchCore
import GRDB

extension CatalogWriter {
    /// Records what the user decided of a group of duplicates, or takes it back. It is on the disk when this
    /// returns: nothing but the user can tell it again.
    public func decide(
        _ request: VerdictRequest, at now: CatalogTime
    ) throws(CatalogError) -> VerdictOutcome {
        try catalog.writeForGood { db in
            let verdicts = VerdictRows(db: db, at: now.microseconds)
            switch request.group {
            case .exact(let content): return try verdicts.decide(request, of: content.rawValue)
            case .near(let leader): return try verdicts.decide(request, ledBy: leader.rawValue)
            }
        }
    }
}

/// Verdicts on groups of duplicates, as annotations of their contents.
///
/// One on an exact group stands at its content, which is kept even when no file is left of it. One on a near group
/// stands at each of its contents, with one time: the group is decided as long as all of them have it, whoever
/// leads. Whoever joins opens it again, whoever leaves does not.
struct VerdictRows {
    let db: Database
    let at: Int64

    func decide(_ request: VerdictRequest, of content: Int64) throws -> VerdictOutcome {
        let present = try Int64.fetchOne(
            db, sql: "SELECT present FROM contents WHERE id = ?", arguments: [content])
        guard let present, present > 1 || request.verdict == nil else { return .noSuchGroup }
        if request.verdict == .keep {
            guard try isPresent(request.file, of: [content]) else { return .notInGroup }
        }
        try set(request, at: [content], kind: SchemaV7.exact)
        return .recorded
    }

    func decide(_ request: VerdictRequest, ledBy leader: Int64) throws -> VerdictOutcome {
        let all = try Int64.fetchAll(
            db,
            sql: """
                SELECT content_id FROM near JOIN contents ON contents.id = content_id
                WHERE leader_id = ? AND present > 0 ORDER BY content_id
                """, arguments: [leader])
        let seen = all.filter { id in
            request.members?.contains(Content.ID(rawValue: id)) ?? true
        }
        guard !seen.isEmpty else { return .noSuchGroup }
        if request.verdict == .keep {
            guard try isPresent(request.file, of: seen) else { return .notInGroup }
        }
        try set(request, at: seen, kind: SchemaV7.near)
        return .recorded
    }

    private func isPresent(_ file: File.ID?, of contents: [Int64]) throws -> Bool {
        guard let file else { return false }
        let content = try Int64.fetchOne(
            db, sql: "SELECT content_id FROM files WHERE id = ? AND deleted_at IS NULL",
            arguments: [file.rawValue])
        return content.map(contents.contains) ?? false
    }

    private func set(_ request: VerdictRequest, at contents: [Int64], kind: String) throws {
        guard let verdict = request.verdict else {
            for content in contents {
                try db.cachedStatement(
                    sql: "DELETE FROM annotations WHERE content_id = ? AND kind = ?"
                ).execute(arguments: [content, kind])
            }
            return
        }
        let kept = verdict == .keep ? request.file?.rawValue : nil
        let paths = try FilePaths(db)
        let value = try StoredVerdict(
            verdict, file: kept, path: kept.flatMap(paths.path(of:)),
            seen: kind == SchemaV7.exact && kept != nil
                ? ContentFiles(db, contents).present(first: kept) : nil
        ).text
        for content in contents {
            try db.cachedStatement(
                sql: """
                    INSERT INTO annotations (content_id, kind, version, value, at)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (content_id, kind) DO UPDATE SET version = excluded.version,
                        value = excluded.value, at = excluded.at
                    """
            ).execute(arguments: [content, kind, StoredVerdict.version, value, at])
        }
    }
}

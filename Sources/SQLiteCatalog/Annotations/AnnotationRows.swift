public import AudiowatchCore
import Foundation
import GRDB

extension CatalogWriter {
    /// Records what outside tools say of contents, or takes it back, each line by itself: those that cannot be taken
    /// are named, the others are on the disk when this returns. `lines` are what ``AnnotationLine`` read.
    public func annotate(
        _ lines: [AnnotationLine.Read], kind: AnnotationKind, at now: CatalogTime
    ) throws(CatalogError) -> AnnotationReport {
        try catalog.writeForGood { db in
            let rows = AnnotationRows(db: db, kind: kind, at: now.microseconds)
            var report = AnnotationReport()
            for (number, line) in lines {
                do {
                    try rows.take(try line.get(), &report)
                } catch let refused as AnnotationRefusal.Reason {
                    report.refused.append(AnnotationRefusal(line: number, reason: refused.text))
                }
            }
            return report
        }
    }
}

/// Annotations of one kind.
struct AnnotationRows {
    let db: Database
    let kind: AnnotationKind
    let at: Int64

    fileprivate func take(_ wish: AnnotationWish, _ report: inout AnnotationReport) throws {
        let content = try content(wish.content)
        guard let value = wish.value else {
            try db.cachedStatement(
                sql: "DELETE FROM annotations WHERE content_id = ? AND kind = ?"
            ).execute(arguments: [content, kind.name])
            report.removed += db.changesCount
            return try touch(content)
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO annotations (content_id, kind, version, value, at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (content_id, kind) DO UPDATE SET version = excluded.version,
                    value = excluded.value, at = excluded.at
                WHERE version <> excluded.version OR value IS NOT excluded.value
                """
        ).execute(arguments: [content, kind.name, wish.version, value.column, at])
        report.stored += 1
        try touch(content)
    }

    /// The one content that is meant, as it is now: its number may belong to other bytes than when it was read.
    private func content(_ named: AnnotationWish.Named) throws -> Int64 {
        guard let id = named.id?.rawValue else { return try content(ofBytes: named) }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT fingerprint, size FROM contents WHERE id = ?"),
            arguments: [id])
        guard let row else { throw AnnotationRefusal.Reason("there is no content \(id)") }
        let (fingerprint, size): (Int64, Int64) = (row[0], row[1])
        guard named.fingerprint.map({ $0.value == UInt64(bitPattern: fingerprint) }) ?? true,
            named.size.map({ $0 == size }) ?? true
        else {
            throw AnnotationRefusal.Reason(
                "content \(id) holds other bytes now than those that are spoken of")
        }
        return id
    }

    private func content(ofBytes named: AnnotationWish.Named) throws -> Int64 {
        let found = try Int64.fetchAll(
            db.cachedStatement(
                sql: "SELECT id FROM contents WHERE fingerprint = ? AND size = ? LIMIT 2"),
            arguments: [named.fingerprint.map { Int64(bitPattern: $0.value) }, named.size])
        guard let id = found.first else {
            throw AnnotationRefusal.Reason("there is no content with this fingerprint and size")
        }
        guard found.count == 1 else {
            throw AnnotationRefusal.Reason(
                "several contents have this fingerprint and size: name one by \"id\" too")
        }
        return id
    }

    /// SQLite tells nobody of changes in a table without row numbers: the content itself is touched, so that an
    /// index that follows the catalogue reads it again.
    private func touch(_ content: Int64) throws {
        guard kind == .label, db.changesCount > 0 else { return }
        try db.cachedStatement(sql: "UPDATE contents SET title = title WHERE id = ?")
            .execute(arguments: [content])
    }

    /// The labels of a content.
    static func labels(of content: Int64, in db: Database) throws -> [Label] {
        Label.list(stored: try value(.label, content, in: db))
    }

    /// Since when a content is known, where an older catalogue said so.
    static func firstSeen(of content: Int64, in db: Database) throws -> FirstSeen? {
        guard let text = try value(.firstSeen, content, in: db),
            case .text(let written)? = try? JSONDecoder().decode(
                JSONValue.self, from: Data(text.utf8))
        else { return nil }
        return FirstSeen(written)
    }

    private static func value(
        _ kind: AnnotationKind, _ content: Int64, in db: Database
    ) throws -> String? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT value FROM annotations WHERE content_id = ? AND kind = ?"),
            arguments: [content, kind.name])
        return row.flatMap { String.fromDatabaseValue($0[0]) }
    }
}

extension Edit {
    /// What is said of one content is said of the other, since they are equal. Labels of both stay, and the earlier of
    /// two first dates; of anything else that was said of both the later counts, of verdicts that on the content which
    /// stays.
    func moveAnnotations(from old: Int64, to new: Int64) throws {
        let label = AnnotationKind.label.name
        let both = try String.fetchAll(
            db.cachedStatement(
                sql: "SELECT value FROM annotations WHERE content_id IN (?, ?) AND kind = ?"),
            arguments: [old, new, label])
        let own = AnnotationKind.own.sorted().map { "'\($0)'" }.joined(separator: ", ")
        try db.cachedStatement(
            sql: """
                INSERT INTO annotations (content_id, kind, version, value, at)
                SELECT ?, kind, version, value, at FROM annotations WHERE content_id = ?
                ON CONFLICT (content_id, kind) DO UPDATE SET version = excluded.version,
                    value = excluded.value, at = excluded.at
                WHERE annotations.kind NOT IN (\(own)) AND CASE annotations.kind WHEN ?
                    THEN excluded.value < annotations.value ELSE excluded.at > annotations.at END
                """
        ).execute(arguments: [new, old, AnnotationKind.firstSeen.name])
        guard both.count > 1 else { return }
        let joined = both.reduce([]) { Label.joined($0, Label.list(stored: $1)) }
        try db.cachedStatement(
            sql: "UPDATE annotations SET value = ? WHERE content_id = ? AND kind = ?"
        ).execute(arguments: [Label.stored(joined), new, label])
    }
}

extension AnnotationValue {
    /// TEXT for JSON, BLOB for bytes.
    fileprivate var column: DatabaseValue {
        switch self {
        case .json(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
}

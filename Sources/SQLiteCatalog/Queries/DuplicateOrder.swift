import AudiowatchCore
import GRDB
import SystemPackage

/// The statement that finds the contents of a ``DuplicateQuestion`` in its order, from the index of that order:
/// only as many as are asked for are looked at, unless a filter leaves few of many.
struct DuplicateOrder {
    private(set) var sql: String
    private(set) var arguments: StatementArguments

    /// Folders that a filter looks into file by file; of more it is asked of each group whether it is in them.
    private static let fewFolders = 500

    /// Nil where no group can be meant: a source or a folder that the catalogue does not have.
    init?(_ question: DuplicateQuestion, _ db: Database, _ sources: SourceTable) throws {
        let amount = DuplicateOrder.column(question.order)
        sql = """
            SELECT c.id, c.\(amount) AS amount FROM contents AS c
            WHERE c.present > 1 AND c.\(amount) <= ? AND (c.\(amount) < ? OR c.id < ?)
            """
        let (last, content) = (question.after?.amount ?? .max, question.after?.content ?? .max)
        arguments = [last, last, content]
        for name in question.sources {
            let source = sources.entries.values.first { $0.name == name && $0.isConfigured }
            guard let source else { return nil }
            sql += DuplicateOrder.heldBy
            arguments += [source.id.rawValue]
        }
        for folder in question.folders {
            guard try add(folder, db, sources) else { return nil }
        }
        switch question.state {
        case .proved: sql += " AND c.inodes > 1"
        case .hardLinked: sql += " AND c.inodes = 1"
        case .unverified, nil: break
        }
        sql += DuplicateOrder.condition(question.decided)
        sql += " ORDER BY c.\(amount) DESC, c.id DESC"
    }

    static func column(_ order: DuplicateQuestion.Order) -> String {
        switch order {
        case .waste: "wasted"
        case .size: "size"
        case .copies: "present"
        }
    }

    private static let heldBy = """
         AND EXISTS (SELECT 1 FROM holdings WHERE content_id = c.id AND source_id = ?)
        """

    /// False where there is no such folder.
    private mutating func add(
        _ folder: FilePath, _ db: Database, _ sources: SourceTable
    ) throws -> Bool {
        guard let (source, names) = sources.owner(of: folder), source.isConfigured,
            case .directory(let directory) = try FileLookup(db).find(folder)
        else { return false }
        if names.isEmpty {
            sql += DuplicateOrder.heldBy
            arguments += [source.id.rawValue]
            return true
        }
        let number = try Int.fetchOne(
            db,
            sql: "\(DuplicateOrder.below) SELECT count(*) FROM (SELECT 1 FROM below LIMIT ?)",
            arguments: [directory.rawValue, DuplicateOrder.fewFolders])
        let isLarge = (number ?? 0) >= DuplicateOrder.fewFolders
        sql += isLarge ? DuplicateOrder.inLargeFolder : DuplicateOrder.inFolder
        arguments += [directory.rawValue]
        return true
    }

    /// A directory, and all below it.
    private static let below = """
        WITH RECURSIVE below (id) AS (
            VALUES (?) UNION ALL
            SELECT d.id FROM below JOIN directories AS d ON d.parent_id = below.id)
        """

    private static let inFolder = """
         AND c.id IN (\(below) SELECT f.content_id FROM below
            CROSS JOIN files AS f ON f.directory_id = below.id AND f.deleted_at IS NULL
            WHERE f.content_id IS NOT NULL)
        """

    private static let inLargeFolder = """
         AND EXISTS (SELECT 1 FROM files AS f WHERE f.content_id = c.id
            AND f.deleted_at IS NULL AND f.directory_id IN (\(below) SELECT id FROM below))
        """

    /// What the annotations say, see ``SchemaV7``.
    static func condition(_ decided: DuplicateQuestion.Decided) -> String {
        switch decided {
        case .all: ""
        case .no: " AND NOT EXISTS (\(verdict))"
        case .yes: " AND EXISTS (\(verdict))"
        case .keep, .notDuplicate, .later:
            " AND EXISTS (\(verdict) AND a.value ->> '$.verdict' = '\(decided.rawValue)')"
        }
    }

    /// The verdict on a content `c`, while its file to keep is there.
    static let verdict = """
        SELECT 1 FROM annotations AS a
        WHERE a.content_id = c.id AND a.kind = '\(SchemaV7.exact)' AND \(stands)
        """

    /// Of an annotation `a`: there is nothing to be kept, or it is a present file of the content, and all others were
    /// judged.
    static let stands = """
        (a.value ->> '$.verdict' <> 'keep' OR \(keeps) AND (a.value ->> '$.seen' IS NULL OR
            (SELECT present FROM contents WHERE id = a.content_id) = (
                SELECT count(*) FROM json_each(a.value, '$.seen') AS seen
                JOIN files AS judged ON judged.id = seen.value ->> '$.id'
                WHERE judged.content_id = a.content_id AND judged.deleted_at IS NULL)))
        """

    /// The file to keep is a present one of the content.
    static let keeps = """
        EXISTS (SELECT 1 FROM files AS kept WHERE kept.id = a.value ->> '$.file'
            AND kept.content_id = a.content_id AND kept.deleted_at IS NULL)
        """
}

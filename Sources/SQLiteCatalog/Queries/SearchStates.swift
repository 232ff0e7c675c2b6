import AudiowatchCore
import GRDB

/// Which of the states that a query asks for hold for a content; the others are not looked up.
struct SearchStates {
    private let db: Database
    private let wanted: Set<FileStateWord>
    private let backups: Set<Source.ID>

    init(_ db: Database, _ query: SearchQuery, _ sources: SourceTable) {
        self.db = db
        var wanted: Set<FileStateWord> = [.deleted]
        for term in query.clauses.flatMap(\.terms) {
            if case .state(let word) = term.test { wanted.insert(word) }
        }
        self.wanted = wanted
        backups = Set(sources.entries.values.filter { $0.role == .backup }.map(\.id))
    }

    /// The states of a content with these files; `content` is nil for a file that was never read.
    func words(_ content: SearchedContentRow?, _ files: [SearchedFile]) throws -> Set<FileStateWord>
    {
        var words: Set<FileStateWord> = []
        for word in wanted where try holds(word, content, files) { words.insert(word) }
        return words
    }

    private func holds(
        _ word: FileStateWord, _ content: SearchedContentRow?, _ files: [SearchedFile]
    ) throws -> Bool {
        switch word {
        case .deleted: return files.allSatisfy(\.isDeleted)
        case .duplicate: return files.count > 1 && files.allSatisfy { !$0.isDeleted }
        case .offline: return files.allSatisfy { $0.source.state.word == "offline" }
        case .unbacked:
            return !files.contains { !$0.isDeleted && backups.contains($0.source.id) }
        case .estimated: return content?.properties.isEstimated == true
        case .near:
            return try content.map { content in
                try exists("SELECT 1 FROM near WHERE content_id = ?", [content.id])
            } ?? false
        case .unverified: return try content.map(isUnverified) ?? false
        case .broken:
            return try files.contains { file in
                try hasProblem(file, in: "'not-audio', 'unreadable', 'crashed', 'timed-out'")
            }
        case .suspect: return try files.contains { try hasProblem($0, in: "'suspect'") }
        case .settling:
            return try files.contains { file in
                try exists(
                    "SELECT 1 FROM jobs WHERE directory_id = ? AND name = ? AND priority = ?",
                    [
                        file.directory, file.name.column,
                        Job.Priority.settling.rawValue,
                    ])
            }
        }
    }

    private func isUnverified(_ content: SearchedContentRow) throws -> Bool {
        try exists(
            """
            SELECT 1 FROM contents WHERE fingerprint = ? AND size = ? AND id <> ?
            AND (digest IS NULL OR ?) LIMIT 1
            """,
            [
                Int64(bitPattern: content.fingerprint.value), content.size, content.id,
                content.digest == nil,
            ])
    }

    private func hasProblem(_ file: SearchedFile, in kinds: String) throws -> Bool {
        try exists(
            "SELECT 1 FROM problems WHERE directory_id = ? AND name = ? AND kind IN (\(kinds))",
            [file.directory, file.name.column])
    }

    private func exists(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
        try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: arguments) ?? false
    }
}

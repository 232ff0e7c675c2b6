import AudiowatchCore
import GRDB

/// What a reconcile of a directory decided.
extension Edit {
    func apply(_ report: DirectoryReport) throws {
        for change in report.changes {
            switch change {
            case .look(let request):
                try JobRows.enqueue(request, in: db)
            case .directoryFound(let id, let parent, let name, let inode, let born):
                try directoryFound(
                    KnownDirectory(id: id, parent: parent, name: name, inode: inode, born: born),
                    in: report.source)
            case .directoryMoved(let id, let parent, let name):
                try directoryMoved(id, parent, name)
            case .directoryReplaced(let id, let inode, let born):
                try db.cachedStatement(
                    sql: "UPDATE directories SET inode = ?, born = ? WHERE id = ?"
                ).execute(arguments: [inode, born, id.rawValue])
            case .directoryGone(let id):
                guard isCurrent(report.mountGeneration, of: report.source) else {
                    refused.insert(report.source)
                    continue
                }
                try directoryGone(id, report)
            case .directoryMounted(let id, let fileSystem): try directoryMounted(id, fileSystem)
            case .directoryAway(let id): try setAway(true, id)
            case .directoryReturned(let id): try setAway(false, id)
            case .problem(let id, let problem):
                try ProblemRows.record(problem, of: id, source: report.source, at: at, in: db)
            case .healed(let id):
                try ProblemRows.clear(id, in: db)
            }
        }
    }

    private func directoryFound(_ directory: KnownDirectory, in source: Source.ID) throws {
        try makeRoom(for: directory.id, directory.parent, directory.name)
        let name = directory.name.column
        try db.cachedStatement(
            sql: """
                INSERT INTO directories (id, source_id, parent_id, name, inode, born)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """
        ).execute(arguments: [
            directory.id.rawValue, source.rawValue, directory.parent?.rawValue, name,
            directory.inode, directory.born,
        ])
        guard db.changesCount == 0 else { return }
        try db.cachedStatement(
            sql: """
                UPDATE directories SET parent_id = ?, name = ?, inode = ?, born = ?, gone_at = NULL
                WHERE id = ?
                """
        ).execute(arguments: [
            directory.parent?.rawValue, name, directory.inode, directory.born,
            directory.id.rawValue,
        ])
        forgetFolders()
    }

    private func directoryMoved(
        _ id: Directory.ID, _ parent: Directory.ID, _ name: FileName
    ) throws {
        try makeRoom(for: id, parent, name)
        try db.cachedStatement(
            sql: "UPDATE directories SET parent_id = ?, name = ?, gone_at = NULL WHERE id = ?"
        ).execute(arguments: [parent.rawValue, name.column, id.rawValue])
        forgetFolders()
    }

    private func directoryMounted(
        _ id: Directory.ID, _ fileSystem: FileSystemIdentity?
    ) throws {
        try db.cachedStatement(
            sql: "UPDATE directories SET fs_type = ?, fs_id = ?, fs_folder = ? WHERE id = ?"
        ).execute(arguments: [
            fileSystem?.type, fileSystem?.id, fileSystem?.folder?.column, id.rawValue,
        ])
        forgetFolders()
    }

    private func setAway(_ isAway: Bool, _ id: Directory.ID) throws {
        try db.cachedStatement(sql: "UPDATE directories SET away = ? WHERE id = ?")
            .execute(arguments: [isAway, id.rawValue])
        if isAway {
            try JobRows.rest(below: id.rawValue, in: db)
        } else {
            try JobRows.wake(below: id.rawValue, in: db)
        }
        forgetFolders()
    }

    /// Another directory stands where `id` is going: it has lost its place. Its files are left alone until it
    /// is found elsewhere or reported gone: two names may be exchanging.
    private func makeRoom(
        for id: Directory.ID, _ parent: Directory.ID?, _ name: FileName
    ) throws {
        guard let parent else { return }
        try db.cachedStatement(
            sql: """
                UPDATE directories SET gone_at = ?
                WHERE parent_id = ? AND name = ? AND gone_at IS NULL AND id <> ?
                """
        ).execute(arguments: [at, parent.rawValue, name.column, id.rawValue])
        if db.changesCount > 0 { forgetFolders() }
    }

    /// Marks everything below a directory deleted, as far as it was examined before the listing that shows
    /// that the directory is gone. What was examined later is looked at again.
    private func directoryGone(_ id: Directory.ID, _ report: DirectoryReport) throws {
        let subtree = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    WITH RECURSIVE below (id) AS (
                        VALUES (?)
                        UNION ALL
                        SELECT d.id FROM below JOIN directories AS d ON d.parent_id = below.id
                    )
                    SELECT id FROM below
                    """), arguments: [id.rawValue])
        for directory in subtree {
            try db.cachedStatement(
                sql: "UPDATE directories SET gone_at = ? WHERE id = ? AND gone_at IS NULL"
            ).execute(arguments: [at, directory])
            for table in ["jobs", "problems"] {
                try db.cachedStatement(sql: "DELETE FROM \(table) WHERE directory_id = ?")
                    .execute(arguments: [directory])
            }
            try lookForFiles(in: directory, report)
        }
        forgetFolders()
    }

    /// What becomes of the files that were in a directory that is gone.
    private func lookForFiles(in directory: Int64, _ report: DirectoryReport) throws {
        var gone: [FileRow] = []
        for file in try presentFiles(in: directory) {
            let absence = absence(
                of: file, lookedAt: report.listedAt.microseconds, report.mountGeneration,
                in: report.source)
            switch absence.verdict {
            case .delete: gone.append(file)
            case .keep: try JobRows.ensure(.examine, at: file.place, .vanished, in: db)
            }
        }
        try markDeleted(gone, isLive: true)
    }

    /// The last process ended while directories were without a place. Where they are, nobody remembers; that
    /// they are not where their rows say is certain.
    func deleteFilesWithoutPlace(of sources: [String]) throws {
        let ids = try sources.compactMap {
            try Int64.fetchOne(db, sql: "SELECT id FROM sources WHERE name = ?", arguments: [$0])
        }
        let list = ids.map(String.init).joined(separator: ", ")
        let directories = try Int64.fetchAll(
            db,
            sql: """
                WITH RECURSIVE lost (id) AS (
                    SELECT id FROM directories
                    WHERE gone_at IS NOT NULL AND source_id IN (\(list))
                    UNION
                    SELECT d.id FROM lost JOIN directories AS d ON d.parent_id = lost.id
                )
                SELECT DISTINCT lost.id FROM lost
                WHERE EXISTS (
                        SELECT 1 FROM files
                        WHERE directory_id = lost.id AND deleted_at IS NULL)
                    OR EXISTS (SELECT 1 FROM jobs WHERE directory_id = lost.id)
                """)
        for directory in directories {
            try db.execute(sql: "DELETE FROM jobs WHERE directory_id = ?", arguments: [directory])
            try markDeleted(presentFiles(in: directory), isLive: false)
        }
    }

    private func presentFiles(in directory: Int64) throws -> [FileRow] {
        try FileRow.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT \(FileRow.columns) FROM files
                    WHERE directory_id = ? AND deleted_at IS NULL
                    """), arguments: [directory])
    }
}

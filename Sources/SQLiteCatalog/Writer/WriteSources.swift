public import AudiowatchCore
import GRDB

extension CatalogWriter {
    /// Takes over the sources of the configuration, in their order. One that is no longer configured keeps
    /// its rows and its state.
    ///
    /// Of those that are `begun` now (all by default) files left below a directory that had lost its place when they
    /// were last looked at are marked deleted: they come back when they are found.
    public func adopt(
        _ sources: [Source], begun: [String]? = nil
    ) throws(CatalogError) -> [AdoptedSource] {
        let clock = try catalog.latestTime()
        return try catalog.write { db in
            // Only what differs is written: a scan that finds nothing new changes no row.
            let names = Set(sources.map(\.name))
            let known = try String.fetchAll(
                db, sql: "SELECT name FROM sources WHERE configured = 1")
            for name in known where !names.contains(name) {
                try db.execute(
                    sql: "UPDATE sources SET configured = 0 WHERE name = ?", arguments: [name])
            }
            for source in sources {
                try db.execute(
                    sql: """
                        INSERT INTO sources (name, path, role) VALUES (?, ?, ?)
                        ON CONFLICT (name) DO UPDATE SET
                            path = excluded.path, role = excluded.role, configured = 1,
                            fs_folder = CASE WHEN path = excluded.path THEN fs_folder END
                        WHERE configured = 0 OR path IS NOT excluded.path
                            OR role <> excluded.role
                        """,
                    arguments: [source.name, source.path.column, source.role.rawValue])
            }
            let edit = Edit(db, at: clock, generations: nil, chunk: catalog.chunk)
            try edit.deleteFilesWithoutPlace(of: begun ?? sources.map(\.name))
            try edit.complete()
            return try sources.compactMap { try CatalogWriter.adopted($0.name, in: db) }
        }
    }

    /// Records how a source stands, where that is news.
    public func setState(_ state: SourceState, of source: Source.ID) throws(CatalogError) {
        try change(
            """
            UPDATE sources SET state = ?1, reason = ?2
            WHERE id = ?3 AND (state <> ?1 OR reason IS NOT ?2)
            """,
            [state.word, state.reason, source.rawValue])
    }

    /// Records the file system that a source was seen on.
    public func setIdentity(
        _ identity: FileSystemIdentity, of source: Source.ID
    ) throws(CatalogError) {
        try change(
            "UPDATE sources SET fs_type = ?, fs_id = ?, root_inode = ?, fs_folder = ? WHERE id = ?",
            [
                identity.type, identity.id, identity.rootInode, identity.folder?.column,
                source.rawValue,
            ])
    }

    /// Records that most files of a source went at once.
    public func record(_ deletion: MassDeletion, at now: CatalogTime) throws(CatalogError) {
        try change(
            """
            INSERT INTO activity (at, kind, source_id, detail)
            SELECT ?, ?, id, ? FROM sources WHERE name = ?
            """,
            [now.microseconds, ActivityRows.massDeletion, deletion.text, deletion.source])
    }

    private func change(_ sql: String, _ arguments: StatementArguments) throws(CatalogError) {
        try catalog.write { try $0.execute(sql: sql, arguments: arguments) }
    }

    private static func adopted(_ name: String, in db: Database) throws -> AdoptedSource? {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT s.id, s.fs_type, s.fs_id, s.root_inode, s.fs_folder, d.id
                FROM sources AS s LEFT JOIN directories AS d
                    ON d.source_id = s.id AND d.parent_id IS NULL
                WHERE s.name = ?
                """, arguments: [name])
        guard let row = try rows.next() else { return nil }
        let type: String? = row[1]
        let root: Int64? = row[5]
        let folder = try row.path(at: 4)
        return AdoptedSource(
            id: Source.ID(rawValue: row[0]), name: name,
            identity: type.map {
                FileSystemIdentity(
                    type: $0, id: row[2] ?? "", rootInode: row[3] ?? 0, folder: folder)
            },
            root: root.map(Directory.ID.init(rawValue:)))
    }
}

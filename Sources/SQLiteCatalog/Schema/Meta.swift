import GRDB

/// Facts about the database itself, one row each.
enum Meta {
    enum Key: String {
        /// `hash_chunk_size` that its fingerprints were made with.
        case chunk
        /// The latest ``CatalogTime`` that was written anywhere.
        case clock
    }

    static func number(_ key: Key, in db: Database) throws -> Int64? {
        let statement = try db.cachedStatement(sql: "SELECT value FROM meta WHERE key = ?")
        return try Int64.fetchOne(statement, arguments: [key.rawValue])
    }

    /// Records a fact that is not known yet.
    static func record(_ value: Int64, of key: Key, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments: [key.rawValue, value])
    }

    /// Moves a number forward, never back.
    static func advance(_ key: Key, to value: Int64, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO meta (key, value) VALUES (?, ?)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value
                WHERE excluded.value > meta.value
                """)
        try statement.execute(arguments: [key.rawValue, value])
    }
}

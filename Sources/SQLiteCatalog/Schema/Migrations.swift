import GRDB

/// Every schema this program knows, oldest first. Append only: a released one is never edited.
enum Migrations {
    /// The latest one in a database; nil in one that has none.
    static func latest(_ db: Database) throws -> String? {
        try all.appliedMigrations(db).last
    }

    static var all: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 files and contents") { db in
            try db.execute(sql: "PRAGMA application_id = \(Catalog.applicationID)")
            try db.execute(sql: SchemaV1.tables)
            try db.execute(sql: SchemaV1.triggers)
            try db.execute(sql: SchemaV1.seedViews)
        }
        migrator.registerMigration("2 mounts inside sources") { db in
            try db.execute(sql: SchemaV2.mounts)
        }
        migrator.registerMigration("3 what sources share") { db in
            try db.execute(sql: SchemaV3.tables)
            try db.execute(sql: SchemaV3.triggers)
            try db.execute(sql: SchemaV3.recount)
        }
        migrator.registerMigration("4 chunks") { db in
            try db.execute(sql: SchemaV4.chunks)
        }
        migrator.registerMigration("5 the first file of a content") { db in
            try db.execute(sql: SchemaV5.triggers)
        }
        migrator.registerMigration("6 every number is kept") { db in
            try db.execute(sql: SchemaV6.tables)
            try db.execute(sql: SchemaV6.triggers)
            try db.execute(sql: SchemaV6.recount)
        }
        migrator.registerMigration("7 what copies waste") { db in
            try db.execute(sql: SchemaV7.tables)
            try db.execute(sql: SchemaV7.triggers)
            try db.execute(sql: SchemaV7.recount)
        }
        return migrator
    }
}

import GRDB

/// The SQLite that this program is linked with.
public enum SQLiteVersion {
    /// Such as `3.40.1`; nil when not even a database in memory can be opened.
    public static func linked() -> String? {
        try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    }
}

import AudiowatchCore
public import SystemPackage
import Foundation
import GRDB
import Synchronization

/// The catalogue: one SQLite file, one writer, any number of readers.
///
/// Everything here blocks; call it off the cooperative pool.
public final class Catalog: Sendable {
    /// The database file.
    public let path: FilePath
    /// Bytes at either end of a file that its fingerprint covers; fixed for the life of the database.
    public let chunk: Int64
    /// The copy that was made before this opening changed the schema; nil where it changed nothing.
    public let copy: MigrationCopy?
    private let database: any DatabaseReader
    private let pool: DatabasePool?
    private let count = Atomic<Int>(0)

    init(
        path: FilePath, chunk: Int64, reader: any DatabaseReader, pool: DatabasePool?,
        copy: MigrationCopy? = nil
    ) {
        self.path = path
        self.chunk = chunk
        self.copy = copy
        database = reader
        self.pool = pool
    }

    /// The writer. One thread at a time may use it, and one process: see ``DaemonLock``.
    /// On a catalogue opened for reading each of its verbs throws.
    public var writer: CatalogWriter { CatalogWriter(self) }

    /// Reads one consistent state. Blocks, but never waits for a writer.
    func read<Value>(_ body: (Database) throws -> Value) throws(CatalogError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw CatalogError(error, path: path)
        }
    }

    /// Reads without a transaction around it: each statement sees one state, two of them perhaps two. For hints
    /// that are asked of every file; beginning and ending a transaction costs as much as such a question.
    func glance<Value>(_ body: (Database) throws -> Value) throws(CatalogError) -> Value {
        do {
            return try database.unsafeRead(body)
        } catch {
            throw CatalogError(error, path: path)
        }
    }

    /// Changes rows in one transaction, all or nothing. Without `checksKeys` foreign keys are the body's business.
    func write<Value>(
        checksKeys: Bool = true, _ body: (Database) throws -> Value
    ) throws(CatalogError) -> Value {
        guard let pool else {
            throw CatalogError(
                .notPermitted, path: path, reason: "the catalogue was opened for reading only")
        }
        do {
            let value =
                checksKeys ? try pool.write(body) : try Catalog.writeUnchecked(pool, body)
            count.add(1, ordering: .releasing)
            return value
        } catch {
            throw CatalogError(error, path: path)
        }
    }

    /// Changes rows in one transaction that is on the disk when this returns, power cut or not: for what only the
    /// user can tell. All that was written before is then on the disk too.
    func writeForGood<Value>(_ body: (Database) throws -> Value) throws(CatalogError) -> Value {
        guard let pool else {
            throw CatalogError(
                .notPermitted, path: path, reason: "the catalogue was opened for reading only")
        }
        do {
            let value = try pool.writeWithoutTransaction { db in
                // In a log SQLite waits for the disk at a commit only with FULL.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                defer { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
                return try Catalog.transaction(db, body)
            }
            count.add(1, ordering: .releasing)
            return value
        } catch {
            throw CatalogError(error, path: path)
        }
    }

    /// SQLite takes the setting outside of a transaction only.
    private static func writeUnchecked<Value>(
        _ pool: DatabasePool, _ body: (Database) throws -> Value
    ) throws -> Value {
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            defer { try? db.execute(sql: "PRAGMA foreign_keys = ON") }
            return try transaction(db, body)
        }
    }

    private static func transaction<Value>(
        _ db: Database, _ body: (Database) throws -> Value
    ) throws -> Value {
        var value: Value?
        try db.inTransaction {
            value = try body(db)
            return .commit
        }
        guard let value else { throw DatabaseError(message: "nothing was written") }
        return value
    }

    /// Has `observer` told of every transaction of the writer, as long as the catalogue is open.
    func follow(_ observer: some TransactionObserver) {
        pool?.add(transactionObserver: observer, extent: .databaseLifetime)
    }

    /// Transactions that this object has written: what was read while it was the same is still so.
    public var commits: Int { count.load(ordering: .acquiring) }

    /// Has connections let go of cached pages as soon as nobody uses them: call it when there was nothing to do
    /// for a while.
    public func releaseMemory() {
        pool?.releaseMemoryEventually()
    }

    /// Bytes of the write-ahead log beside the database; 0 where there is none.
    public var logBytes: Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path.string + "-wal")
        return attributes?[.size] as? Int64 ?? 0
    }

    /// Copies the log into the database and empties it, if no reader is in the way.
    public func checkpoint() throws(CatalogError) {
        guard let pool else { return }
        do {
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        } catch {
            throw CatalogError(error, path: path)
        }
    }
}

import Foundation
import GRDB

/// What was committed and not yet taken: the writer leaves row numbers here and goes on, whoever follows the
/// catalogue reads those rows when it has time.
public final class CatalogChanges: Sendable {
    /// Row numbers, and the number of the last commit that touched one of them.
    public struct Batch: Sendable {
        /// The rows.
        public var rows: TouchedRows
        /// Pass it to ``CatalogChanges/applied(_:)``.
        public var commit: UInt64
    }

    private let condition = NSCondition()
    // Guarded by the condition.
    nonisolated(unsafe) private var rows = TouchedRows()
    nonisolated(unsafe) private var committed: UInt64 = 0
    nonisolated(unsafe) private var done: UInt64 = 0
    nonisolated(unsafe) private var waiting = 0
    nonisolated(unsafe) private var hasEnded = false

    /// Nothing was committed yet.
    init() {}

    private func locked<Value>(_ body: () -> Value) -> Value {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }

    func committed(_ touched: TouchedRows) {
        guard !touched.isEmpty else { return }
        locked {
            rows.formUnion(touched)
            committed += 1
            condition.broadcast()
        }
    }

    /// Everything that was touched since the last time; waits until there is something, and first for as long
    /// as `rest` where nobody waits for it. Nil once it is closed. Blocks: for the follower's own thread.
    public func next(after rest: Duration) -> Batch? {
        locked {
            let end = Date(timeIntervalSinceNow: rest / .seconds(1))
            while !hasEnded, waiting == 0, condition.wait(until: end) {}
            while !hasEnded, rows.isEmpty { condition.wait() }
            guard !hasEnded else { return nil }
            defer { rows = TouchedRows() }
            return Batch(rows: rows, commit: committed)
        }
    }

    /// What was touched up to a commit has been read.
    public func applied(_ commit: UInt64) {
        locked {
            done = commit
            condition.broadcast()
        }
    }

    /// Waits until everything that was committed before the call has been read, at most `limit`; false when
    /// that was too short. Blocks.
    @discardableResult
    public func wait(atMost limit: Duration) -> Bool {
        locked {
            let wanted = committed
            guard done < wanted else { return true }
            waiting += 1
            defer { waiting -= 1 }
            condition.broadcast()
            let end = Date(timeIntervalSinceNow: limit / .seconds(1))
            while !hasEnded, done < wanted, condition.wait(until: end) {}
            return done >= wanted
        }
    }

    /// True after ``close()``.
    public var isClosed: Bool { locked { hasEnded } }

    /// Ends all waiting.
    public func close() {
        locked {
            hasEnded = true
            condition.broadcast()
        }
    }
}

extension Catalog {
    /// Begins to collect what each committed transaction of this object's writer touches. Once a catalogue.
    public func changes() -> CatalogChanges {
        let changes = CatalogChanges()
        follow(ChangeCollector(changes))
        return changes
    }
}

/// Notes the rows that a transaction touches, by triggers too, and hands them over once it is committed.
final class ChangeCollector: TransactionObserver {
    private let changes: CatalogChanges
    private var touched = TouchedRows()

    init(_ changes: CatalogChanges) {
        self.changes = changes
    }

    /// Counters of sources change with every file, and are not searched.
    private static let counters: Set = ["files", "bytes", "deleted"]

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool {
        switch eventKind {
        case .insert(let table), .delete(let table): ChangeCollector.tables.contains(table)
        case .update("sources", let columns): !columns.isSubset(of: ChangeCollector.counters)
        case .update(let table, _): ChangeCollector.tables.contains(table)
        }
    }

    private static let tables: Set = [
        "contents", "near", "files", "directories", "sources", "problems",
    ]

    func databaseDidChange(with event: DatabaseEvent) {
        touched.insert(event.rowID, of: event.tableName)
    }

    func databaseDidCommit(_ db: Database) {
        changes.committed(touched)
        touched = TouchedRows()
    }

    func databaseDidRollback(_ db: Database) {
        touched = TouchedRows()
    }
}

import AudiowatchCore
import GRDB
import GRDBSQLite

/// A row read straight from SQLite's columns, by their numbers. Its first column is never NULL.
///
/// GRDB's `Row` makes a dictionary of the columns' names each time a statement runs: 25,000 instructions for
/// twelve columns, more than the look-up itself. This is for statements that run several times for each file of a
/// scan; fetch it as any value (`fetchOne`, `fetchCursor`). All others use `Row`.
protocol DirectRow: DatabaseValueConvertible, StatementColumnConvertible {
    init(_ columns: Columns)
}

extension DirectRow {
    init?(sqliteStatement: SQLiteStatement, index: CInt) {
        self.init(Columns(sqliteStatement))
    }

    /// A row is no value of a column: neither stored nor compared.
    var databaseValue: DatabaseValue { .null }
    static func fromDatabaseValue(_: DatabaseValue) -> Self? { nil }
}

/// The columns of the row that a statement stands at.
struct Columns {
    private let statement: SQLiteStatement

    init(_ statement: SQLiteStatement) {
        self.statement = statement
    }

    /// 0 for NULL.
    func integer(_ index: CInt) -> Int64 {
        Int64(sqliteStatement: statement, index: index)
    }

    func integerIfPresent(_ index: CInt) -> Int64? {
        Int64.fromStatement(statement, atUncheckedIndex: index)
    }

    /// A count or a rate; anything that does not fit is a damaged database, and shows as the largest number.
    func count(_ index: CInt) -> Int? {
        integerIfPresent(index).map { Int(clamping: $0) }
    }

    /// False for NULL.
    func bool(_ index: CInt) -> Bool { integer(index) != 0 }

    func real(_ index: CInt) -> Double? {
        Double.fromStatement(statement, atUncheckedIndex: index)
    }

    func text(_ index: CInt) -> String? {
        String.fromStatement(statement, atUncheckedIndex: index)
    }

    /// The exact bytes of a TEXT or BLOB; empty for NULL.
    func bytes(_ index: CInt) -> [UInt8] {
        // The pointer is asked for first: that is what may turn TEXT into another encoding, and change its length.
        let start = sqlite3_column_blob(statement, index)
        let count = Int(sqlite3_column_bytes(statement, index))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// A name column: see ``FileName/column``.
    func name(_ index: CInt) -> FileName { FileName(bytes: bytes(index)) }

    /// Five columns: size, modified, changed, inode, born.
    func stamp(from index: CInt) -> Stamp {
        Stamp(
            size: integer(index), modified: integer(index + 1), changed: integer(index + 2),
            inode: integer(index + 3), born: integer(index + 4))
    }
}

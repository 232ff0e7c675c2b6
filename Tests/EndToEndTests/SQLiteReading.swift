import GRDBSQLite
import TestSupport

/// A value as SQLite keeps it; text and blobs as their bytes.
enum Cell: Hashable, Sendable {
    case null
    case integer(Int)
    case real(Double)
    case text([UInt8])
    case blob([UInt8])

    var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }
    /// The bytes of text or blob.
    var bytes: [UInt8]? {
        switch self {
        case .text(let bytes), .blob(let bytes): bytes
        default: nil
        }
    }
    var string: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
}

/// A database file opened as any user's tool would: the system's SQLite, no functions of our own.
final class DatabaseFile {
    private let handle: OpaquePointer

    /// Opens it for reading; `writing` is for the oracle's own tests.
    init(_ path: String, writing: Bool = false) throws {
        var handle: OpaquePointer?
        let flags = writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw TestFailure("cannot open \(path): SQLite code \(code)")
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, 5_000)
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs statements that give nothing back.
    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
    }

    /// All rows of a query; `arguments` are bound in order.
    func rows(_ sql: String, _ arguments: [Cell] = []) throws -> [[Cell]] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
            throw failure(sql)
        }
        defer { sqlite3_finalize(statement) }
        for (index, argument) in arguments.enumerated() {
            bind(argument, to: statement, at: Int32(index + 1))
        }
        var result: [[Cell]] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                result.append((0..<sqlite3_column_count(statement)).map { cell(statement, $0) })
            case SQLITE_DONE: return result
            default: throw failure(sql)
            }
        }
    }

    private func bind(_ cell: Cell, to statement: OpaquePointer?, at index: Int32) {
        // SQLITE_TRANSIENT: SQLite copies the bytes before this returns.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch cell {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let value): sqlite3_bind_int64(statement, index, Int64(value))
        case .real(let value): sqlite3_bind_double(statement, index, value)
        case .text(let bytes):
            _ = bytes.withUnsafeBytes {
                sqlite3_bind_text(
                    statement, index, $0.baseAddress, Int32(bytes.count), transient)
            }
        case .blob(let bytes):
            _ = bytes.withUnsafeBytes {
                sqlite3_bind_blob(
                    statement, index, $0.baseAddress, Int32(bytes.count), transient)
            }
        }
    }

    private func cell(_ statement: OpaquePointer?, _ column: Int32) -> Cell {
        let type = sqlite3_column_type(statement, column)
        switch type {
        case SQLITE_INTEGER: return .integer(Int(sqlite3_column_int64(statement, column)))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT, SQLITE_BLOB:
            let start = sqlite3_column_blob(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
            return type == SQLITE_TEXT ? .text(bytes) : .blob(bytes)
        default: return .null
        }
    }

    private func failure(_ sql: String) -> TestFailure {
        TestFailure("\(String(cString: sqlite3_errmsg(handle))) in: \(sql)")
    }
}

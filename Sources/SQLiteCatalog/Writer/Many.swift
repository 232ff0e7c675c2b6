import GRDB

/// One question asked of many values at once. A batch ends with the same question for each of hundreds of
/// rows, mostly answered "nothing to do": asked one by one, that would be most of what it costs.
enum Many {
    /// Values in one statement. Fixed, so that the statement is prepared once; a shorter list is filled up
    /// with NULLs, which are equal to nothing.
    static let size = 128

    /// The values as a table `wanted (value)`, for the head of a statement.
    static let table =
        "WITH wanted (value) AS (VALUES "
        + String(repeating: "(?), ", count: size - 1) + "(?))"

    /// Asks a statement that begins with ``table``, as often as it takes, and hands over its rows.
    static func rows<Values: Collection>(
        _ sql: String, of values: Values, in db: Database, _ body: (Row) throws -> Void
    ) throws where Values.Element: DatabaseValueConvertible {
        try each(values) { arguments in
            let rows = try Row.fetchCursor(
                db.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
            while let row = try rows.next() { try body(row) }
        }
    }

    /// The same for rows that are values.
    static func all<Values: Collection, Found: DirectRow>(
        _ sql: String, of values: Values, in db: Database
    ) throws -> [Found] where Values.Element: DatabaseValueConvertible {
        var found: [Found] = []
        try each(values) { arguments in
            found += try Found.fetchAll(
                db.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
        }
        return found
    }

    /// Runs a statement that begins with ``table``, as often as it takes. Returns how many rows it changed.
    @discardableResult
    static func run<Values: Collection>(
        _ sql: String, of values: Values, and last: DatabaseValue? = nil, in db: Database
    ) throws -> Int where Values.Element: DatabaseValueConvertible {
        var changed = 0
        try each(values) { arguments in
            try db.cachedStatement(sql: sql)
                .execute(arguments: StatementArguments(arguments + (last.map { [$0] } ?? [])))
            changed += db.changesCount
        }
        return changed
    }

    private static func each<Values: Collection>(
        _ values: Values, _ body: ([DatabaseValue]) throws -> Void
    ) throws where Values.Element: DatabaseValueConvertible {
        var rest = values[...]
        while !rest.isEmpty {
            var arguments = rest.prefix(size).map { $0.databaseValue }
            rest = rest.dropFirst(size)
            arguments += repeatElement(.null, count: size - arguments.count)
            try body(arguments)
        }
    }
}

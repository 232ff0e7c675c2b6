import AudiowatchCore
import GRDB

extension Row {
    /// A number that the schema says is there.
    func integer(_ column: String) throws -> Int64 {
        try decode(Int64.self, forColumn: column)
    }

    /// A number that may be absent.
    func integerIfPresent(_ column: String) throws -> Int64? {
        try decode(Int64?.self, forColumn: column)
    }

    /// A count; anything that does not fit is a damaged database, and shows as the largest number.
    func count(_ column: String) throws -> Int {
        Int(clamping: try integer(column))
    }

    /// A text that may be absent.
    func text(_ column: String) throws -> String? {
        try decode(String?.self, forColumn: column)
    }

    /// The exact bytes of a name or path, whichever way it is stored; nil for NULL.
    func bytes(_ column: String) -> [UInt8]? {
        // `String` would repair a TEXT that is none; the schema stores such names as BLOB.
        switch (self[column] as DatabaseValue?)?.storage {
        case .string(let text): Array(text.utf8)
        case .blob(let data): Array(data)
        case .null, .int64, .double, nil: nil
        }
    }

    /// A moment of the catalogue in seconds since 1970 UTC; nil for NULL.
    func seconds(_ column: String) throws -> Double? {
        try integerIfPresent(column).map { CatalogTime(microseconds: $0).seconds }
    }

    /// A time of a file, stored in nanoseconds, in seconds since 1970 UTC.
    func fileSeconds(_ column: String) throws -> Double {
        Double(try integer(column)) / 1_000_000_000
    }
}

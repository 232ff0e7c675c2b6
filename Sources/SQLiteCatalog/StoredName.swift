import AudiowatchCore
import Foundation
import GRDB
import SystemPackage

/// Names and paths in columns: TEXT where the bytes are UTF-8, so that anyone's SQL reads them, BLOB
/// otherwise, so that no byte is lost. One name is always stored one way, so `=` compares exactly.
extension FileName {
    /// The value of a name column.
    var column: DatabaseValue { FileName.column(bytes) }

    /// The value of a name or path column.
    static func column(_ bytes: [UInt8]) -> DatabaseValue {
        if let text = String(validating: bytes, as: UTF8.self) { return text.databaseValue }
        return Data(bytes).databaseValue
    }
}

extension FilePath {
    /// The value of a path column.
    var column: DatabaseValue { FileName.column(bytes) }
}

extension Row {
    /// The exact bytes of a name or path column; empty for NULL.
    func bytes(at index: Int) throws -> [UInt8] {
        try withUnsafeData(atIndex: index) { data in data.map { [UInt8]($0) } ?? [] }
    }

    /// A name column.
    func name(at index: Int) throws -> FileName {
        FileName(bytes: try bytes(at: index))
    }

    /// A path column; nil for NULL.
    func path(at index: Int) throws -> FilePath? {
        let bytes = try bytes(at: index)
        return bytes.isEmpty ? nil : FilePath(bytes: bytes)
    }
}

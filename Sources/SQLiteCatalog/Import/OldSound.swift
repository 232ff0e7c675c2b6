public import AudiowatchCore
public import SystemPackage
import GRDB

/// A row of the old catalogue, as far as it can be believed to mean anything.
public struct OldSound: Hashable, Sendable {
    /// Where it stood; empty where the row has none.
    public var path: FilePath
    /// Sampled identity of the bytes that it had, made as today's are.
    public var fingerprint: Fingerprint?
    /// Bytes.
    public var size: Int64?
    /// When the old tool catalogued it.
    public var seen: FirstSeen?

    init(row: Row) {
        path = FilePath(bytes: row.bytes("path") ?? [])
        fingerprint = String.fromDatabaseValue(row["file_hash"]).flatMap { Fingerprint(hex: $0) }
        size = Int64.fromDatabaseValue(row["file_size"])
        seen = String.fromDatabaseValue(row["scanned_at"]).flatMap { FirstSeen($0) }
    }
}

/// A source of the old catalogue, which knew its name and not its folder.
public struct OldSource: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Files that stood in it.
    public private(set) var files = 0
    private var common: [ArraySlice<UInt8>]?

    init(name: String) {
        self.name = name
    }

    /// The deepest folder that all its files stood in; the source itself may have been one above it.
    public var folder: FilePath {
        FilePath(bytes: [UInt8(ascii: "/")] + (common ?? []).joined(separator: [UInt8(ascii: "/")]))
    }

    /// How many folders deep that is.
    public var depth: Int { common?.count ?? 0 }

    mutating func add(_ path: [UInt8]) {
        files += 1
        let folders = path.split(separator: UInt8(ascii: "/")).dropLast()
        guard let known = common else {
            common = Array(folders)
            return
        }
        let shared = zip(known, folders).prefix { $0 == $1 }.count
        if shared < known.count { common = Array(known.prefix(shared)) }
    }
}

public import SystemPackage
import AudiowatchCore
import GRDB

/// What went wrong with the catalogue, with the file it concerns and a way out.
public struct CatalogError: Error, Hashable, Sendable {
    /// What kind of trouble.
    public enum Kind: Hashable, Sendable {
        /// There is no catalogue yet.
        case missing
        /// Another program's database, or no database at all. It is never written.
        case foreign
        /// Made by a newer audiowatch.
        case newerSchema
        /// Made with another `hash_chunk_size`.
        case otherChunk
        /// Another process is the writer of this catalogue.
        case locked(pid: Int32?)
        /// Its bytes contradict themselves.
        case damaged
        /// No room left on its disk.
        case full
        /// It may not be written, or not be opened.
        case notPermitted
        /// Somebody else held it for too long.
        case busy
        /// The disk under it failed.
        case disk
        /// Anything else: a fault in audiowatch.
        case failed
    }

    /// What kind of trouble.
    public var kind: Kind
    /// The database, or its lock.
    public var path: FilePath
    /// The facts, one sentence.
    public var reason: String
    /// What the user can do.
    public var hint: String?

    /// All values.
    public init(_ kind: Kind, path: FilePath, reason: String, hint: String? = nil) {
        self.kind = kind
        self.path = path
        self.reason = reason
        self.hint = hint
    }

    /// True when the same try may succeed later without anybody's doing anything to the catalogue.
    public var isTransient: Bool {
        switch kind {
        case .full, .notPermitted, .busy, .disk: true
        case .missing, .foreign, .newerSchema, .otherChunk, .locked, .damaged, .failed: false
        }
    }
}

extension CatalogError: CustomStringConvertible {
    /// One line: the file, the cause, the way out.
    public var description: String {
        "\(path.display): \(reason)" + (hint.map { "; \($0)" } ?? "")
    }
}

extension CatalogError {
    /// Takes an error of SQLite's apart. Source: https://www.sqlite.org/rescode.html
    init(_ error: any Error, path: FilePath) {
        guard let error = error as? DatabaseError else {
            self = error as? CatalogError ?? CatalogError(.failed, path: path, reason: "\(error)")
            return
        }
        let facts = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .damaged, path: path, reason: "the catalogue is damaged (\(facts))",
                hint: "move it aside and start again: everything on the disks is found anew")
        case .SQLITE_FULL:
            self.init(
                .full, path: path, reason: "no room is left on the catalogue's disk",
                hint: "make room; writing goes on by itself")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
            self.init(
                .notPermitted, path: path,
                reason: "the catalogue cannot be opened or written (\(facts))",
                hint: "check who owns it and its folder, and whether its disk is mounted read-only")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .busy, path: path, reason: "another program holds the catalogue (\(facts))",
                hint: "close it, or try again")
        case .SQLITE_IOERR:
            self.init(
                .disk, path: path, reason: "the catalogue's disk failed (\(facts))",
                hint: "look at the kernel's log")
        default:
            self.init(.failed, path: path, reason: "SQLite: \(error)")
        }
    }
}

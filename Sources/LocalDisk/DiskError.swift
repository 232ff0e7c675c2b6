import AudiowatchCore
import Glibc
public import SystemPackage

/// A system call on the disk that failed: which, on what, why, and what can be done.
public struct DiskError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried.
    public enum Operation: String, Sendable, Codable {
        /// Open a file or directory.
        case open
        /// Read the names of a directory.
        case list
        /// Read the stamp of a file or directory.
        case stat
        /// Read the bytes of a file.
        case read
        /// Read a table of the kernel's: mounts, limits.
        case inspect
    }

    /// What was tried.
    public let operation: Operation
    /// The absolute path where it is known, else the name inside its directory; empty for the directory itself.
    public let path: FilePath
    /// The error number of errno(3).
    public let code: CInt

    /// All facts.
    public init(_ operation: Operation, _ path: FilePath, code: CInt) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// The name, or a component on the way to it, is not there.
    public var isMissing: Bool { code == ENOENT }

    /// A file or symbolic link stands where a directory was expected.
    public var isNotDirectory: Bool { code == ENOTDIR || code == ELOOP }

    /// The permissions forbid it; they may change.
    public var isForbidden: Bool { code == EACCES || code == EPERM }

    /// The disk or the connection failed, or the mount went away: says nothing about what exists.
    public var isDiskFailure: Bool {
        switch code {
        case EIO, ENOTCONN, ESTALE, ENODEV, ENXIO, ETIMEDOUT, EHOSTDOWN, EHOSTUNREACH, ENOMEDIUM,
            ESHUTDOWN, EREMOTEIO:
            true
        default: false
        }
    }

    /// This process or this machine ran out of something: says nothing about the file.
    public var isExhaustion: Bool {
        code == EMFILE || code == ENFILE || code == ENOMEM
    }

    /// The kernel's words for the error number.
    public var reason: String {
        // glibc keeps the text of strerror(3) per thread.
        strerror(code).map { String(cString: $0) } ?? "unknown error"
    }

    /// What the user can do, one sentence; nil where nothing but waiting helps.
    public var hint: String? {
        switch code {
        case EACCES, EPERM: "give your user permission to read it (chmod, setfacl)"
        case EMFILE: "raise the limit of open files (ulimit -n, LimitNOFILE=)"
        case ENFILE: "raise fs.file-max (sysctl)"
        case ELOOP: "it is a symbolic link where none is followed; name its target as a source"
        case _ where isDiskFailure: "check the drive or the connection, then run `audiowatch scan`"
        default: nil
        }
    }

    /// One line for logs and people.
    public var description: String {
        let subject = path.isEmpty ? "the directory" : path.display
        let advice = hint.map { "; \($0)" } ?? ""
        return "cannot \(operation.rawValue) \(subject): \(reason) (errno \(code))\(advice)"
    }
}

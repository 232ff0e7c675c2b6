public import SystemPackage

/// Why no probe helper could be started: the facts and a way out.
public struct ProbeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure.
    public enum Kind: Hashable, Sendable {
        /// The helper's executable is not where it belongs.
        case missing
        /// The kernel refused memory, a socket or a process.
        case refused
        /// A program started there, but it does not answer as this version's helper does.
        case wrongProgram
    }

    /// What kind.
    public var kind: Kind
    /// The helper's executable.
    public var path: FilePath
    /// The cause, in words.
    public var reason: String
    /// What to do about it.
    public var hint: String

    /// All values.
    public init(_ kind: Kind, path: FilePath, reason: String, hint: String) {
        self.kind = kind
        self.path = path
        self.reason = reason
        self.hint = hint
    }

    /// One line with file, cause and next step.
    public var description: String { "\(path): \(reason); \(hint)" }

    static func refused(_ path: FilePath, _ call: String, _ negated: CInt) -> ProbeError {
        ProbeError(
            .refused, path: path, reason: "\(call): \(Errno(rawValue: -negated))",
            hint: "see `audiowatch doctor` for memory and process limits")
    }
}

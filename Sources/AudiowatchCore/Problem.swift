/// Something about a file or a source that could not be handled: what, why, and what to do.
public struct Problem: Hashable, Sendable, Codable {
    /// What kind of problem; stable words, part of the JSON.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// The extension says audio, the bytes do not.
        case notAudio = "not-audio"
        /// The extension names another format than the bytes.
        case wrongExtension = "wrong-extension"
        /// Lengths in the file contradict its bytes.
        case suspect
        /// The bytes could not be read: permission, I/O error.
        case unreadable
        /// The probe helper crashed on it.
        case crashed
        /// The probe took longer than its deadline.
        case timedOut = "timed-out"
        /// A directory that may not be listed.
        case unreadableDirectory = "unreadable-directory"
        /// Anything about a whole source.
        case source
    }

    /// What kind.
    public var kind: Kind
    /// One sentence with the facts, names left out: the row names the file.
    public var reason: String
    /// What the user can do, one sentence; nil where nothing helps.
    public var hint: String?

    /// All values.
    public init(_ kind: Kind, _ reason: String, hint: String? = nil) {
        self.kind = kind
        self.reason = reason
        self.hint = hint
    }
}

public import SystemPackage

/// Why the configuration cannot be used or changed, with every finding at once.
public struct SettingsError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public enum Reason: Hashable, Sendable {
        /// There is no such file.
        case missing
        /// The file cannot be read.
        case unreadable
        /// The file or its folder cannot be written.
        case unwritable
        /// The file is not TOML; it has one finding, with line and column.
        case syntax
        /// The file is TOML, and says something that cannot be.
        case invalid
        /// The edit that was asked for makes no sense; the file is as it was.
        case refused
    }

    /// One thing that is wrong.
    public struct Finding: Hashable, Sendable {
        /// What is wrong.
        public enum Kind: Hashable, Sendable {
            case syntax, encoding, unknownKey, wrongType, badValue, missingKey, samePath
            case windowsPath, exposed, system, edit
        }

        /// What is wrong.
        public let kind: Kind
        /// The whole key that it is about, such as `sources.drums.path`.
        public let key: String?
        /// The line in the file, from 1.
        public let line: Int?
        /// The column in that line, from 1.
        public let column: Int?
        /// What is wrong and what to write instead.
        public let message: String

        /// All values.
        public init(
            _ kind: Kind, key: String? = nil, line: Int? = nil, column: Int? = nil,
            _ message: String
        ) {
            self.kind = kind
            self.key = key
            self.line = line
            self.column = column
            self.message = message
        }
    }

    /// What kind of failure it is.
    public let reason: Reason
    /// The configuration file, or the folder that failed.
    public let file: FilePath
    /// Everything that is wrong, in the order of the file.
    public let findings: [Finding]

    /// All values.
    public init(_ reason: Reason, file: FilePath, findings: [Finding]) {
        self.reason = reason
        self.file = file
        self.findings = findings
    }

    init(_ reason: Reason, file: FilePath, _ kind: Finding.Kind, _ message: String) {
        self.init(reason, file: file, findings: [Finding(kind, message)])
    }

    init(_ reason: Reason, file: FilePath, action: String, errno: Errno, hint: String = "") {
        let end = hint.isEmpty ? "" : "; \(hint)"
        self.init(reason, file: file, .system, "cannot \(action): \(errno)\(end)")
    }
}

extension SettingsError: CustomStringConvertible {
    /// A line for each finding: `file:line:column: message`, which editors and terminals make clickable.
    public var description: String {
        findings.map { finding in
            let place = [finding.line, finding.column].compactMap { $0 }.map { ":\($0)" }.joined()
            return "\(file)\(place): \(finding.message)"
        }.joined(separator: "\n")
    }
}

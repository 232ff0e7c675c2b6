/// How the configuration file stands to what the daemon does.
///
/// JSON keys are these names as written; times are seconds since 1970 UTC.
public struct ConfigurationStatus: Hashable, Sendable, Codable {
    /// One thing that is wrong with the file, or remarkable.
    public struct Finding: Hashable, Sendable, Codable {
        /// The line, from 1; nil for the file as a whole.
        public var line: Int?
        /// The column in that line, from 1.
        public var column: Int?
        /// What it is and what to write instead.
        public var message: String

        /// All values.
        public init(line: Int? = nil, column: Int? = nil, message: String) {
            self.line = line
            self.column = column
            self.message = message
        }

        /// `line 12: …`
        public var text: String { (line.map { "line \($0): " } ?? "") + message }
    }

    /// A key that says something else than what is in force until the daemon starts anew.
    public struct Pending: Hashable, Sendable, Codable {
        /// The whole key, such as `server.port`.
        public var key: String
        /// What is in force.
        public var now: String
        /// What the file says.
        public var then: String

        /// All values.
        public init(key: String, now: String, then: String) {
            self.key = key
            self.now = now
            self.then = then
        }

        /// `server.port is 8787 until the daemon starts anew, then 9000`
        public var text: String { "\(key) is \(now) until the daemon starts anew, then \(then)" }
    }

    /// The file, for reading.
    public var file: String
    /// When what is in force was taken over.
    public var appliedAt: Double
    /// What keeps the file as it is now from being taken over, in its order; empty when it is in force. Until it
    /// is mended the configuration from before holds.
    public var problems: [Finding]
    /// What works, and is probably not meant so.
    public var warnings: [Finding]
    /// What waits for the daemon's next start.
    public var pending: [Pending]

    /// All values; nothing wrong by default.
    public init(
        file: String, appliedAt: Double, problems: [Finding] = [], warnings: [Finding] = [],
        pending: [Pending] = []
    ) {
        self.file = file
        self.appliedAt = appliedAt
        self.problems = problems
        self.warnings = warnings
        self.pending = pending
    }

    /// One sentence on a file that is not in force; nil when it is.
    public var refusal: String? {
        guard let first = problems.first else { return nil }
        let others = problems.count - 1
        let more = others > 0 ? " (and \(others) more)" : ""
        return "the configuration from before holds, since \(file) cannot be used: "
            + "\(first.text)\(more); mend it and save it, or see `audiowatch config check`"
    }
}

/// What came of reading the configuration file again.
public struct ReloadAnswer: Hashable, Sendable, Codable {
    /// How it stands now.
    public var configuration: ConfigurationStatus
    /// Sources that are watched from now on.
    public var added: [String]
    /// Sources that are watched no longer.
    public var removed: [String]
    /// Sources that are looked at otherwise from now on.
    public var changed: [String]

    /// All values; no source touched by default.
    public init(
        configuration: ConfigurationStatus, added: [String] = [], removed: [String] = [],
        changed: [String] = []
    ) {
        self.configuration = configuration
        self.added = added
        self.removed = removed
        self.changed = changed
    }
}

/// What an outside tool has to say of one content.
public struct AnnotationWish: Hashable, Sendable {
    /// Which content.
    public var content: Named
    /// The version of whoever says it: a later one may want to say it anew.
    public var version: Int64
    /// What is said; nil takes back what was.
    public var value: AnnotationValue?

    /// How a content is named: by its number, by its bytes' fingerprint and size, or by all of them. A number alone
    /// may have become another sound's since it was read; what is said with a fingerprint is refused then.
    public struct Named: Hashable, Sendable {
        /// Its number.
        public var id: Content.ID?
        /// Sampled identity of its bytes.
        public var fingerprint: Fingerprint?
        /// Bytes.
        public var size: Int64?

        /// All values.
        public init(id: Content.ID? = nil, fingerprint: Fingerprint? = nil, size: Int64? = nil) {
            self.id = id
            self.fingerprint = fingerprint
            self.size = size
        }
    }

    /// All values.
    public init(_ content: Named, version: Int64 = 1, value: AnnotationValue?) {
        self.content = content
        self.version = version
        self.value = value
    }
}

/// What is said: JSON, or bytes that only its author understands.
public enum AnnotationValue: Hashable, Sendable {
    /// JSON in its shortest form.
    case json(String)
    /// Bytes, such as an embedding vector.
    case blob([UInt8])

    /// Longest value that is kept, in bytes: a vector of 16,384 single-precision numbers, more than any model of
    /// sounds makes.
    public static let longest = 64 * 1024
}

/// A line that was not taken.
public struct AnnotationRefusal: Hashable, Sendable, Codable {
    /// Its number, from 1.
    public var line: Int
    /// Why, one sentence.
    public var reason: String

    /// Both.
    public init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}

extension AnnotationRefusal {
    /// Why a line is not taken.
    public struct Reason: Error, Hashable, Sendable {
        /// One sentence.
        public let text: String

        /// The sentence.
        public init(_ text: String) {
            self.text = text
        }
    }
}

/// What became of lines.
public struct AnnotationReport: Hashable, Sendable, Codable {
    /// Annotations that are on the disk now.
    public var stored: Int
    /// Annotations that were taken back.
    public var removed: Int
    /// Lines that were not taken, in their order.
    public var refused: [AnnotationRefusal]

    /// All values.
    public init(stored: Int = 0, removed: Int = 0, refused: [AnnotationRefusal] = []) {
        self.stored = stored
        self.removed = removed
        self.refused = refused
    }

    /// Adds what became of further lines, of which the first came `lines` lines after the first of all.
    public mutating func add(_ further: AnnotationReport, after lines: Int) {
        stored += further.stored
        removed += further.removed
        refused += further.refused.map {
            AnnotationRefusal(line: $0.line + lines, reason: $0.reason)
        }
    }
}

/// Some lines of annotations, as they came.
public struct AnnotationBatch: Hashable, Sendable {
    /// Of which kind they are.
    public var kind: AnnotationKind
    /// NDJSON: see ``AnnotationLine``.
    public var text: [UInt8]

    /// Longest text of a batch in bytes.
    public static let longest = 1 << 20

    /// Both.
    public init(_ kind: AnnotationKind, text: [UInt8]) {
        self.kind = kind
        self.text = text
    }
}

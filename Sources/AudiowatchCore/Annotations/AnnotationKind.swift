/// What kind of thing is said of a content: the name that an outside tool gives to its own classifications, and
/// under which it finds them again. A content has at most one annotation of a kind.
public struct AnnotationKind: Hashable, Sendable, CustomStringConvertible {
    /// Labels, which searches know as `label:`. Its value is a text or a list of texts.
    public static let label = AnnotationKind(known: "label")

    /// When an older catalogue knew a content first: see ``FirstSeen``.
    public static let firstSeen = AnnotationKind(known: "first-seen")

    /// Kinds in which audiowatch itself keeps what the user decided of duplicates: they are read, never written
    /// from outside.
    public static let own: Set<String> = ["duplicates", "near-duplicates"]

    /// Longest name, in bytes.
    public static let longest = 64

    /// The name.
    public let name: String

    /// Nil for what is no name: lower-case letters, digits, dots, lines and underlines, the first a letter or digit.
    public init?(_ name: String) {
        let bytes = name.utf8
        guard (1...AnnotationKind.longest).contains(bytes.count),
            bytes.allSatisfy({ AnnotationKind.isWord($0) || "._-".utf8.contains($0) }),
            bytes.first.map(AnnotationKind.isWord) == true
        else { return nil }
        self.name = name
    }

    private init(known name: String) {
        self.name = name
    }

    /// The name.
    public var description: String { name }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

extension AnnotationKind {
    /// The kind of this name, for writing.
    /// - Throws: ``ControlError`` for what is no name, and for audiowatch's own kinds.
    public init(writing name: String) throws(ControlError) {
        guard let kind = AnnotationKind(name) else {
            throw ControlError(
                .badRequest, "\"\(name.prefix(AnnotationKind.longest))\" is no kind of annotation",
                hint: "a kind is up to \(AnnotationKind.longest) of a-z 0-9 . _ - and begins with a"
                    + " letter or digit, such as label or vector.clap")
        }
        guard !AnnotationKind.own.contains(name) else {
            throw ControlError(
                .conflict, "annotations of kind \(name) are audiowatch's own",
                hint: "verdicts on duplicates are given in the page")
        }
        self = kind
    }
}

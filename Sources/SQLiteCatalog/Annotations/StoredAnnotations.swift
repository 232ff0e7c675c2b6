public import AudiowatchCore
import Foundation
import GRDB

/// What is said of a content, as it is told to programs; a line of it can be given back as it is.
public struct StoredAnnotation: Hashable, Sendable, Codable {
    /// The content.
    public var id: Content.ID
    /// Sampled identity of its bytes, sixteen hex digits.
    public var fingerprint: String
    /// Bytes of the content.
    public var size: Int64
    /// What kind of thing is said.
    public var kind: String
    /// The version of whoever said it.
    public var version: Int64
    /// What is said, where it is JSON.
    public var value: JSONValue?
    /// What is said, where it is bytes: in base64.
    public var base64: String?
    /// When it was said, seconds since 1970 UTC.
    public var at: Double
}

extension Catalog {
    /// Hands over each annotation, of one kind or of all, in the order of contents. A part comes from one consistent
    /// state, so that nobody who takes them slowly makes the database's log grow.
    public func annotations(
        of kind: AnnotationKind?, _ take: (StoredAnnotation) throws -> Void
    ) throws {
        var last: (content: Int64, kind: String) = (0, "")
        while true {
            let page = try read { db in try Annotations(db).page(of: kind, after: last) }
            for annotation in page { try take(annotation) }
            guard let end = page.last, page.count == Annotations.size else { return }
            last = (end.id.rawValue, end.kind)
        }
    }
}

/// Reads annotations, some at a time.
struct Annotations {
    private let db: Database

    /// Of the longest values so many take 13 MB.
    static let size = 200

    init(_ db: Database) {
        self.db = db
    }

    func page(
        of kind: AnnotationKind?, after last: (content: Int64, kind: String)
    ) throws -> [StoredAnnotation] {
        let rest =
            kind == nil ? "(content_id, kind) > (?1, ?2)" : "kind = ?3 AND content_id > ?1"
        return try Row.fetchAll(
            db,
            sql: """
                SELECT content_id, fingerprint, size, kind, version, value, at
                FROM annotations CROSS JOIN contents ON contents.id = content_id
                WHERE \(rest)
                ORDER BY content_id, kind LIMIT ?4
                """, arguments: [last.content, last.kind, kind?.name, Annotations.size]
        ).map(Annotations.annotation)
    }

    private static func annotation(_ row: Row) throws -> StoredAnnotation {
        var annotation = StoredAnnotation(
            id: Content.ID(rawValue: try row.integer("content_id")),
            fingerprint: Fingerprint(UInt64(bitPattern: try row.integer("fingerprint"))).hex,
            size: try row.integer("size"), kind: try row.text("kind") ?? "",
            version: try row.integer("version"), at: try row.seconds("at") ?? 0)
        switch (row["value"] as DatabaseValue).storage {
        case .blob(let data): annotation.base64 = Base64.encoded(Array(data))
        case .string(let text):
            let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
            annotation.value = value ?? .text(text)
        case .int64(let number): annotation.value = .integer(number)
        case .double(let number): annotation.value = .number(number)
        case .null: break
        }
        return annotation
    }
}

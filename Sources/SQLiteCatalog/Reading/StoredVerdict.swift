import AudiowatchCore
import Foundation
import GRDB

/// A verdict, as it stands in the value of an annotation: JSON, so that anyone's SQL reads it.
struct StoredVerdict: Codable, Equatable {
    /// Of the annotation.
    static let version = 1

    var verdict: Verdict
    /// The file to keep; nil when its row is gone, until a file of the content stands at ``path`` again.
    var file: Int64?
    /// The exact bytes of that file's path when it was decided, in base64.
    var path: String?

    init(_ verdict: Verdict, file: Int64? = nil, path: [UInt8]? = nil) {
        self.verdict = verdict
        self.file = file
        self.path = path.map { Base64.encoded($0) }
    }

    /// Nil for what is none, such as one of a later version.
    init?(_ text: String?) {
        guard let text,
            let value = try? JSONDecoder().decode(StoredVerdict.self, from: Data(text.utf8))
        else { return nil }
        self = value
    }

    /// What ``init(_:)`` reads.
    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

import AudiowatchCore
import Foundation
import GRDB

/// A verdict, as it stands in the value of an annotation: JSON, so that anyone's SQL reads it.
struct StoredVerdict: Codable, Equatable {
    /// Of the annotation.
    static let version = 1

    var verdict: Verdict
    /// The file to keep; nil when its row is gone, until a file takes its place.
    var file: Int64?
    /// The exact bytes of that file's path when it was decided, in base64.
    var path: String?
    /// Of ``Verdict/keep`` on copies: the files that were judged, the one to keep first. Whoever joins them opens
    /// the group again: nobody said that it may go. Nil in verdicts that were recorded without them.
    var seen: [SeenFile]?

    init(_ verdict: Verdict, file: Int64? = nil, path: [UInt8]? = nil, seen: [SeenFile]? = nil) {
        self.verdict = verdict
        self.file = file
        self.path = path.map { Base64.encoded($0) }
        self.seen = seen
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

    /// The files that were judged, as far as they are known: at least the one to keep.
    var judged: [SeenFile] {
        if let seen { return seen }
        guard let bytes = path.flatMap(Base64.decoded) else { return [] }
        return [SeenFile(id: file, path: bytes)]
    }
}

/// A file that was there when its group was judged.
struct SeenFile: Codable, Equatable {
    /// Its row; nil when that is gone.
    var id: Int64?
    /// Marks of its path and of its name, by which it is known again.
    var place: String
    var name: String

    init(id: Int64?, path: [UInt8]) {
        self.id = id
        place = FNV1a.text(path)
        name = FNV1a.text(path.split(separator: UInt8(ascii: "/")).last ?? [])
    }

    /// Who of the judged is who of a content's files now. Whoever is gone and stands again where it stood is the same;
    /// else one that came under its name, as a file does that goes to another drive: first a copy comes, then the
    /// file goes. What is left of rows that are gone are their marks.
    ///
    /// `present` are the content's present files, `rows` the numbers of all its rows.
    static func followed(
        _ judged: [SeenFile], present: [SeenFile], rows: Set<Int64>
    ) -> [SeenFile] {
        let standing = Dictionary(
            present.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(judged.map(\.id))
        var free = present.filter { !known.contains($0.id) }
        // Whoever is there may have been renamed, and is looked for under that name one day.
        var result = judged.map { standing[$0.id] ?? $0 }
        var missing = judged.indices.filter { standing[judged[$0].id] == nil }
        for isSame: (SeenFile, SeenFile) -> Bool in [
            { $0.place == $1.place }, { $0.name == $1.name },
        ] {
            missing.removeAll { index in
                guard let place = free.firstIndex(where: { isSame($0, judged[index]) }) else {
                    return false
                }
                result[index] = free.remove(at: place)
                return true
            }
        }
        for index in missing where !(result[index].id.map(rows.contains) ?? false) {
            result[index].id = nil
        }
        return result
    }
}

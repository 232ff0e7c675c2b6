import Foundation
import TestSupport

/// A generated library with a list of what each of its files truly is.
struct Corpus: Sendable {
    /// One line of the list.
    struct Entry: Sendable {
        let path: DiskPath
        let kind: String
        let size: Int
        /// Files with equal numbers have equal bytes; nil for what is no audio.
        let content: Int?
        let duration: Double?
        let rate: Int?
        let channels: Int?
        let bits: Int?
        let codec: String?
        /// How a broken file is broken.
        let fault: String?

        /// True for audio that must be catalogued.
        var isValid: Bool { ["unique", "dup", "dup-first", "near", "collide"].contains(kind) }
    }

    let root: DiskPath
    let entries: [Entry]

    /// The library in `AUDIOWATCH_CORPUS_DIR`, its list beside it as `DIR.manifest.jsonl`; nil when none is given.
    static func given() throws -> Corpus? {
        guard let folder = ProcessInfo.processInfo.environment["AUDIOWATCH_CORPUS_DIR"] else {
            print("skipped: AUDIOWATCH_CORPUS_DIR names no library made by make_corpus.py")
            return nil
        }
        let root = DiskPath(folder.utf8)
        let list = try contents(of: DiskPath((folder + ".manifest.jsonl").utf8))
        return Corpus(
            root: root,
            entries: try list.split(separator: UInt8(ascii: "\n")).map { line in
                let line = try JSON(Data(line))
                guard let path = line["p"].string.flatMap({ Data(base64Encoded: $0) }),
                    let kind = line["kind"].string
                else { throw TestFailure("not a line of a manifest: \(line)") }
                return Entry(
                    path: root / Array(path), kind: kind, size: line["size"].integer ?? 0,
                    content: line["cid"].integer,
                    duration: line["dur"].number, rate: line["rate"].integer,
                    channels: line["ch"].integer, bits: line["bits"].integer,
                    codec: line["codec"].string, fault: line["broken"].string)
            })
    }
}

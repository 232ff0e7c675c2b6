import Foundation

/// Text made comparable: case does not count, nor does it count whether an accent is a character of
/// its own (NFD, as macOS writes names) or part of its letter (NFC, as everybody else does).
///
/// Upper case first, then lower: `ß` meets `SS`, and a final sigma meets any other.
/// Source: Unicode 15, sections 3.13 (case) and 3.11 (normalisation).
public struct FoldedText: Hashable, Sendable {
    /// The folded text, UTF-8.
    public let bytes: [UInt8]

    /// Folds `text`.
    public init(_ text: String) {
        self.init(utf8: Array(text.utf8)) { text }
    }

    /// Folds a name for comparing; bytes that are not UTF-8 are compared as U+FFFD.
    public init(_ name: FileName) {
        self.init(utf8: name.bytes) { name.display }
    }

    /// Most names are ASCII, where folding is one pass over the bytes.
    private init(utf8: [UInt8], text: () -> String) {
        if utf8.allSatisfy({ $0 < 0x80 }) {
            bytes = utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        } else {
            let folded = text().uppercased().lowercased()
            bytes = Array(folded.precomposedStringWithCanonicalMapping.utf8)
        }
    }

    /// The folded text as a `String`, for storing and grouping.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

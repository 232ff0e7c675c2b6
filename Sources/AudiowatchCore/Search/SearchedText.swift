import Foundation

/// Text made comparable for searching: neither case nor accents count, nor whether a letter is wide,
/// narrow, a ligature or composed. `ＫＩＣＫ`, `Kick` and `kíck` are one.
///
/// Wider than ``FoldedText``, which tells `café` from `cafe` because two sounds may be named so.
/// Source: Unicode 15, sections 3.13 (case), 3.11 (compatibility decomposition), UAX 44 (marks).
public struct SearchedText: Hashable, Sendable {
    /// The folded text, UTF-8.
    public let bytes: [UInt8]

    /// Takes a text that was folded before.
    public init(folded bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Folds `text`.
    public init(_ text: String) {
        self.init(utf8: text.utf8) { text }
    }

    /// Folds a name; bytes that are not UTF-8 are compared as U+FFFD.
    public init(_ name: FileName) {
        self.init(utf8: name.bytes) { name.display }
    }

    /// Folds the names of a folder with slashes between them.
    public init(folder names: [FileName]) {
        bytes = Array(names.map { SearchedText($0).bytes }.joined(separator: [Self.slash]))
    }

    /// A folder and a name in it, with a slash between.
    public init(folder: SearchedText, name: SearchedText) {
        bytes = folder.bytes + [Self.slash] + name.bytes
    }

    private static let slash = UInt8(ascii: "/")

    /// Most names are ASCII, where folding is one pass over the bytes.
    private init(utf8: some Collection<UInt8>, text: () -> String) {
        if utf8.allSatisfy({ $0 < 0x80 }) {
            bytes = utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        } else {
            bytes = Array(SearchedText.fold(text()).utf8)
        }
    }

    private static func fold(_ text: String) -> String {
        var letters = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: continue
            default: letters.append(contentsOf: (plain[scalar] ?? String(scalar)).unicodeScalars)
            }
        }
        // Upper case first, then lower: `ß` meets `SS`, and a final sigma meets any other.
        return String(letters).uppercased().lowercased().precomposedStringWithCanonicalMapping
    }

    /// Letters with a stroke, which Unicode does not decompose, as people type them without.
    private static let plain: [Unicode.Scalar: String] = [
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE",
        "œ": "oe", "Œ": "OE", "ı": "i",
    ]

    /// The folded text as a `String`.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// True when nothing is left to find.
    public var isEmpty: Bool { bytes.isEmpty }

    /// True when `part` stands somewhere in this text; an empty part stands everywhere.
    public func contains(_ part: SearchedText) -> Bool {
        guard let first = part.bytes.first else { return true }
        return bytes.withUnsafeBufferPointer { text in
            part.bytes.withUnsafeBufferPointer { wanted in
                let last = text.count - wanted.count
                guard last >= 0 else { return false }
                for start in 0...last where text[start] == first {
                    if text[start..<start + wanted.count].elementsEqual(wanted) { return true }
                }
                return false
            }
        }
    }
}

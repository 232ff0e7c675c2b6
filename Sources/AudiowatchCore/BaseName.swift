import Foundation

/// What two names share when only their extension, case or accents' spelling differ: `Kick 01.WAV`, `kick 01.aif`.
public enum BaseName {
    /// The name without its last extension, case folded, NFC. Empty only for an empty name.
    ///
    /// Upper case first, then lower: `ß` meets `SS`. Bytes that are not UTF-8 count as U+FFFD.
    /// Source: Unicode 15, sections 3.13 (case) and 3.11 (normalisation).
    public static func of(_ name: FileName) -> String {
        let stem = stem(of: name)
        if stem.allSatisfy({ $0 < 0x80 }) {
            let lowered = stem.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
            return String(decoding: lowered, as: UTF8.self)
        }
        let folded = String(decoding: stem, as: UTF8.self).uppercased().lowercased()
        return folded.precomposedStringWithCanonicalMapping
    }

    /// A leading dot hides a file; it begins no extension.
    private static func stem(of name: FileName) -> ArraySlice<UInt8> {
        guard let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else {
            return name.bytes[...]
        }
        return name.bytes[..<dot]
    }
}

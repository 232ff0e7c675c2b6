/// What two names share when only their extension, case or accents' spelling differ: `Kick 01.WAV`, `kick 01.aif`.
public enum BaseName {
    /// The name without its last extension, case folded, NFC. Empty only for an empty name.
    /// Bytes that are not UTF-8 count as U+FFFD. See ``FoldedText``.
    public static func of(_ name: FileName) -> String {
        FoldedText(FileName(bytes: Array(stem(of: name)))).text
    }

    /// A leading dot hides a file; it begins no extension.
    static func stem(of name: FileName) -> ArraySlice<UInt8> {
        guard let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else {
            return name.bytes[...]
        }
        return name.bytes[..<dot]
    }
}

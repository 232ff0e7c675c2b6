/// A short mark of bytes, the same on every machine: for telling things apart that nobody made to be alike.
///
/// Source: FNV-1a of 64 bits (RFC 9923).
public enum FNV1a {
    /// The mark.
    public static func mark(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// The mark in hexadecimal digits, sixteen at the most.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(mark(bytes), radix: 16)
    }
}

/// What both ends of a probe agree on. One message is one datagram of a SOCK_SEQPACKET socket; numbers
/// are little-endian. The two programs are built together, and ``version`` catches a stale one.
public enum Wire {
    /// Raised whenever a layout in this module changes.
    public static let version: UInt16 = 4
    /// Largest message: nine tags of 4 KiB, reasons and numbers, below the smallest default socket buffer.
    public static let largestMessage = 65_536
    /// Longest tag in bytes of UTF-8: an ID3 title of 40 MiB is an attack, not a title.
    public static let longestTag = 4096
    /// Longest reason in bytes of UTF-8.
    public static let longestReason = 512
    /// Most suspicions of one file that are told.
    public static let mostSuspicions = 8
    /// Longest name of a demuxer or codec.
    public static let longestName = 32

    /// `bytes` cut to at most `limit`, never inside a UTF-8 sequence that was whole.
    public static func cut(
        _ bytes: UnsafeRawBufferPointer, to limit: Int
    ) -> UnsafeRawBufferPointer {
        guard bytes.count > limit, limit > 0 else {
            return UnsafeRawBufferPointer(rebasing: bytes.prefix(max(limit, 0)))
        }
        var end = limit
        // A sequence has at most three continuation bytes; more are no UTF-8 and may be cut anywhere.
        while end > limit - 4, end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        if bytes[end] & 0xC0 == 0x80 { end = limit }
        return UnsafeRawBufferPointer(rebasing: bytes.prefix(end))
    }
}

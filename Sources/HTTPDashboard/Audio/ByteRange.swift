/// Which bytes of a file a `Range` header asks for. Source: RFC 9110 §14.
///
/// Only one range is served: nobody needs more of a sound file, and a thousand overlapping ones are an attack
/// (CVE-2011-3192).
enum ByteRange: Hashable, Sendable {
    /// No range was asked for, or of a unit that we do not know: everything.
    case whole
    /// These bytes, at least one.
    case part(Range<Int64>)
    /// Several, malformed, or outside of the file.
    case unsatisfiable

    /// Reads a header's value for a file of `size` bytes.
    init(_ header: String?, size: Int64) {
        self = .whole
        guard let header else { return }
        let parts = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].trimmed.lowercased() == "bytes" else { return }
        self = ByteRange.part(of: size, parts[1].trimmed).map(ByteRange.part) ?? .unsatisfiable
    }

    private static func part(of size: Int64, _ text: Substring) -> Range<Int64>? {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, size > 0 else { return nil }
        if ends[0].isEmpty {
            // The last so many bytes.
            guard let count = number(ends[1]), count > 0 else { return nil }
            return max(0, size - min(count, size))..<size
        }
        guard let first = number(ends[0]), first < size else { return nil }
        if ends[1].isEmpty { return first..<size }
        guard let last = number(ends[1]), last >= first else { return nil }
        return first..<(min(last, size - 1) + 1)
    }

    /// A number of digits alone; one that fits in no Int64 counts as the greatest.
    private static func number(_ text: Substring) -> Int64? {
        let digits = text.utf8
        guard !digits.isEmpty,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int64(text) ?? .max
    }
}

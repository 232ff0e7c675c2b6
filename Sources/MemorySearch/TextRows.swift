import AudiowatchCore
import CTextScan

/// Folded texts, one a row, end to end in one stretch of memory, so that a word is looked for in a million of
/// them at the memory's own speed. A row is replaced by a new one; what is dead is squeezed out now and then.
struct TextRows: Sendable {
    private var text: [UInt8] = []
    private var ends: [UInt32] = []

    /// UTF-8 never has this byte, so no word reaches over the end of its row.
    private static let end: UInt8 = 0xff

    var count: Int { ends.count }

    /// Bytes of text that rows may take in all: offsets are four bytes.
    private static let room = Int(UInt32.max) - 65_536

    /// Adds a row and returns its number; nil when there is no room for more.
    mutating func append(_ bytes: [UInt8]) -> Int? {
        guard text.count + bytes.count < TextRows.room else { return nil }
        text.append(contentsOf: bytes)
        ends.append(UInt32(text.count))
        text.append(TextRows.end)
        return ends.count - 1
    }

    /// The text of a row.
    func bytes(_ row: Int) -> ArraySlice<UInt8> {
        let start = row == 0 ? 0 : Int(ends[row - 1]) + 1
        return text[start..<Int(ends[row])]
    }

    /// Compares two rows byte by byte.
    func isLess(_ left: Int, _ right: Int) -> Bool {
        bytes(left).lexicographicallyPrecedes(bytes(right))
    }

    /// The rows that hold `needle`; all of them when it is empty.
    func rows(holding needle: SearchedText) -> Bits {
        guard !needle.isEmpty else { return Bits(count: count, filled: true) }
        var bits = Bits(count: count)
        bits.withMutableWords { words in
            text.withUnsafeBufferPointer { text in
                ends.withUnsafeBufferPointer { ends in
                    needle.bytes.withUnsafeBufferPointer { needle in
                        ctextscan_mark(
                            text.baseAddress, ends.baseAddress, ends.count, needle.baseAddress,
                            needle.count, words)
                    }
                }
            }
        }
        return bits
    }

    mutating func reserve(rows: Int, bytes: Int) {
        ends.reserveCapacity(rows)
        text.reserveCapacity(bytes)
    }
}

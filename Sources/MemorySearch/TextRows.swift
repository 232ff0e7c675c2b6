import AudiowatchCore
import CTextScan
import Glibc

/// Folded texts, one a row, end to end in one stretch of memory, so that a word is looked for in a million of
/// them at the memory's own speed. A row is replaced by a new one; what is dead is squeezed out now and then.
struct TextRows: Sendable {
    /// The texts; where there is a file, those that are not yet in it.
    private var text: [UInt8] = []
    private var ends: Numbers<UInt32>
    private var file: ScratchFile?

    /// UTF-8 never has this byte, so no word reaches over the end of its row.
    private static let end: UInt8 = 0xff

    /// In memory, or in a file without a name in a folder, where that is possible.
    init(in folder: [UInt8]? = nil) {
        ends = Numbers(in: folder)
        file = folder.flatMap { ScratchFile(in: $0, room: TextRows.firstRoom) }
    }

    var count: Int { ends.count }

    /// Bytes of text that rows may take in all: offsets are four bytes.
    private static let room = Int(UInt32.max) - 65_536
    /// Bytes that wait in memory before they go to the file.
    private static let pending = 64 << 10
    /// More than a million names take.
    private static let firstRoom = 256 << 20

    /// Adds a row and returns its number; nil when there is no room for more.
    mutating func append(_ bytes: some Collection<UInt8>) -> Int? {
        let start = text.count + (file?.count ?? 0)
        guard start + bytes.count < TextRows.room else { return nil }
        text.append(contentsOf: bytes)
        ends.append(UInt32(start + bytes.count))
        text.append(TextRows.end)
        if file != nil, text.count >= TextRows.pending { flush() }
        return ends.count - 1
    }

    /// Writes what waits to the file; to be called before rows are read.
    mutating func flush() {
        ends.flush()
        guard let file, !text.isEmpty else { return }
        if text.withUnsafeBytes({ file.append($0) }) {
            text.removeAll(keepingCapacity: true)
        } else {
            // No room on that disk: everything is kept in memory from now on.
            text = Array(UnsafeRawBufferPointer(start: file.base, count: file.count)) + text
            self.file = nil
        }
    }

    /// Texts and the ends of their rows; everything must have been flushed.
    @inline(__always)
    @discardableResult
    func withText<Result>(_ body: (UnsafePointer<UInt8>, UnsafePointer<UInt32>) -> Result)
        -> Result?
    {
        ends.withUnsafeBufferPointer { ends in
            guard let ends = ends.baseAddress else { return nil }
            if let file {
                return withExtendedLifetime(file) {
                    body(file.base.assumingMemoryBound(to: UInt8.self), ends)
                }
            }
            return text.withUnsafeBufferPointer { text in
                text.baseAddress.map { body($0, ends) }
            }
        }
    }

    /// The text of a row.
    func bytes(_ row: Int) -> [UInt8] {
        guard ends.indices.contains(row) else { return [] }
        return withText { text, ends in
            let (start, length) = TextRows.place(row, ends)
            return Array(UnsafeBufferPointer(start: text + start, count: length))
        } ?? []
    }

    /// Where a row's text begins, and its length: never less than nothing, also where a disk lost what was
    /// written to it and reads as zeros.
    @inline(__always)
    static func place(_ row: Int, _ ends: UnsafePointer<UInt32>) -> (start: Int, length: Int) {
        let start = row == 0 ? 0 : Int(ends[row - 1]) + 1
        return (start, max(0, Int(ends[row]) - start))
    }

    /// The rows that hold `needle`; all of them when it is empty.
    func rows(holding needle: SearchedText) -> Bits { rows(holding: needle, in: 0..<count) }

    /// Which of some rows hold `needle`, counted from the first of them; all when it is empty.
    func rows(holding needle: SearchedText, in part: Range<Int>) -> Bits {
        guard !needle.isEmpty else { return Bits(count: part.count, filled: true) }
        var bits = Bits(count: part.count)
        bits.withMutableWords { words in
            withText { text, ends in
                needle.bytes.withUnsafeBufferPointer { needle in
                    ctextscan_mark(
                        text, ends, part.lowerBound, part.upperBound, needle.baseAddress,
                        needle.count, words)
                }
            }
        }
        return bits
    }

    /// True when a row holds `needle`.
    func holds(_ needle: SearchedText, _ row: Int) -> Bool {
        withText { text, ends in
            needle.bytes.withUnsafeBufferPointer { needle in
                let (start, length) = TextRows.place(row, ends)
                return ctextscan_holds(
                    text + start, length, needle.baseAddress, needle.count) != 0
            }
        } ?? false
    }

    mutating func reserve(rows: Int, bytes: Int) {
        ends.reserve(rows)
        if file == nil { text.reserveCapacity(bytes) }
    }
}

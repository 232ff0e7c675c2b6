/// What the last page of an Ogg file says: libavformat took the length from it, and a file that was cut
/// lacks the flag "end of stream". Source: RFC 3533 §6.
enum OggEnd {
    static func judge(claimed: Double, _ file: FileBytes) -> Length {
        var length = Length(seconds: claimed)
        let bytes = file.end.bytes
        guard let page = bytes.lastOffset(of: Array("OggS".utf8)), page + 6 <= bytes.count else {
            length.isEstimated = true
            length.suspicions = ["its end holds no Ogg page: cut or overwritten"]
            return length
        }
        if bytes[page + 5] & 4 == 0 {
            length.suspicions = [
                "its last page is missing: cut or unfinished; the bytes hold \(Length.text(claimed))"
            ]
        }
        return length
    }
}

/// What the last block of a WavPack file says. Source: WavPack 4 & 5 binary format, §2.0.
enum WavPackEnd {
    /// No block of WavPack is shorter than its header.
    private static let header = 32

    /// Most samples in a block, by the format.
    private static let largestBlock = 131_072.0

    static func judge(claimed: Double, _ file: FileBytes) -> Length {
        guard let total = block(file.head, at: 0)?.total, total > 0, total != UInt32.max,
            claimed > 0
        else {
            return Length(seconds: claimed)
        }
        guard Double(total) <= Double(file.size) / Double(header) * largestBlock else {
            return .impossible(claimed: claimed, size: file.size)
        }
        let (bytes, offset) = file.end
        guard let last = bytes.lastOffset(of: Array("wvpk".utf8)),
            let block = block(bytes, at: last)
        else {
            var length = Length(estimated: claimed)
            length.suspicions = ["its end holds no WavPack block: cut or overwritten"]
            return length
        }
        // Size counts from behind its own field, eight bytes into the block.
        let isWhole = offset + Int64(last) + 8 + Int64(block.size) <= file.size
        let end = UInt64(block.first) + (isWhole ? UInt64(block.samples) : 0)
        guard end < UInt64(total) else { return Length(seconds: claimed) }
        return .cut(claimed: claimed, held: claimed * Double(end) / Double(total))
    }

    private static func block(
        _ bytes: UnsafeRawBufferPointer, at offset: Int
    ) -> (size: UInt32, total: UInt32, first: UInt32, samples: UInt32)? {
        guard offset >= 0, bytes.count - offset >= header else { return nil }
        func number(_ at: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + at, as: UInt32.self))
        }
        return (number(4), number(12), number(16), number(20))
    }
}

/// What an ASF header says of its file's size and time. Source: ASF specification 01.20.05, §3.2.
enum ASFHeader {
    /// The file properties object.
    private static let properties: [UInt8] = [
        0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11, 0x8E, 0xE4, 0x00, 0xC0, 0x0C, 0x20, 0x53,
        0x65,
    ]

    static func judge(claimed: Double, _ file: FileBytes) -> Length {
        guard let object = file.head.firstOffset(of: properties), file.head.count - object >= 88
        else {
            return Length(seconds: claimed)
        }
        func number(_ at: Int) -> Double {
            Double(
                UInt64(
                    littleEndian: file.head.loadUnaligned(
                        fromByteOffset: object + at, as: UInt64.self)))
        }
        let size = number(40)
        guard size > 0, Double(file.size) < 0.98 * size else { return Length(seconds: claimed) }
        // In units of 100 ns, the preroll in milliseconds. libavformat drops it where the size is wrong.
        let whole = max(number(64) / 10_000_000 - number(80) / 1000, 0)
        return .cut(claimed: whole, held: whole * Double(file.size) / size, isEstimated: true)
    }
}

/// The frames that a CAF file's packet table says are sound; libavformat counts those that only fill the
/// last packet too. Source: Apple Core Audio Format Specification 1.0, "Packet Table Chunk".
enum CAFPackets {
    /// More chunks than this are not walked.
    private static let most = 32

    static func seconds(_ file: FileBytes, rate: CInt) -> Double? {
        guard rate > 0 else { return nil }
        var offset: Int64 = 8
        for _ in 0..<most {
            let chunk = file.bytes(at: offset, count: 28)
            guard chunk.count == 28 else { return nil }
            func number(_ at: Int) -> Int64 {
                chunk[at..<(at + 8)].reduce(0) { $0 << 8 | Int64($1) }
            }
            if chunk.starts(with: "pakt".utf8) {
                let frames = number(20)
                return frames > 0 ? Double(frames) / Double(rate) : nil
            }
            let length = number(4)
            let (next, overflow) = (offset + 12).addingReportingOverflow(length)
            guard length >= 0, !overflow, next <= file.size else { return nil }
            offset = next
        }
        return nil
    }
}

extension UnsafeRawBufferPointer {
    /// Where `word` stands first, or nil.
    fileprivate func firstOffset(of word: [UInt8]) -> Int? {
        guard count >= word.count else { return nil }
        return (0...(count - word.count)).first { matches(word, at: $0) }
    }

    /// Where `word` stands last, or nil.
    fileprivate func lastOffset(of word: [UInt8]) -> Int? {
        guard count >= word.count else { return nil }
        return (0...(count - word.count)).last { matches(word, at: $0) }
    }

    private func matches(_ word: [UInt8], at offset: Int) -> Bool {
        for (index, byte) in word.enumerated() where self[offset + index] != byte { return false }
        return true
    }
}

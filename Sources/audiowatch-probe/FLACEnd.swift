import CFFmpeg

/// What the last frame of a FLAC file says of its length.
///
/// Source: RFC 9639 §8.2 (STREAMINFO) and §9.1 (frame header: sync, numbers, CRC-8).
enum FLACEnd {
    /// No frame of FLAC is shorter, constant silence included.
    private static let shortestFrame = 8.0

    static func judge(
        _ parameters: UnsafeMutablePointer<AVCodecParameters>, claimed: Double, _ file: FileBytes
    ) -> Length {
        guard parameters.pointee.extradata_size >= 34, let info = parameters.pointee.extradata
        else {
            return Length(seconds: claimed)
        }
        let largestBlock = Int64(info[2]) << 8 | Int64(info[3])
        let rate = Int64(info[10]) << 12 | Int64(info[11]) << 4 | Int64(info[12]) >> 4
        let total = (13..<18).reduce(Int64(0)) { $0 << 8 | Int64(info[$1]) } & 0xF_FFFF_FFFF
        guard rate > 0 else { return Length(seconds: claimed) }
        let most = Double(file.size) / shortestFrame * Double(max(largestBlock, 16))
        guard claimed * Double(rate) <= most else {
            return .impossible(claimed: claimed, size: file.size)
        }
        guard total > 0 else { return Length(seconds: claimed) }
        var last: FLACFrame?
        let bytes = file.end.bytes
        var offset = bytes.count - 6
        while offset >= 0 {
            if bytes[offset] == 0xFF, bytes[offset + 1] & 0xFE == 0xF8,
                let frame = FLACFrame(bytes, at: offset, block: largestBlock), frame.end <= total
            {
                if frame.end == total { return Length(seconds: claimed) }
                if last == nil { last = frame }
            }
            offset -= 1
        }
        guard let last else {
            var length = Length(estimated: claimed)
            length.suspicions = ["its end holds no FLAC frame: cut or overwritten"]
            return length
        }
        // The last frame itself may be the cut one.
        return .cut(claimed: claimed, held: Double(last.start) / Double(rate))
    }
}

/// Where one FLAC frame stands in the sound, by its header.
private struct FLACFrame {
    /// First sample.
    let start: Int64
    /// Behind the last sample.
    let end: Int64

    init?(_ bytes: UnsafeRawBufferPointer, at offset: Int, block: Int64) {
        // The longest header has 16 bytes.
        let header = bytes[offset..<min(offset + 16, bytes.count)]
        func byte(_ index: Int) -> Int64? {
            offset + index < header.endIndex ? Int64(header[offset + index]) : nil
        }
        guard let codes = byte(2), let layout = byte(3), codes >> 4 != 0, codes & 15 != 15,
            layout >> 4 < 11, layout & 1 == 0,
            let (number, width) = FLACFrame.number(header.dropFirst(4))
        else {
            return nil
        }
        var next = 4 + width
        let size: Int64
        switch codes >> 4 {
        case 1: size = 192
        case 2...5: size = 576 << (codes >> 4 - 2)
        case 6:
            guard let low = byte(next) else { return nil }
            size = low + 1
            next += 1
        case 7:
            guard let high = byte(next), let low = byte(next + 1) else { return nil }
            size = high << 8 + low + 1
            next += 2
        default: size = 256 << (codes >> 4 - 8)
        }
        next += codes & 15 == 12 ? 1 : codes & 15 > 12 ? 2 : 0
        guard let check = byte(next), FLACFrame.crc8(header.prefix(next)) == check else {
            return nil
        }
        // Frames of one size are numbered; others say their first sample.
        let isVariable = bytes[offset + 1] & 1 == 1
        let (first, tooFar) = number.multipliedReportingOverflow(by: isVariable ? 1 : block)
        guard !tooFar, first <= 1 << 36 else { return nil }
        start = first
        end = first + size
    }

    /// A number of up to 36 bits in UTF-8's scheme, and its width in bytes.
    private static func number(_ bytes: Slice<UnsafeRawBufferPointer>) -> (Int64, Int)? {
        guard let first = bytes.first else { return nil }
        if first < 0x80 { return (Int64(first), 1) }
        let width = (~first).leadingZeroBitCount
        guard (2...7).contains(width), bytes.count >= width else { return nil }
        var value = width < 7 ? Int64(first & (0x7F >> width)) : 0
        for byte in bytes.prefix(width).dropFirst() {
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | Int64(byte & 0x3F)
        }
        return (value, width)
    }

    /// Polynomial x^8 + x^2 + x + 1.
    private static func crc8(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int64 {
        var sum: UInt8 = 0
        for byte in bytes {
            sum ^= byte
            for _ in 0..<8 { sum = sum & 0x80 != 0 ? sum << 1 ^ 0x07 : sum << 1 }
        }
        return Int64(sum)
    }
}

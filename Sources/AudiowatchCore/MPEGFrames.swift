/// Finds MPEG audio and ADTS streams by frame headers that lead to each other.
///
/// Source: ISO/IEC 11172-3 §2.4.1.3 and 13818-3 (MPEG audio), 13818-7 §6.2 (ADTS).
enum MPEGFrames {
    /// Headers in a row that prove a stream. Noise passes for one header every few thousand bytes, and each
    /// further one divides that by 2^17 or more.
    private static let proof = 4

    /// One frame as its header describes it.
    struct Frame: Equatable {
        /// The container a stream of such frames makes.
        var container: Container
        /// Header and payload in bytes.
        var length: Int
        /// What all frames of one stream share: version, layer and sample rate.
        var kind: UInt32
        /// Samples of each channel.
        var samples: Int
        /// Samples a second; of ADTS its core's, which ``samples`` counts too.
        var rate: Int
    }

    /// The container of the first stream in `bytes` that is proved, or nil.
    ///
    /// A stream shorter than the proof counts when its frames reach exactly the end of the bytes.
    static func container(of bytes: UnsafeRawBufferPointer) -> Container? {
        var offset = 0
        while offset + 4 <= bytes.count {
            guard bytes[offset] == 0xFF, bytes[offset + 1] >= 0xE0 else {
                offset += 1
                continue
            }
            if let frame = frame(at: offset, in: bytes), isProved(frame, at: offset, in: bytes) {
                return frame.container
            }
            offset += 1
        }
        return nil
    }

    private static func isProved(
        _ first: Frame, at start: Int, in bytes: UnsafeRawBufferPointer
    ) -> Bool {
        var offset = start + first.length
        for seen in 1..<proof {
            // Short of the proof: only a stream that fills the whole file, or is at its end, is believed.
            if offset >= bytes.count { return offset == bytes.count && (start == 0 || seen > 1) }
            if startsTrailingTag(bytes, at: offset) { return start == 0 || seen > 1 }
            guard let next = frame(at: offset, in: bytes), next.kind == first.kind else {
                return false
            }
            offset += next.length
        }
        return true
    }

    private static func startsTrailingTag(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        let rest = bytes.dropFirst(offset)
        return rest.starts(with: [0x54, 0x41, 0x47])
            || rest.starts(with: [0x41, 0x50, 0x45, 0x54, 0x41, 0x47, 0x45, 0x58])
    }

    /// The frame whose header stands at `offset`, or nil when there is none.
    static func frame(at offset: Int, in bytes: UnsafeRawBufferPointer) -> Frame? {
        guard offset >= 0, bytes.count - offset >= 6 else { return nil }
        let header =
            UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16
            | UInt32(bytes[offset + 2]) << 8 | UInt32(bytes[offset + 3])
        guard header >> 21 == 0x7FF else { return nil }
        if header >> 17 & 3 == 0 {
            // Blocks of 1024 samples, one more than the last two bits of the header say.
            let blocks = offset + 6 < bytes.count ? Int(bytes[offset + 6] & 3) + 1 : 1
            return adts(
                header, UInt32(bytes[offset + 4]) << 8 | UInt32(bytes[offset + 5]), blocks: blocks)
        }
        return mpeg(header)
    }

    private static func mpeg(_ header: UInt32) -> Frame? {
        let version = header >> 19 & 3
        let layer = 4 - (header >> 17 & 3)
        let rate = Int(header >> 10 & 3)
        let step = Int(header >> 12 & 15)
        guard version != 1, rate < 3, (1...14).contains(step) else { return nil }
        let sampleRate =
            [44_100, 48_000, 32_000][rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2)
        let isFirst = version == 3
        let table: [Int]
        switch (layer, isFirst) {
        case (1, true): table = layer1
        case (2, true): table = layer2
        case (3, true): table = layer3
        case (1, false): table = low1
        default: table = low23
        }
        let bitRate = table[step - 1] * 1000
        let padding = Int(header >> 9 & 1)
        let length =
            switch layer {
            case 1: (12 * bitRate / sampleRate + padding) * 4
            case 3 where !isFirst: 72 * bitRate / sampleRate + padding
            default: 144 * bitRate / sampleRate + padding
            }
        let samples = layer == 1 ? 384 : layer == 3 && !isFirst ? 576 : 1152
        return Frame(
            container: layer == 3 ? .mp3 : .mp2, length: length, kind: header & 0xFFFE_0C00,
            samples: samples, rate: sampleRate)
    }

    private static func adts(_ header: UInt32, _ following: UInt32, blocks: Int) -> Frame? {
        // Sync of twelve bits; MPEG-2.5's eleven would read as another format.
        let rate = Int(header >> 10 & 15)
        guard header >> 20 == 0xFFF, rate < adtsRates.count else { return nil }
        let length = Int((header & 3) << 11 | following >> 5)
        guard length >= 7 else { return nil }
        return Frame(
            container: .aac, length: length, kind: header & 0xFFFE_FC00, samples: 1024 * blocks,
            rate: adtsRates[rate])
    }

    private static let adtsRates = [
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
        8000, 7350,
    ]

    // Kilobits a second of the steps 1 to 14.
    private static let layer1 = [
        32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448,
    ]
    private static let layer2 = [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
    private static let layer3 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    private static let low1 = [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256]
    private static let low23 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
}

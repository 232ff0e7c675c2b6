/// AAC in ADTS frames, counted over the bytes in memory.
///
/// Source: ISO/IEC 13818-7 §6.2. Rate and channels in a header are those of the core: where SBR or
/// parametric stereo may follow, they are not the sound's (see ``isPlain``).
struct ADTSStream {
    /// Samples a second of the core.
    let sampleRate: CInt
    /// Channels of the core.
    let channels: CInt
    /// True when nothing can double what the header says.
    let isPlain: Bool
    /// From counted frames; an estimate unless all of them were in memory.
    let length: Length

    private static let rates: [CInt] = [
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
        8000, 7350,
    ]

    /// Bytes that are read where the sound begins behind the head.
    private static let glance = 16_384

    /// Walks the frames from `dataStart`; nil when none is there.
    init?(_ file: FileBytes, dataStart: Int64) {
        var counter = FrameCounter()
        let pieces = file.inMemory(from: dataStart)
        if dataStart < Int64(file.head.count) {
            for piece in file.isWholeInMemory ? pieces[...] : pieces.prefix(1) {
                counter.walk(piece)
            }
        } else {
            file.bytes(at: dataStart, count: ADTSStream.glance).withUnsafeBytes { counter.walk($0) }
        }
        guard let first = counter.first, counter.samples > 0,
            let rate = ADTSStream.rates.dropFirst(Int(first >> 10 & 15)).first
        else {
            return nil
        }
        sampleRate = rate
        let layout = CInt(first >> 6 & 7)
        channels = layout == 7 ? 8 : layout
        isPlain = rate > 24_000 && layout > 0
        let seconds = Double(counter.samples) / Double(rate)
        if file.isWholeInMemory {
            length = Length(seconds: seconds)
        } else {
            let bytes = Double(max(file.size - dataStart, 0))
            length = Length(estimated: seconds * bytes / Double(counter.bytes))
        }
    }

    /// Adds up frames over pieces of memory that follow each other.
    private struct FrameCounter {
        var first: UInt32?
        var samples: Int64 = 0
        var bytes: Int64 = 1
        /// Bytes of the last frame that lie in the next piece.
        private var over = 0
        /// A header cut by the border of two pieces.
        private var cut: [UInt8] = []

        mutating func walk(_ piece: UnsafeRawBufferPointer) {
            var offset = over
            if !cut.isEmpty {
                let held = cut.count
                let joined = cut + piece.prefix(7 - held)
                cut = []
                let length = joined.withUnsafeBytes { frame(at: 0, in: $0) }
                offset = length.map { max(0, $0 - held) } ?? 0
            }
            while offset < piece.count {
                if piece.count - offset < 7 {
                    cut = Array(piece[offset...])
                    return
                }
                if let length = frame(at: offset, in: piece) {
                    offset += length
                } else {
                    offset += 1
                }
            }
            over = offset - piece.count
        }

        /// Counts the frame at `offset` and returns its length, or nil when none starts there.
        private mutating func frame(at offset: Int, in piece: UnsafeRawBufferPointer) -> Int? {
            guard piece.count - offset >= 7 else { return nil }
            let header =
                UInt32(piece[offset]) << 24 | UInt32(piece[offset + 1]) << 16
                | UInt32(piece[offset + 2]) << 8 | UInt32(piece[offset + 3])
            let kind = header & 0xFFFE_FC00
            guard header >> 20 == 0xFFF, header >> 17 & 3 == 0,
                kind == (first ?? header) & 0xFFFE_FC00
            else {
                return nil
            }
            let length =
                Int(header & 3) << 11 | Int(piece[offset + 4]) << 3 | Int(piece[offset + 5]) >> 5
            guard length >= 7 else { return nil }
            if first == nil { first = header }
            // Blocks of 1024 samples, one more than the last two bits say.
            samples += 1024 * (Int64(piece[offset + 6] & 3) + 1)
            bytes += Int64(length)
            return length
        }
    }
}

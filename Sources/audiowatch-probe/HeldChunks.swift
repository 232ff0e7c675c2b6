import ProbeWire

/// The chunks beside the sound of WAV, AIFF and CAF, as far as they lie in the two ends of the file that are in
/// memory. Nothing is read for them, and what a file says of its sizes is believed only inside the file.
struct HeldChunks {
    /// Chunks looked at in one file: some have thousands of empty ones.
    private static let most = 256
    /// Bytes looked at of one chunk: a cue list of a day is longer than what is asked of it.
    private static let longest: Int64 = 4096
    /// Beats a minute that are believed.
    private static let tempos = 20.0...999.0

    /// What they say; `seconds` is the length of the sound where it is known.
    static func facts(_ file: FileBytes, name: String, seconds: Double?) -> ChunkFacts {
        var reading = ChunkReading()
        let chunks = HeldChunks(file, name)
        for chunk in chunks.list {
            let bytes = file.held(at: chunk.start, count: Int(clamping: min(chunk.size, longest)))
            reading.take(chunk.id, Fields(bytes, isBigEndian: chunks.isBigEndian))
        }
        var facts = reading.result
        if facts.use == .oneShot {
            (facts.tempo, facts.beats) = (0, 0)
        } else if facts.tempo == 0, facts.beats > 0, let seconds, seconds > 0 {
            // To a hundredth: the length is a whole number of samples, the tempo a number somebody chose.
            facts.tempo = (Double(facts.beats) * 6000 / seconds).rounded() / 100
        }
        if !tempos.contains(facts.tempo) { facts.tempo = 0 }
        return facts
    }

    private struct Chunk {
        var id: String
        var start: Int64
        var size: Int64
    }

    private var list: [Chunk] = []
    private let file: FileBytes
    /// Of AIFF, CAF, and the WAVs that begin with "RIFX".
    private let isBigEndian: Bool

    private init(_ file: FileBytes, _ name: String) {
        self.file = file
        isBigEndian = name != "wav" || file.head.starts(with: Array("RIFX".utf8))
        switch name {
        case "wav", "aiff": walk(from: 12, headerSize: 8, isPadded: true)
        case "caf": walk(from: 8, headerSize: 12, isPadded: false)
        default: break
        }
    }

    private mutating func walk(from first: Int64, headerSize: Int, isPadded: Bool) {
        var next = first
        var longSize: Int64?
        for _ in 0..<HeldChunks.most {
            let header = Fields(file.held(at: next, count: headerSize), isBigEndian: isBigEndian)
            guard header.count == headerSize else { return }
            let id = header.text(at: 0, count: 4)
            let claimed: Int64? =
                headerSize == 12
                ? header.number(Int64.self, at: 4)
                : header.number(UInt32.self, at: 4).map(Int64.init)
            guard var size = claimed else { return }
            let start = next + Int64(headerSize)
            if id == "ds64" {
                // Of RF64: the size of the file, then that of its sound. Source: EBU Tech 3306.
                longSize = Fields(file.held(at: start, count: 16), isBigEndian: false)
                    .number(Int64.self, at: 8)
            }
            if id == "data", size == 0xFFFF_FFFF, let longSize { size = longSize }
            // A size of -1 in CAF, or one that is a lie: nothing is known to follow.
            let (end, overflow) = start.addingReportingOverflow(size)
            list.append(Chunk(id: id, start: start, size: max(0, min(size, file.size - start))))
            guard size >= 0, !overflow, end < file.size else { return }
            next = end + (isPadded ? size & 1 : 0)
        }
    }
}

/// Numbers and texts at places of a chunk; nil where it is too short.
struct Fields {
    private let bytes: [UInt8]
    private let isBigEndian: Bool

    init(_ bytes: [UInt8], isBigEndian: Bool) {
        self.bytes = bytes
        self.isBigEndian = isBigEndian
    }

    var count: Int { bytes.count }

    func number<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number? {
        let size = MemoryLayout<Number>.size
        guard offset >= 0, offset <= bytes.count, bytes.count - offset >= size else { return nil }
        return bytes.withUnsafeBytes {
            let raw = $0.loadUnaligned(fromByteOffset: offset, as: Number.self)
            return isBigEndian ? Number(bigEndian: raw) : Number(littleEndian: raw)
        }
    }

    /// A text of up to `count` bytes, up to the first NUL, without spaces at its ends; control characters
    /// and what is no UTF-8 become U+FFFD.
    func text(at offset: Int, count: Int) -> String {
        guard offset >= 0, offset < bytes.count else { return "" }
        var part = bytes[offset...].prefix(count).prefix { $0 != 0 }
        while part.last == UInt8(ascii: " ") { part = part.dropLast() }
        while part.first == UInt8(ascii: " ") { part = part.dropFirst() }
        let clean = part.map { $0 < 0x20 || $0 == 0x7F ? 0xFF : $0 }
        return String(decoding: clean, as: UTF8.self)
    }
}

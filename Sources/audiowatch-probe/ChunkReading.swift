import ProbeWire

/// Adds up what chunks say, in any order.
struct ChunkReading {
    private var facts = ChunkFacts()
    /// Root notes by who says them: `acid` and `basc` mean one, `smpl` often has what its writer begins with.
    private var roots: [UInt8] = [0, 0, 0]
    private var markers: [UInt16: Int64] = [:]
    private var markedLoop: (start: UInt16, end: UInt16)?

    /// Markers that are remembered: an instrument's loop has two.
    private static let mostMarkers = 256

    var result: ChunkFacts {
        var result = facts
        result.rootNote = roots.first { $0 != 0 } ?? 0
        if result.loopStart < 0, let loop = markedLoop, let start = markers[loop.start],
            let end = markers[loop.end], end > start
        {
            (result.loopStart, result.loopEnd) = (start, end)
        }
        return result
    }

    mutating func take(_ id: String, _ chunk: Fields) {
        switch id {
        case "acid": acid(chunk)
        case "smpl": sampler(chunk)
        case "inst": instrument(chunk)
        case "cue": facts.cues = UInt16(clamping: chunk.number(UInt32.self, at: 0) ?? 0)
        case "bext": broadcast(chunk)
        case "basc": appleLoop(chunk)
        case "INST": aiffInstrument(chunk)
        case "MARK": aiffMarkers(chunk)
        // Of CAF: the kind of time code, then the number of markers.
        case "mark": facts.cues = UInt16(clamping: chunk.number(UInt32.self, at: 4) ?? 0)
        default: break
        }
    }

    private mutating func setRoot(_ note: (some BinaryInteger)?, from place: Int) {
        if let note, (1...127).contains(note) { roots[place] = UInt8(clamping: Int(note)) }
    }

    /// Source: the layout that libsndfile's `wav.c` reads: flags, root note, two unknown values, beats, metre
    /// (denominator first), tempo.
    private mutating func acid(_ chunk: Fields) {
        guard let flags = chunk.number(UInt32.self, at: 0) else { return }
        facts.use = flags & 1 == 1 ? .oneShot : .loop
        if flags & 2 == 2 { setRoot(chunk.number(UInt16.self, at: 4), from: 0) }
        facts.beats = chunk.number(UInt32.self, at: 12) ?? 0
        let tempo = chunk.number(UInt32.self, at: 20).map { Double(Float(bitPattern: $0)) } ?? 0
        // To a thousandth: a float holds 128.1 as 128.10000610.
        if tempo.isFinite, tempo > 0, tempo < 1e6 { facts.tempo = (tempo * 1000).rounded() / 1000 }
    }

    /// Source: Microsoft, New Multimedia Data Types, "Sampler chunk".
    private mutating func sampler(_ chunk: Fields) {
        setRoot(chunk.number(UInt32.self, at: 12), from: 1)
        guard let loops = chunk.number(UInt32.self, at: 28), loops > 0,
            let start = chunk.number(UInt32.self, at: 44),
            let end = chunk.number(UInt32.self, at: 48), end > start
        else { return }
        (facts.loopStart, facts.loopEnd) = (Int64(start), Int64(end))
    }

    /// WAV's; CAF has the same name for one that begins with the note as a float.
    private mutating func instrument(_ chunk: Fields) {
        setRoot(chunk.number(UInt8.self, at: 0), from: 2)
    }

    /// Source: EBU Tech 3285: description 256, originator 32, reference 32, date 10, time 8, samples 8.
    private mutating func broadcast(_ chunk: Fields) {
        facts.originator = chunk.text(at: 256, count: 32)
        let (date, time) = (chunk.text(at: 320, count: 10), chunk.text(at: 330, count: 8))
        facts.recordedAt = time.isEmpty ? date : "\(date) \(time)"
        if let low = chunk.number(UInt32.self, at: 338),
            let high = chunk.number(UInt32.self, at: 342)
        {
            let samples = UInt64(high) << 32 | UInt64(low)
            facts.timeReference = Int64(exactly: samples) ?? -1
        }
    }

    /// Apple Loops. Source: the layout that libsndfile's `aiff.c` reads: version, beats, root note, scale
    /// (1 minor, 2 major, 3 neither, 4 both), metre, kind (1 one-shot).
    private mutating func appleLoop(_ chunk: Fields) {
        facts.beats = chunk.number(UInt32.self, at: 4) ?? 0
        setRoot(chunk.number(UInt16.self, at: 8), from: 0)
        switch chunk.number(UInt16.self, at: 10) {
        case 1: facts.scale = .minor
        case 2: facts.scale = .major
        default: facts.scale = .unknown
        }
        switch chunk.number(UInt16.self, at: 16) {
        case 0: facts.use = .loop
        case 1: facts.use = .oneShot
        default: break
        }
    }

    /// Source: Apple, Audio Interchange File Format 1.3: notes, velocities, gain, sustain loop (mode, two markers).
    private mutating func aiffInstrument(_ chunk: Fields) {
        setRoot(chunk.number(UInt8.self, at: 0), from: 1)
        if let mode = chunk.number(UInt16.self, at: 8), mode != 0,
            let start = chunk.number(UInt16.self, at: 10),
            let end = chunk.number(UInt16.self, at: 12)
        {
            markedLoop = (start, end)
        }
    }

    /// Number, position, name with its length in front, padded to an even number of bytes.
    private mutating func aiffMarkers(_ chunk: Fields) {
        let count = chunk.number(UInt16.self, at: 0) ?? 0
        facts.cues = count
        var at = 2
        for _ in 0..<min(Int(count), ChunkReading.mostMarkers) {
            guard let id = chunk.number(UInt16.self, at: at),
                let position = chunk.number(UInt32.self, at: at + 2),
                let length = chunk.number(UInt8.self, at: at + 6)
            else { return }
            markers[id] = Int64(position)
            at += 6 + (Int(length) + 2) / 2 * 2
        }
    }
}

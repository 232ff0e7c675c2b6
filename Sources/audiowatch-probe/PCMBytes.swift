import ProbeWire

/// Decoded samples as the bytes of an answer.
enum PCMBytes {
    /// Frames decoded at a time.
    private static let piece = 4096

    /// All that the request asks for; silence where the sound has ended.
    static func of(
        _ request: StretchRequest, _ decoder: SoundDecoder
    ) throws(SoundDecoder.Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(request.answerBytes ?? 0)
        var peaks = Peaks(framesEach: Int(request.framesEach), channels: Int(request.channels))
        try decoder.seek(to: request.first)
        var left = Int(request.count)
        while left > 0 {
            let samples = try decoder.read(min(left, piece))
            guard !samples.isEmpty else { break }
            left -= samples.count / Int(request.channels)
            switch request.bits {
            case 8: peaks.add(samples, to: &bytes)
            case 24: add24(samples, to: &bytes)
            default: add16(samples, to: &bytes)
            }
        }
        peaks.end(&bytes)
        let missing = (request.answerBytes ?? 0) - bytes.count
        if missing > 0 { bytes.append(contentsOf: repeatElement(0, count: missing)) }
        return bytes
    }

    private static func add16(_ samples: ArraySlice<Int32>, to bytes: inout [UInt8]) {
        for sample in samples {
            // Rounded; the loudest would round to one more than there is.
            let (sum, overflow) = sample.addingReportingOverflow(0x8000)
            let value = (overflow ? Int32.max : sum) >> 16
            bytes.append(UInt8(truncatingIfNeeded: value))
            bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        }
    }

    private static func add24(_ samples: ArraySlice<Int32>, to bytes: inout [UInt8]) {
        for sample in samples {
            let (sum, overflow) = sample.addingReportingOverflow(0x80)
            let value = (overflow ? Int32.max : sum) >> 8
            bytes.append(UInt8(truncatingIfNeeded: value))
            bytes.append(UInt8(truncatingIfNeeded: value >> 8))
            bytes.append(UInt8(truncatingIfNeeded: value >> 16))
        }
    }
}

/// The least and greatest sample of each so many frames, over all channels, as signed bytes.
private struct Peaks {
    let framesEach: Int
    let channels: Int
    private var least = Int32.max
    private var greatest = Int32.min
    private var frames = 0

    init(framesEach: Int, channels: Int) {
        self.framesEach = max(framesEach, 1)
        self.channels = channels
    }

    mutating func add(_ samples: ArraySlice<Int32>, to bytes: inout [UInt8]) {
        var rest = samples
        while !rest.isEmpty {
            let part = rest.prefix((framesEach - frames) * channels)
            for sample in part {
                least = min(least, sample)
                greatest = max(greatest, sample)
            }
            rest = rest.dropFirst(part.count)
            frames += part.count / channels
            if frames >= framesEach { end(&bytes) }
        }
    }

    /// Writes the pair that was begun, if any.
    mutating func end(_ bytes: inout [UInt8]) {
        guard frames > 0 else { return }
        bytes.append(UInt8(bitPattern: Int8(truncatingIfNeeded: least >> 24)))
        bytes.append(UInt8(bitPattern: Int8(truncatingIfNeeded: greatest >> 24)))
        (least, greatest, frames) = (.max, .min, 0)
    }
}

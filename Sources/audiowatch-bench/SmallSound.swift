/// A WAV of mono 16-bit silence with a number in its first samples: valid, small, and like no other.
///
/// Source: the chunks of Microsoft's "Multimedia Programming Interface and Data Specifications 1.0".
enum SmallSound {
    /// 0.23 s of stereo, as the yardstick of new files has it.
    static let bounce = 40_000
    /// Just over the size below which files are no audio (1 KiB): many of them are made.
    static let tiny = 2_000

    static func bytes(number: UInt64, data: Int) -> [UInt8] {
        var file: [UInt8] = []
        file.reserveCapacity(44 + data)
        func put<Number: FixedWidthInteger>(_ value: Number) {
            withUnsafeBytes(of: value.littleEndian) { file.append(contentsOf: $0) }
        }
        file += Array("RIFF".utf8)
        put(UInt32(truncatingIfNeeded: 36 + data))
        file += Array("WAVEfmt ".utf8)
        put(UInt32(16))
        put(UInt16(1))  // PCM
        put(UInt16(1))  // channels
        put(UInt32(44_100))
        put(UInt32(88_200))  // bytes a second
        put(UInt16(2))  // bytes a frame
        put(UInt16(16))  // bits
        file += Array("data".utf8)
        put(UInt32(truncatingIfNeeded: data))
        put(number)
        // The number once more as noise: two of these sounds differ all along.
        var state = number &* 0x9E37_79B9_7F4A_7C15 | 1
        while file.count < 44 + data {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            file.append(UInt8(truncatingIfNeeded: state >> 56))
        }
        return file
    }
}

/// A number no earlier run has used.
func freshNumber() -> UInt64 { UInt64.random(in: 1 << 40 ... .max / 2) }

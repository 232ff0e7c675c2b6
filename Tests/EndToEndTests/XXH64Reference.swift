/// XXH64, written from its specification (github.com/Cyan4973/xxHash, doc/xxhash_spec.md), seed 0: what a
/// fingerprint must be when nobody's library is asked.
func xxh64(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { XXH64.hash($0) }
}

/// Sixteen lower-case hex digits, as `audio_files.file_hash` shows them.
func hexDigits(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

private enum XXH64 {
    static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    static func hash(_ input: UnsafeRawBufferPointer) -> UInt64 {
        var at = 0
        var result: UInt64
        if input.count >= 32 {
            var first = prime1 &+ prime2
            var second = prime2
            var third: UInt64 = 0
            var fourth = 0 &- prime1
            while at + 32 <= input.count {
                first = round(first, word(input, at))
                second = round(second, word(input, at + 8))
                third = round(third, word(input, at + 16))
                fourth = round(fourth, word(input, at + 24))
                at += 32
            }
            result =
                rotated(first, 1) &+ rotated(second, 7) &+ rotated(third, 12)
                &+ rotated(fourth, 18)
            for lane in [first, second, third, fourth] {
                result = (result ^ round(0, lane)) &* prime1 &+ prime4
            }
        } else {
            result = prime5
        }
        result &+= UInt64(input.count)
        while at + 8 <= input.count {
            result = rotated(result ^ round(0, word(input, at)), 27) &* prime1 &+ prime4
            at += 8
        }
        if at + 4 <= input.count {
            let half = UInt64(
                UInt32(littleEndian: input.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
            result = rotated(result ^ (half &* prime1), 23) &* prime2 &+ prime3
            at += 4
        }
        while at < input.count {
            result = rotated(result ^ (UInt64(input[at]) &* prime5), 11) &* prime1
            at += 1
        }
        result = (result ^ (result >> 33)) &* prime2
        result = (result ^ (result >> 29)) &* prime3
        return result ^ (result >> 32)
    }

    private static func word(_ input: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
        UInt64(littleEndian: input.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    }

    private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotated(lane &+ (input &* prime2), 31) &* prime1
    }

    private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 {
        value << bits | value >> (64 - bits)
    }
}

/// The few contents that a run writes again and again, so that copies come about by themselves: WAVs of
/// 8-bit samples, made without an encoder.
///
/// With a `hash_chunk_size` of ``chunk`` the first ones are proved by their fingerprint; the long ones share
/// head, tail and size in threes, so that only their digests tell them apart.
enum SoundPool {
    /// `[scan] hash_chunk_size` of the runs: the least that may be configured.
    static let chunk = 1_024
    /// How many there are.
    static var count: Int { all.count }

    private static let short = 16
    private static let long = 9

    private static let all: [[UInt8]] =
        (0..<short).map { wav(samples: 1_100 + 37 * $0, mark: UInt8($0)) }
        + (0..<long).map { trap($0) }
        + [
            wav(samples: 500, mark: 99),  // Smaller than `min_file_size`.
            [],
            Array(String(repeating: "no sound at all\n", count: 100).utf8),
        ]

    /// The bytes of one of them.
    static func bytes(_ number: Int) -> [UInt8] { all[number % all.count] }

    /// A long one: equal to two others but for some bytes in the middle.
    private static func trap(_ number: Int) -> [UInt8] {
        var bytes = wav(samples: 3_400 + 256 * (number / 3), mark: 200)
        let middle = bytes.count / 2
        for index in middle..<middle + 16 { bytes[index] = UInt8(100 + number % 3) }
        return bytes
    }

    private static func wav(samples: Int, mark: UInt8) -> [UInt8] {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let rate = 8_000
        return Array("RIFF".utf8) + little(36 + samples, 4) + Array("WAVEfmt ".utf8)
            + little(16, 4) + little(1, 2) + little(1, 2) + little(rate, 4) + little(rate, 4)
            + little(1, 2) + little(8, 2) + Array("data".utf8) + little(samples, 4)
            + (0..<samples).map { UInt8(truncatingIfNeeded: 128 &+ ($0 / 20 % 2) * 40) &+ mark }
    }
}

import Foundation
import Synchronization
import TestSupport

/// Encoded audio, each distinct sound encoded once in this process.
enum Sounds {
    private struct Key: Hashable {
        let sound: Sound
        let ending: String
    }

    private static let encoded = Mutex<[Key: [UInt8]]>([:])

    /// The bytes of a sound in the container that the ending names.
    static func bytes(_ sound: Sound, _ ending: String) throws -> [UInt8] {
        try encoded.withLock { known in
            let key = Key(sound: sound, ending: ending)
            if let bytes = known[key] { return bytes }
            let folder = try TemporaryFolder("sound")
            let path = folder.appending("sound.\(ending)")
            try sound.write(to: path)
            let bytes = try contents(of: DiskPath(path))
            known[key] = bytes
            return bytes
        }
    }

    /// A short PCM WAV that differs from every other number's in its first frames: a 0.2 s tone.
    static func wav(_ number: Int, seconds: Double = 0.2) throws -> [UInt8] {
        var bytes = try bytes(Sound(seconds: seconds), "wav")
        try mark(&bytes, with: number, at: frames(of: bytes))
        return bytes
    }

    /// Two WAVs that a fingerprint cannot tell apart: equal size, head and tail, another middle.
    static func trapPair() throws -> ([UInt8], [UInt8]) {
        let one = try bytes(Sound(seconds: 3), "wav")
        var other = one
        guard one.count > 3 * fingerprintChunk else { throw TestFailure("the sound is too short") }
        for index in one.count / 2..<one.count / 2 + 64 { other[index] ^= 0x55 }
        return (one, other)
    }

    /// Where the samples of a WAV begin.
    static func frames(of wav: [UInt8]) throws -> Int {
        let mark = Array("data".utf8)
        guard let at = (0..<wav.count - 4).first(where: { Array(wav[$0..<$0 + 4]) == mark }) else {
            throw TestFailure("no data chunk")
        }
        return at + 8
    }

    private static func mark(_ bytes: inout [UInt8], with number: Int, at offset: Int) throws {
        guard bytes.count > offset + 8 else { throw TestFailure("too short to be marked") }
        for index in 0..<8 {
            bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index))
        }
    }
}

/// Reproducible chance: SplitMix64 from a seed that a failing test prints.
struct Chance: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// Bytes of noise.
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}

/// The seed of a run: given by AUDIOWATCH_TEST_SEED to repeat one, else new each time.
let testSeed: UInt64 =
    ProcessInfo.processInfo.environment["AUDIOWATCH_TEST_SEED"].flatMap(UInt64.init)
    ?? UInt64.random(in: 0...UInt64(UInt32.max))

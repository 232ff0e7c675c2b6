import Foundation
public import SystemPackage

/// Damaged and lying audio, without end and the same for the same seed: real files of every format, mutated.
public struct HostileMedia: Sendable {
    /// One file to read.
    public struct Input: Sendable {
        /// Counts from 0; with the seed it says which input this was.
        public let number: Int
        /// File name; its extension is the original's.
        public let name: String
        /// What was done to which original, for the report.
        public let story: String
        /// The whole file.
        public let bytes: [UInt8]
    }

    /// The seed of all inputs.
    public let seed: UInt64
    private let originals: [(name: String, bytes: [UInt8])]

    /// Names and encodings of the originals, all short: every format and the odder ways to write it.
    private static let recipes: [(name: String, sound: Sound)] = {
        let tags = ["-metadata", "title=Tïtle", "-metadata", "artist=x", "-metadata", "TBPM=128"]
        func recipe(
            _ name: String, _ words: String, seconds: Double = 0.3, rate: Int = 44_100,
            channels: Int = 2
        ) -> (String, Sound) {
            let encoding = words.split(separator: " ").map(String.init) + tags
            return (
                name,
                Sound(seconds: seconds, rate: rate, channels: channels, encoding: encoding)
            )
        }
        return [
            recipe("s16.wav", ""), recipe("f32.wav", "-c:a pcm_f32le"),
            recipe("bext.wav", "-write_bext 1 -c:a pcm_s24le"),
            recipe("adpcm.wav", "-c:a adpcm_ms"), recipe("ima.wav", "-c:a adpcm_ima_wav"),
            recipe("gsm.wav", "-c:a libgsm_ms", rate: 8000, channels: 1),
            recipe("mp3.wav", "-c:a libmp3lame"), recipe("rf.rf64", "-f wav -rf64 always"),
            recipe("a.w64", ""), recipe("a.aiff", "-write_id3v2 1"),
            recipe("a.aifc", "-f aiff -c:a pcm_s16le"), recipe("a.caf", "-c:a pcm_s24le"),
            recipe("alac.caf", "-c:a alac"), recipe("a.au", ""),
            recipe("a.flac", ""), recipe("long.flac", "", seconds: 8),
            recipe("cbr.mp3", "-b:a 128k"), recipe("vbr.mp3", "-q:a 4", seconds: 4),
            recipe("bare.mp3", "-write_xing 0 -id3v2_version 0", seconds: 6),
            recipe("a.mp2", "-c:a mp2", rate: 48_000), recipe("v.ogg", "-c:a libvorbis"),
            recipe("f.ogg", "-c:a flac"),
            recipe("s.ogg", "-c:a libspeex", rate: 16_000, channels: 1),
            recipe("a.opus", "-c:a libopus", rate: 48_000), recipe("a.m4a", "-c:a aac"),
            recipe("fast.m4a", "-c:a aac -movflags +faststart", seconds: 3),
            recipe("alac.m4a", "-c:a alac"), recipe("a.mov", "-c:a pcm_s16le -f mov"),
            recipe("frag.mp4", "-c:a aac -movflags +frag_keyframe+empty_moov", seconds: 2),
            recipe("a.aac", "-c:a aac -f adts"), recipe("a.wma", "-c:a wmav2 -f asf"),
            recipe("a.wv", ""), recipe("a.tta", ""),
        ]
    }()

    /// Encodes the originals into `folder`; a few seconds.
    public init(seed: UInt64, in folder: FilePath) throws {
        self.seed = seed
        originals = try HostileMedia.recipes.map { recipe in
            let path = folder.appending(recipe.name)
            try recipe.sound.write(to: path)
            return (recipe.name, Array(try Data(contentsOf: URL(fileURLWithPath: path.string))))
        }
    }

    /// Input `number`; always the same for the same seed.
    public func input(_ number: Int) -> Input {
        var random = SeededRandom(seed: seed &* 1_000_003 &+ UInt64(truncatingIfNeeded: number))
        let original = originals[number % originals.count]
        var mutant = Mutant(original.bytes)
        var words: [String] = []
        for _ in 0...random.below(3) {
            words.append(mutant.mutate(&random, strangers: originals.map(\.bytes)))
        }
        let ending = original.name.split(separator: ".").last ?? "wav"
        return Input(
            number: number, name: "input-\(number).\(ending)",
            story: "\(original.name): \(words.joined(separator: ", "))", bytes: mutant.bytes)
    }
}

/// One file under mutation.
private struct Mutant {
    /// What it is by now.
    private(set) var bytes: [UInt8]

    /// Larger mutants prove nothing more.
    private static let most = 2 << 20

    /// Bytes at the beginning in which formats keep their headers.
    private static let header = 1024

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Does one thing and says which.
    mutating func mutate(_ random: inout SeededRandom, strangers: [[UInt8]]) -> String {
        switch random.below(10) {
        case 0: flip(&random, within: bytes.count)
        case 1, 2: flip(&random, within: Mutant.header)
        case 3: truncate(&random)
        case 4, 5: lie(&random)
        case 6: splice(&random, random.pick(strangers))
        case 7: blank(&random)
        case 8: repeatPart(&random)
        default: flipEnd(&random)
        }
    }

    private mutating func flip(_ random: inout SeededRandom, within limit: Int) -> String {
        guard !bytes.isEmpty else { return "nothing" }
        let count = 1 + random.below(12)
        for _ in 0..<count {
            let place = random.below(min(limit, bytes.count))
            bytes[place] ^= UInt8(1 << random.below(8))
        }
        return "\(count) bits of the first \(min(limit, bytes.count))"
    }

    private mutating func flipEnd(_ random: inout SeededRandom) -> String {
        guard !bytes.isEmpty else { return "nothing" }
        for _ in 0..<8 {
            let place = bytes.count - 1 - random.below(min(Mutant.header, bytes.count))
            bytes[place] = UInt8(truncatingIfNeeded: random.next())
        }
        return "8 bytes of the end"
    }

    private mutating func truncate(_ random: inout SeededRandom) -> String {
        let count = random.below(random.below(2) == 0 ? bytes.count : min(200, bytes.count))
        bytes.removeLast(bytes.count - count)
        return "cut to \(count)"
    }

    /// Numbers at which sizes and counts turn over.
    private static let lies: [UInt64] = [
        0, 1, 2, 7, 8, 24, 36, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x00FF_FFFF, 0x0FFF_FFFF,
        0x7FFF_FFFE, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x1_0000_0000,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFF0, 0xFFFF_FFFF_FFFF_FFFF,
    ]

    /// Writes one of the numbers over a header's field: behind one of its words, where sizes stand, or anywhere.
    private mutating func lie(_ random: inout SeededRandom) -> String {
        let width = random.pick([1, 2, 4, 4, 4, 8, 8])
        guard bytes.count > width else { return "nothing" }
        let limit = min(Mutant.header, bytes.count - width)
        var places = (0..<limit).filter { place in
            place >= 4 && bytes[(place - 4)..<place].allSatisfy { (0x20...0x7E).contains($0) }
        }
        // A box of MP4 has its size before the word.
        places += places.compactMap { $0 >= 8 ? $0 - 8 : nil }
        let place =
            places.isEmpty || random.below(3) == 0 ? random.below(limit) : random.pick(places)
        let value = random.pick(Mutant.lies)
        let isBig = random.below(2) == 0
        for index in 0..<width {
            let shift = UInt64(8 * (isBig ? width - 1 - index : index))
            bytes[place + index] = UInt8(truncatingIfNeeded: value >> shift)
        }
        return "\(value) in \(width) bytes at \(place)"
    }

    /// The header of this before the body of another, or the other way round.
    private mutating func splice(_ random: inout SeededRandom, _ stranger: [UInt8]) -> String {
        let here = random.below(min(Mutant.header, bytes.count))
        let there = random.below(min(Mutant.header, stranger.count))
        bytes = Array((bytes.prefix(here) + stranger.dropFirst(there)).prefix(Mutant.most))
        return "\(here) bytes before another's from \(there)"
    }

    private mutating func blank(_ random: inout SeededRandom) -> String {
        guard !bytes.isEmpty else { return "nothing" }
        let start = random.below(bytes.count)
        let end = min(bytes.count, start + 1 + random.below(4096))
        let value = random.pick([0, 0xFF, UInt8(truncatingIfNeeded: random.next())])
        for place in start..<end { bytes[place] = value }
        return "\(end - start) times \(value) at \(start)"
    }

    private mutating func repeatPart(_ random: inout SeededRandom) -> String {
        guard !bytes.isEmpty else { return "nothing" }
        let start = random.below(min(Mutant.header, bytes.count))
        let part = Array(bytes[start...].prefix(1 + random.below(300)))
        let times = 1 + random.below(random.below(4) == 0 ? 2000 : 8)
        let many = [[UInt8]](repeating: part, count: times).joined().prefix(Mutant.most / 2)
        bytes.insert(contentsOf: many, at: start)
        if bytes.count > Mutant.most { bytes.removeLast(bytes.count - Mutant.most) }
        return "\(part.count) bytes at \(start) \(times) times more"
    }
}

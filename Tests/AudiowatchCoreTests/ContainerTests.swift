import AudiowatchCore
import Testing

@Suite struct ContainerTests {
    private func sniff(_ bytes: [UInt8], _ name: FileName = "a.bin") -> Container? {
        bytes.withUnsafeBytes { Container.sniff(head: $0, name: name) }
    }

    private func text(_ text: String, padded count: Int = 64) -> [UInt8] {
        let bytes = Array(text.utf8)
        return bytes + [UInt8](repeating: 0, count: max(0, count - bytes.count))
    }

    /// Frames of 128 kb/s at 44.1 kHz, layer III, without padding: 417 bytes each.
    private func mp3Frames(_ count: Int) -> [UInt8] {
        let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x00] + [UInt8](repeating: 0x55, count: 413)
        return Array(repeatElement(frame, count: count).joined())
    }

    /// ADTS frames of 200 bytes, 44.1 kHz, two channels.
    private func adtsFrames(_ count: Int) -> [UInt8] {
        let frame: [UInt8] =
            [0xFF, 0xF1, 0x50, 0x80, 0x19, 0x1F, 0xFC] + [UInt8](repeating: 0x21, count: 193)
        return Array(repeatElement(frame, count: count).joined())
    }

    private func tag(_ size: Int) -> [UInt8] {
        let digits = [21, 14, 7, 0].map { UInt8(size >> $0 & 0x7F) }
        return Array("ID3".utf8) + [4, 0, 0] + digits + [UInt8](repeating: 0, count: size)
    }

    /// Noise that is the same in every run.
    private func noise(_ count: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    @Test func `every magic number names its container`() {
        let table: [([UInt8], Container)] = [
            (text("RIFF....WAVEfmt "), .wav), (text("RIFX....WAVEfmt "), .wav),
            (text("RF64....WAVEds64"), .rf64), (text("BW64....WAVEds64"), .bw64),
            (text("FORM....AIFFCOMM"), .aiff), (text("FORM....AIFCFVER"), .aifc),
            (text("fLaC"), .flac), (text("TTA1"), .tta), (text("wvpk"), .wv),
            (text(".snd"), .au), (text("....ftypM4A "), .m4a), (text("caff\u{0}\u{1}"), .caf),
            (
                Array("OggS".utf8) + [UInt8](repeating: 0, count: 22) + [1, 19] + text("OpusHead"),
                .opus
            ),
            (
                Array("OggS".utf8) + [UInt8](repeating: 0, count: 22) + [1, 30]
                    + text("\u{1}vorbis"), .ogg
            ),
            ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11] + text(""), .wma),
            (
                text("riff", padded: 4) + [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB]
                    + text(""),
                .w64
            ),
        ]
        for (bytes, container) in table { #expect(sniff(bytes) == container) }
    }

    @Test func `frames that lead to each other are a stream`() {
        #expect(sniff(mp3Frames(8)) == .mp3)
        #expect(sniff(adtsFrames(8)) == .aac)
        var layer2 = mp3Frames(1)
        layer2[1] = 0xFD
        // 144 × 160,000 / 44,100 bytes: the same step of the table is another bit rate in layer II.
        layer2 += [UInt8](repeating: 0, count: 522 - layer2.count)
        #expect(sniff(Array(repeatElement(layer2, count: 5).joined())) == .mp2)
    }

    @Test func `a stream may start after junk, and be shorter than the proof`() {
        #expect(sniff([UInt8](repeating: 0, count: 700) + mp3Frames(8)) == .mp3)
        #expect(sniff(mp3Frames(1)) == .mp3)
        #expect(sniff(mp3Frames(2) + text("TAG", padded: 128)) == .mp3)
        #expect(sniff(Array(mp3Frames(1).prefix(400))) == nil)
    }

    @Test func `the sound is found behind ID3v2 tags`() {
        #expect(sniff(tag(500) + mp3Frames(5)) == .mp3)
        #expect(sniff(tag(500) + tag(20) + adtsFrames(5)) == .aac)
        #expect(sniff(tag(33) + text("fLaC")) == .flac)
        #expect(sniff(tag(33) + text("RIFF....WAVE")) == nil)
    }

    @Test func `a tag longer than the head leaves the choice to the extension`() {
        let head = Array(tag(100_000).prefix(65_536))
        #expect(sniff(head, "x.mp3") == .mp3)
        #expect(sniff(head, "x.AAC") == .aac)
        #expect(sniff(head, "x.flac") == .flac)
        #expect(sniff(head, "x.wav") == .mp3)
        #expect(head.withUnsafeBytes { Container.tagLength(head: $0) } == 100_010)
    }

    @Test func `text, pages, zeros, noise and pictures are no audio`() {
        #expect(sniff([]) == nil)
        #expect(sniff([0xFF]) == nil)
        #expect(sniff(text("<!DOCTYPE html><html><title>404</title>")) == nil)
        #expect(sniff(text("ffconcat version 1.0\nfile secret.wav\n")) == nil)
        #expect(sniff([UInt8](repeating: 0, count: 65_536)) == nil)
        #expect(sniff([UInt8](repeating: 0xFF, count: 65_536)) == nil)
        #expect(sniff(text("....ftypheic")) == nil)
        #expect(sniff(text("RIFF....AVI LIST")) == nil)
        for seed in UInt64(1)...40 {
            #expect(sniff(noise(65_536, seed: seed), "x.mp3") == nil, "seed \(seed)")
        }
    }

    @Test func `a header cut anywhere is never read past its end`() {
        for bytes in [text("RIFF....WAVEfmt "), tag(40) + mp3Frames(5), text("OggS")] {
            for count in 0..<bytes.count { _ = sniff(Array(bytes.prefix(count))) }
        }
    }

    @Test func `an extension of another container is refused, an unknown one is not`() {
        #expect(Container.wav.acceptsExtension("a.WAV"))
        #expect(Container.rf64.acceptsExtension("a.wav"))
        #expect(Container.opus.acceptsExtension("a.ogg"))
        #expect(Container.mp3.acceptsExtension("a.sample"))
        #expect(Container.mp3.acceptsExtension("noextension"))
        #expect(!Container.mp3.acceptsExtension("a.wav"))
        #expect(!Container.ogg.acceptsExtension("a.opus"))
        #expect(!Container.m4a.acceptsExtension("a.aac"))
    }

    @Test func `every listed extension belongs to a container`() {
        let listed =
            "mp3 wav flac ogg oga opus m4a aac wma aif aiff aifc caf w64 rf64 bw64 bwf wv au mp2 tta"
        for word in listed.split(separator: " ") {
            let name = FileName("x.\(word)")
            #expect(!Container.allCases.allSatisfy { $0.acceptsExtension(name) }, "\(word)")
            #expect(Container.allCases.contains { $0.acceptsExtension(name) }, "\(word)")
        }
    }

    @Test func `a resource fork is known by its magic`() {
        let fork: [UInt8] = [0, 5, 0x16, 7, 0, 2, 0, 0]
        #expect(fork.withUnsafeBytes { Container.isAppleDouble(head: $0) })
        #expect(!fork.dropFirst().withUnsafeBytes { Container.isAppleDouble(head: $0) })
        #expect(!fork.prefix(3).withUnsafeBytes { Container.isAppleDouble(head: $0) })
    }
}

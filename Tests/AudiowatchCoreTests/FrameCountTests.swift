import AudiowatchCore
import Testing

/// Exact lengths of streams without a header that says them.
@Suite struct FrameCountTests {
    /// MPEG 1 layer III, 128 kb/s, 44.1 kHz, stereo: 417 bytes, of which the header's four matter here.
    private let frame: [UInt8] =
        [0xFF, 0xFB, 0x90, 0x00] + [UInt8](repeating: 0x55, count: 413)

    private func seconds(_ bytes: [UInt8], piece: Int) -> Double? {
        var count = FrameCount()
        var next = 0
        while next < bytes.count {
            let end = min(next + piece, bytes.count)
            bytes[next..<end].withUnsafeBytes { count.add($0) }
            next = end
        }
        return count.seconds()
    }

    private func repeated(_ times: Int, _ bytes: [UInt8]) -> [UInt8] {
        Array([[UInt8]](repeating: bytes, count: times).joined())
    }

    @Test(arguments: [1, 7, 416, 417, 418, 1000, 1 << 20])
    func `frames are counted however the file is cut into pieces`(piece: Int) {
        let expected = 100.0 * 1152 / 44_100
        let sound = repeated(100, frame)
        #expect(seconds(sound, piece: piece) == expected)
        let tag: [UInt8] =
            Array("ID3".utf8) + [4, 0, 0, 0, 0, 8, 0]
            + repeated(1, [UInt8](repeating: 0xFF, count: 1024))
        let end: [UInt8] = Array("TAG".utf8) + [UInt8](repeating: 0x20, count: 125)
        #expect(seconds(tag + tag + sound + end, piece: piece) == expected)
        // Junk that looks like a header now and then.
        let junk = repeated(30, [0xFF, 0xFB, 0x90, 0x00, 1, 2, 3])
        #expect(seconds(junk + sound + junk + sound, piece: piece) == 2 * expected)
    }

    @Test func `a frame that only describes the others is no sound`() {
        var first = frame
        first.replaceSubrange(36..<40, with: "Info".utf8)
        #expect(seconds(first + repeated(10, frame), piece: 64) == 10.0 * 1152 / 44_100)
    }

    @Test func `the part of a frame at the end is not sound`() {
        #expect(seconds(repeated(10, frame) + frame.prefix(200), piece: 64) == 10.0 * 1152 / 44_100)
    }

    @Test func `ADTS counts the blocks of each frame`() {
        // 44.1 kHz, 100 bytes, one block; then with two.
        func adts(blocks: UInt8) -> [UInt8] {
            [0xFF, 0xF1, 0x50, 0x80, 100 >> 3, (100 & 7) << 5 | 0x1F, 0xFC | (blocks - 1)]
                + [UInt8](repeating: 0x21, count: 93)
        }
        #expect(seconds(repeated(50, adts(blocks: 1)), piece: 33) == 50.0 * 1024 / 44_100)
        #expect(seconds(repeated(50, adts(blocks: 2)), piece: 33) == 100.0 * 1024 / 44_100)
    }

    @Test func `what holds no frames has no length`() {
        #expect(seconds([], piece: 1) == nil)
        #expect(seconds([UInt8](repeating: 0xFF, count: 5000), piece: 100) == nil)
        #expect(seconds(Array("this is not audio".utf8), piece: 4) == nil)
    }
}

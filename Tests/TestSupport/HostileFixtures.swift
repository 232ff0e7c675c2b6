import Foundation
public import SystemPackage

/// Files made by hand to lie, swell or hang, and what must be said of each.
public struct HostileFixture: Sendable {
    /// What a probe must find.
    public enum Verdict: Hashable, Sendable {
        /// So many seconds; with a suspicion or without any.
        case lasts(Double, isSuspect: Bool)
        /// Audio of unknown length, with a suspicion.
        case suspectWithoutLength
        /// No audio.
        case notAudio
        /// Any answer at all: the helper lives.
        case answer
    }

    /// File name.
    public let name: String
    /// What must be said of it.
    public let verdict: Verdict
    private let head: [UInt8]
    /// Length of the file, holes included; the head's own when nil.
    private let size: Int64?

    private init(_ name: String, _ verdict: Verdict, _ head: [UInt8], size: Int64? = nil) {
        self.name = name
        self.verdict = verdict
        self.head = head
        self.size = size
    }

    /// True when it has gigabytes, mostly holes.
    public var isHuge: Bool { (size ?? 0) > 1 << 30 }

    /// Writes it into `folder`. Sizes above its head are holes, which take no room.
    @discardableResult
    public func write(in folder: FilePath) throws -> FilePath {
        let path = folder.appending(name)
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        defer { try? file.close() }
        try file.writeAll(head)
        if let size { try file.resize(to: size) }
        return path
    }

    /// Every fixture. `sound` is a real MP3 of three seconds, without tags.
    public static func all(mp3 sound: [UInt8]) -> [HostileFixture] {
        lengths + bombs(sound) + posing + deep
    }

    /// Sizes in headers that are not those of the bytes.
    public static let lengths: [HostileFixture] = {
        let huge: Int64 = 5 << 30
        let wave = Wave(rate: 48_000, channels: 2, bits: 24)
        let seconds = Double(huge / 6) / 48_000
        func unfinished(_ word: UInt32) -> HostileFixture {
            let head = wave.header(data: word)
            return HostileFixture(
                "size-\(word).wav", .lasts(2, isSuspect: true), head,
                size: Int64(head.count) + 2 * 288_000)
        }
        let wrapped = wave.header(data: UInt32(truncatingIfNeeded: huge))
        let rf64 = wave.header(id: "RF64", long: UInt64(huge))
        let bw64 = wave.header(id: "BW64", long: UInt64(huge))
        let w64 = wave.sonyHeader(data: UInt64(huge))
        let odd = wave.header(data: 288_000, before: riffChunk("junk", [1, 2, 3]))
        let body = [UInt8](repeating: 1, count: 288_003)
        let list = riffChunk("LIST", Array("INFO".utf8) + riffChunk("INAM", Array("a\0".utf8)))
        // Three bytes more than whole frames, so that the chunk's size is odd.
        let oddSound = wave.header(data: 288_003) + body
        return [
            HostileFixture(
                "wrapped.wav", .lasts(seconds, isSuspect: true), wrapped,
                size: Int64(wrapped.count) + huge),
            HostileFixture(
                "huge.rf64", .lasts(seconds, isSuspect: false), rf64, size: Int64(rf64.count) + huge
            ),
            HostileFixture(
                "huge.bw64", .lasts(seconds, isSuspect: false), bw64, size: Int64(bw64.count) + huge
            ),
            HostileFixture(
                "huge.w64", .lasts(seconds, isSuspect: false), w64, size: Int64(w64.count) + huge),
            HostileFixture(
                "cut.rf64", .lasts(2, isSuspect: true), rf64, size: Int64(rf64.count) + 2 * 288_000),
            HostileFixture(
                "cut.w64", .lasts(2, isSuspect: true), w64, size: Int64(w64.count) + 2 * 288_000),
            unfinished(0), unfinished(36), unfinished(0xFFFF_FFFF),
            HostileFixture(
                "odd-before.wav", .lasts(1, isSuspect: false), odd, size: Int64(odd.count) + 288_000
            ),
            HostileFixture("odd-padded.wav", .lasts(1, isSuspect: false), oddSound + [0] + list),
            HostileFixture("odd-unpadded.wav", .lasts(1, isSuspect: false), oddSound + list),
        ]
    }()

    /// Little files that claim much, and large ones that hold nothing.
    private static func bombs(_ sound: [UInt8]) -> [HostileFixture] {
        // 8,000 Hz, one channel, 16 bits, 2^36 - 1 samples: 99 days in 542 bytes.
        let claim: [UInt8] = [0x01, 0xF4, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
        let info: [UInt8] = [0x10, 0, 0x10, 0, 0, 0, 0, 0, 0, 0] + claim
        let flac = Array("fLaC".utf8) + [0x80, 0, 0, 34] + info + [UInt8](repeating: 0, count: 516)
        let slow = Wave(rate: 1, channels: 1, bits: 16).header(data: 80_000)
        let title = 40 << 20
        let tag =
            id3Header(title + 10) + Array("TIT2".utf8) + sevens(title) + [0, 0, 3]
            + [UInt8](repeating: 0x61, count: title - 1)
        let empties = repeated(500_000, Array("TXXX".utf8) + [0, 0, 0, 1, 0, 0, 0])
        let cover =
            id3Header(0x0FFF_FFFF) + Array("APIC".utf8) + sevens(0x0FFF_FFF0) + [0, 0, 0]
            + Array("image/png\0".utf8) + [3, 0, 0x89] + Array("PNG".utf8)
        return [
            HostileFixture("days.flac", .suspectWithoutLength, flac),
            HostileFixture(
                "one-hertz.wav", .suspectWithoutLength, slow, size: Int64(slow.count) + 80_000),
            HostileFixture("title.mp3", .lasts(3, isSuspect: false), tag + sound),
            HostileFixture("frames.mp3", .answer, id3Header(empties.count) + empties + sound),
            HostileFixture(
                "tags.mp3", .answer, repeated(20_000, id3Header(0)) + sound),
            // A picture of 256 MiB in a tag: more than the helper may ever hold twice.
            HostileFixture("cover.mp3", .answer, cover, size: 1100 << 20),
            HostileFixture(
                "hole.wav", .answer, Array("RIFF\u{7F}\u{7F}\u{7F}\u{7F}WAVE".utf8), size: 6 << 30),
            HostileFixture("hole.m4a", .answer, box("ftyp", Array("M4A ".utf8)), size: 6 << 30),
            HostileFixture("hole.flac", .answer, Array("fLaC".utf8), size: 6 << 30),
            HostileFixture("hole.ogg", .answer, Array("OggS".utf8), size: 6 << 30),
            HostileFixture("hole.mp3", .answer, id3Header(0) + sound.prefix(800), size: 6 << 30),
        ]
    }

    /// No audio at all.
    private static let posing: [HostileFixture] = [
        HostileFixture(
            "concat.wav", .notAudio,
            Array("ffconcat version 1.0\nfile '/etc/passwd'\nfile 'wrapped.wav'\n".utf8)),
        HostileFixture(
            "list.mp3", .notAudio, Array("#EXTM3U\n#EXTINF:3,\nfile:///etc/passwd\n".utf8)),
        HostileFixture("empty.wav", .notAudio, []),
        HostileFixture("one.wav", .notAudio, [0x52]),
        HostileFixture("one.flac", .notAudio, [0x66]),
        HostileFixture("four.ogg", .notAudio, Array("OggS".utf8)),
    ]

    /// Chunks in chunks and counts without end.
    private static let deep: [HostileFixture] = {
        let wave = Wave(rate: 44_100, channels: 1, bits: 16)
        let many = repeated(200_000, riffChunk("junk", []))
        let lists = repeated(
            60_000, Array("LIST".utf8) + [0xFF, 0xFF, 0x0F, 0] + Array("INFO".utf8))
        var boxes: [UInt8] = []
        for depth in stride(from: 40_000, to: 0, by: -1) {
            boxes +=
                word(UInt32(depth * 8)) + Array((depth.isMultiple(of: 2) ? "trak" : "moov").utf8)
        }
        let comments: [UInt8] = [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
        let block: [UInt8] = [0x04, 0, 0, UInt8(comments.count)] + comments
        let info: [UInt8] =
            [0, 0, 0, 34, 0x10, 0, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x0A, 0xC4, 0x40, 0xF0]
            + [UInt8](repeating: 0, count: 20)
        let blocks = repeated(50_000, block)
        let free = Array("free".utf8) + [UInt8](repeating: 0, count: 8)
        let entries = Array("caff".utf8) + [0, 1, 0, 0] + repeated(100_000, free)
        return [
            HostileFixture("many.wav", .answer, wave.header(data: 4, before: many) + [0, 0, 0, 0]),
            HostileFixture(
                "nested.wav", .answer, wave.header(data: 4, before: lists) + [0, 0, 0, 0]),
            HostileFixture("nested.m4a", .answer, box("ftyp", Array("M4A \0\0\0\0".utf8)) + boxes),
            HostileFixture("comments.flac", .answer, Array("fLaC".utf8) + info + blocks),
            HostileFixture("many.caf", .answer, entries),
        ]
    }()
}

/// PCM in a WAV-like header.
private struct Wave {
    let rate: UInt32
    let channels: UInt16
    let bits: UInt16

    private var format: [UInt8] {
        let frame = channels * (bits / 8)
        return little([1, channels]) + little(rate) + little(rate * UInt32(frame))
            + little([frame, bits])
    }

    /// Up to the sound. With `long`, a 64-bit size stands in a ds64 chunk and the old fields say so.
    func header(
        id: String = "RIFF", data: UInt32 = .max, long: UInt64? = nil, before: [UInt8] = []
    ) -> [UInt8] {
        let sizes = long.map {
            riffChunk("ds64", little($0 &+ 72) + little($0) + little($0 / 6) + little(0 as UInt32))
        }
        let inner =
            Array("WAVE".utf8) + (sizes ?? []) + riffChunk("fmt ", format) + before
            + Array("data".utf8) + little(data)
        let whole = long == nil ? UInt32(truncatingIfNeeded: inner.count) &+ data : .max
        return Array(id.utf8) + little(whole) + inner
    }

    /// Sony's W64: 16-byte names, sizes of 64 bits that count their own headers.
    func sonyHeader(data: UInt64) -> [UInt8] {
        let tail: [UInt8] = [
            0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A,
        ]
        let riff: [UInt8] =
            Array("riff".utf8) + [
                0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00,
            ]
        return riff + little(data &+ 128) + Array("wave".utf8) + tail + Array("fmt ".utf8) + tail
            + little(40 as UInt64) + format + Array("data".utf8) + tail + little(data &+ 24)
    }
}

private func riffChunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    Array(name.utf8) + little(UInt32(body.count)) + body
        + (body.count.isMultiple(of: 2) ? [] : [0])
}

private func box(_ name: String, _ body: [UInt8]) -> [UInt8] {
    word(UInt32(body.count + 8)) + Array(name.utf8) + body
}

private func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

private func little(_ numbers: [UInt16]) -> [UInt8] { numbers.flatMap { little($0) } }

private func word(_ number: UInt32) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

/// Four times seven bits, as ID3v2 writes sizes.
private func sevens(_ number: Int) -> [UInt8] {
    [21, 14, 7, 0].map { UInt8(number >> $0 & 0x7F) }
}

private func id3Header(_ size: Int) -> [UInt8] { Array("ID3".utf8) + [4, 0, 0] + sevens(size) }

private func repeated(_ times: Int, _ bytes: [UInt8]) -> [UInt8] {
    Array([[UInt8]](repeating: bytes, count: times).joined())
}

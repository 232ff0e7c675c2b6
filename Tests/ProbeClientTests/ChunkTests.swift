import AudiowatchCore
import Foundation
import ProbeClient
import SystemPackage
import TestSupport
import Testing

/// What the chunks beside the sound say, read by a real helper from real files.
@Suite struct ChunkTests {
    /// A chunk with its header, padded to an even length.
    private func chunk(_ id: String, _ body: [UInt8], isBigEndian: Bool = false) -> [UInt8] {
        Array(id.utf8) + number(UInt32(body.count), isBigEndian) + body
            + (body.count % 2 == 0 ? [] : [0])
    }

    private func number(_ value: some FixedWidthInteger, _ isBigEndian: Bool = false) -> [UInt8] {
        withUnsafeBytes(of: isBigEndian ? value.bigEndian : value.littleEndian) { Array($0) }
    }

    private func acid(
        flags: UInt32, root: UInt16 = 0, beats: UInt32, tempo: Float
    ) -> [UInt8] {
        var body = number(flags) + number(root)
        body += number(UInt16(0x8000)) + number(UInt32(0)) + number(beats)
        body += number(UInt16(4)) + number(UInt16(4)) + number(tempo.bitPattern)
        return chunk("acid", body)
    }

    private func smpl(note: UInt32, loop: (UInt32, UInt32)?) -> [UInt8] {
        var body: [UInt8] = []
        for value in [0, 0, 22_675, note, 0, 0, 0, loop == nil ? 0 : 1, 0] as [UInt32] {
            body += number(value)
        }
        if let loop {
            for value in [0, 0, loop.0, loop.1, 0, 0] as [UInt32] { body += number(value) }
        }
        return chunk("smpl", body)
    }

    private func basc(root: UInt16, scale: UInt16, kind: UInt16, beats: UInt32) -> [UInt8] {
        var body = number(UInt32(1), true) + number(beats, true)
        for value in [root, scale, 4, 4, kind] { body += number(value, true) }
        return chunk("basc", body + [UInt8](repeating: 0, count: 66), isBigEndian: true)
    }

    /// Appends chunks to a RIFF or FORM file and corrects its size.
    private func append(_ chunks: [UInt8], to path: FilePath, isBigEndian: Bool = false) throws {
        var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path.string)))
        bytes += chunks
        bytes.replaceSubrange(4..<8, with: number(UInt32(bytes.count - 8), isBigEndian))
        try Data(bytes).write(to: URL(fileURLWithPath: path.string))
    }

    @Test func `an ACID loop tells tempo, beats and root note, from either end of the file`() throws
    {
        let folder = try TemporaryFolder("acid")
        let helper = try newHelper()
        for seconds in [0.5, 4] {
            let path = folder.appending("\(seconds).wav")
            try Sound(seconds: seconds).write(to: path)
            try append(acid(flags: 2, root: 57, beats: 8, tempo: 128.1), to: path)
            let chunks = try #require(try properties(path, with: helper).properties.chunks)
            #expect(chunks.tempo == 128.1)
            #expect(chunks.beats == 8)
            #expect(chunks.rootNote == 57)
            #expect(chunks.isOneShot == false)
            #expect(chunks.key == nil)
        }
    }

    @Test func `a one-shot has no tempo, whatever its chunk was filled with`() throws {
        let folder = try TemporaryFolder("acid")
        let path = folder.appending("a.wav")
        try Sound(seconds: 0.5).write(to: path)
        try append(acid(flags: 1, root: 60, beats: 4, tempo: 120), to: path)
        let chunks = try #require(try properties(path, with: newHelper()).properties.chunks)
        #expect(chunks.isOneShot == true)
        #expect(chunks.tempo == nil && chunks.beats == nil && chunks.rootNote == nil)
    }

    @Test func `a sampler's note and loop, an instrument's note and cue points are read`() throws {
        let folder = try TemporaryFolder("smpl")
        let helper = try newHelper()
        let path = folder.appending("a.wav")
        try Sound(seconds: 0.5).write(to: path)
        let instrument = chunk("inst", [48, 0, 0, 0, 127, 1, 127])
        try append(
            instrument + chunk("cue ", number(UInt32(2)) + [UInt8](repeating: 0, count: 48)),
            to: path)
        var chunks = try #require(try properties(path, with: helper).properties.chunks)
        #expect(chunks.rootNote == 48)
        #expect(chunks.cues == 2)
        #expect(chunks.loopStart == nil)
        try append(smpl(note: 64, loop: (1_000, 20_000)), to: path)
        chunks = try #require(try properties(path, with: helper).properties.chunks)
        #expect(chunks.rootNote == 64)
        #expect(chunks.loopStart == 1_000 && chunks.loopEnd == 20_000)
    }

    @Test func `a broadcast file says who made it, and when`() throws {
        let folder = try TemporaryFolder("bext")
        let path = folder.appending("a.wav")
        try Sound(
            encoding: [
                "-write_bext", "1", "-metadata", "description=door, wood",
                "-metadata", "originator=a recorder", "-metadata", "origination_date=2024-05-01",
                "-metadata", "origination_time=12:30:15", "-metadata", "time_reference=158760000",
            ]
        ).write(to: path)
        let found = try properties(path, with: newHelper()).properties
        let chunks = try #require(found.chunks)
        #expect(chunks.originator == "a recorder")
        #expect(chunks.recordedAt == "2024-05-01 12:30:15")
        #expect(chunks.timeReference == 158_760_000)
        #expect(found.tags.comment == "door, wood")
    }

    @Test func `an Apple Loop tells its key, and its tempo by its beats`() throws {
        let folder = try TemporaryFolder("basc")
        let helper = try newHelper()
        let path = folder.appending("a.aif")
        try Sound(seconds: 4).write(to: path)
        try append(
            basc(root: 57, scale: 1, kind: 0, beats: 8), to: path, isBigEndian: true)
        var chunks = try #require(try properties(path, with: helper).properties.chunks)
        #expect(chunks.key?.text == "Am")
        #expect(chunks.tempo == 120)
        #expect(chunks.isOneShot == false)
        try Sound(seconds: 0.5).write(to: path)
        try append(basc(root: 60, scale: 3, kind: 1, beats: 1), to: path, isBigEndian: true)
        chunks = try #require(try properties(path, with: helper).properties.chunks)
        #expect(chunks.key == nil && chunks.tempo == nil && chunks.isOneShot == true)
    }

    @Test func `an AIFF instrument's loop stands between its markers`() throws {
        let folder = try TemporaryFolder("aiff")
        let path = folder.appending("a.aif")
        try Sound(seconds: 0.5).write(to: path)
        var marks = number(UInt16(2), true)
        for (id, position, name) in [(1, 500, "begin"), (2, 9_000, "end!")]
            as [(UInt16, UInt32, String)]
        {
            marks +=
                number(id, true) + number(position, true) + [UInt8(name.utf8.count)]
                + Array(name.utf8)
            if name.utf8.count % 2 == 0 { marks.append(0) }
        }
        var instrument: [UInt8] = [55, 0, 0, 127, 1, 127, 0, 0]
        for value in [1, 1, 2, 0, 0, 0] as [UInt16] { instrument += number(value, true) }
        try append(
            chunk("INST", instrument, isBigEndian: true) + chunk("MARK", marks, isBigEndian: true),
            to: path, isBigEndian: true)
        let chunks = try #require(try properties(path, with: newHelper()).properties.chunks)
        #expect(chunks.rootNote == 55)
        #expect(chunks.cues == 2)
        #expect(chunks.loopStart == 500 && chunks.loopEnd == 9_000)
    }

    @Test func `a WAV of the other byte order is read in its order`() throws {
        let folder = try TemporaryFolder("rifx")
        let path = folder.appending("a.wav")
        var format: [UInt8] = []
        for value in [1, 1] as [UInt16] { format += number(value, true) }
        for value in [8_000, 16_000] as [UInt32] { format += number(value, true) }
        for value in [2, 16] as [UInt16] { format += number(value, true) }
        let body =
            Array("WAVE".utf8) + chunk("fmt ", format, isBigEndian: true)
            + chunk("inst", [50, 0, 0, 0, 127, 1, 127], isBigEndian: true)
            + chunk("data", (0..<16_000).map { UInt8($0 % 251) }, isBigEndian: true)
        try Data(chunk("RIFX", body, isBigEndian: true))
            .write(to: URL(fileURLWithPath: path.string))
        let found = try properties(path, with: newHelper()).properties
        #expect(found.sampleRate == 8_000)
        #expect(found.chunks?.rootNote == 50)
    }

    @Test func `a CAF's information chunk is a tag`() throws {
        let folder = try TemporaryFolder("caf")
        let path = folder.appending("a.caf")
        try Sound(encoding: ["-metadata", "tempo=120", "-metadata", "key signature=Am"])
            .write(to: path)
        let tags = try properties(path, with: newHelper()).properties.tags
        #expect(tags.bpm == "120")
        #expect(tags.key == "Am")
    }

    @Test func `a plain file has no chunks`() throws {
        let folder = try TemporaryFolder("plain")
        let helper = try newHelper()
        for name in ["a.wav", "a.aif", "a.caf", "a.flac", "a.mp3"] {
            try Sound(seconds: 0.5).write(to: folder.appending(name))
            let found = try properties(folder.appending(name), with: helper).properties
            #expect(found.chunks == nil, "\(name)")
        }
    }

    @Test(arguments: ["wav", "aif"])
    func `cut, lying and flipped chunks give what can be read and end no helper`(
        _ kind: String
    ) throws {
        let folder = try TemporaryFolder("hostile")
        let helper = try newHelper()
        let path = folder.appending("a." + kind)
        try Sound(seconds: 0.1, rate: 8_000).write(to: path)
        let isBigEndian = kind == "aif"
        let chunks =
            isBigEndian
            ? basc(root: 57, scale: 2, kind: 0, beats: 4)
                + chunk(
                    "MARK", number(UInt16(9), true) + [0, 1, 0, 0, 0, 5, 200, 1], isBigEndian: true)
                + chunk("INST", [UInt8](repeating: 1, count: 20), isBigEndian: true)
            : acid(flags: 2, root: 57, beats: 8, tempo: 128) + smpl(note: 60, loop: (5, 50))
                + chunk("bext", [UInt8](repeating: 0x41, count: 602)) + chunk("cue ", [9, 0, 0, 0])
        let start = try Int(
            FileManager.default.attributesOfItem(atPath: path.string)[.size] as? Int ?? 0)
        try append(chunks, to: path, isBigEndian: isBigEndian)
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path.string)))
        let before = helper.restarts
        var told = 0
        func look(_ bytes: [UInt8], _ what: String) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: path.string))
            switch try probe(path, with: helper).answer {
            case .properties(let found, _):
                guard let chunks = found.chunks else { return }
                told += 1
                if let tempo = chunks.tempo { #expect((20.0...999).contains(tempo), "\(what)") }
                if let note = chunks.rootNote { #expect((1...127).contains(note), "\(what)") }
            case .notAudio, nil: break
            case let other?: Issue.record("\(what): \(other)")
            }
        }
        for end in stride(from: start, through: whole.count, by: 3) {
            try look(Array(whole[..<end]), "cut at \(end)")
        }
        // Sizes of the chunks behind the sound that lie.
        for place in start..<whole.count
        where whole[place...].starts(with: Array("cue ".utf8))
            || place == start
        {
            for size in [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF] as [UInt32] {
                var bytes = whole
                bytes.replaceSubrange(place + 4..<place + 8, with: number(size, isBigEndian))
                try look(bytes, "size \(size) at \(place)")
            }
        }
        var random = SeededRandom(seed: 8)
        for round in 0..<400 {
            var bytes = whole
            for _ in 0...random.below(6) {
                bytes[start + random.below(bytes.count - start)] = UInt8(random.below(256))
            }
            try look(bytes, "seed 8, round \(round)")
        }
        #expect(told > 300)
        #expect(helper.restarts == before)
    }
}

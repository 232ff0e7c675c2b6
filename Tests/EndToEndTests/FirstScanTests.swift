import Foundation
import TestSupport
import Testing

/// A first scan, by `audiowatch scan --wait` without a daemon: it does the whole work itself and ends.
@Suite(.onThreads) struct FirstScanTests {
    @Test func `Every listed format is read as ffprobe reads it`() throws {
        let world = try World("formats")
        let root = try world.source()
        for format in Format.all { try Disk.write(format.bytes(), to: root / format.name) }
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("first scan")

        let views = try world.views()
        let contents = try world.contents()
        for format in Format.all {
            let path = root / format.name
            guard let row = views.row(of: path) else { continue }  // Named by the oracle.
            let probe = try FFprobe(path)
            let content = contents[row.id]
            #expect(row.rate == probe.rate, "\(format): sample rate")
            #expect(row.channels == probe.channels, "\(format): channels")
            #expect(row.bits == probe.bits, "\(format): bits")
            #expect(content?.codec == probe.codec, "\(format): codec")
            #expect(
                isRight(row.duration, truth: 1) || content?.isEstimated == true,
                "\(format): duration \(String(describing: row.duration))")
            if let container = format.container {
                #expect(row.format == container, "\(format): format")
            }
        }
        #expect(try world.problems() == [:])
    }

    @Test func `A mixed tree stands in the catalogue as on the disk`() throws {
        let world = try World("mixed")
        let root = try world.source()
        let kick = try Sounds.wav(1)
        let (one, other) = try Sounds.trapPair()
        for (number, name) in [
            "Drums/Kick 1.WAV", "Drums/.hidden.wav", "Drums/100% wet #1 'hit' \"a&b\".wav",
            "Drums/new\nline.wav", "Drums/-dash.wav", "Drums/ space .wav", "Drums/back\\slash.wav",
            "Café/NFC Überfahrt.wav", "Cafe\u{301}/NFD U\u{308}berfahrt.wav", "ヴォーカル/🔥.wav",
            "escape \u{1B}[31m.wav", "folder.wav/inside.wav",
            String(repeating: "x", count: 251) + ".wav",
            "deep/" + (1...40).map { "level \($0)" }.joined(separator: "/") + "/a.wav",
        ].enumerated() { try Disk.write(Sounds.wav(100 + number), to: root / name) }
        let notText: [[UInt8]] = [[0x63, 0x61, 0x66, 0xE9], [0xFF, 0xFE, 0x01], [0xC3, 0x28]]
        for (number, stem) in notText.enumerated() {
            let name = stem + Array(".wav".utf8)
            try Disk.write(Sounds.wav(200 + number), to: root / "bytes" / name)
            try Disk.write(Sounds.wav(300 + number), to: root / stem / name)
        }
        try Disk.write(kick, to: root / "copies/kick.wav")
        try Disk.write(kick, to: root / "copies/again/kick (1).wav")
        try Disk.write(kick, to: root / [0x6B, 0xE9, 0x2E, 0x77, 0x61, 0x76])
        try Disk.hardLink(root / "copies/kick.wav", to: root / "copies/linked.wav")
        try Disk.write(one, to: root / "trap/take.wav")
        try Disk.write(other, to: root / "trap/take edit.wav")
        try Disk.write(one, to: root / "trap/take copy.wav")
        // What must stay out.
        for name in [
            "web/node_modules/p/click.wav", "web/.git/lfs/o.wav", "Drums/._Kick 1.WAV",
            "notes.txt", "Drums/Kick 1.WAV.asd", "__MACOSX/x.wav", "unfinished.wav.part",
        ] { try Disk.write(Sounds.wav(900), to: root / name) }
        try Disk.write([0, 5, 0x16, 7, 0, 2] + kick, to: root / "resource fork.wav")
        try Disk.write(Array(kick.prefix(1_023)), to: root / "small.wav")
        try Disk.write([], to: root / "empty.wav")
        try Disk.symbolicLink(to: root / "copies", at: root / "loop")
        try Disk.symbolicLink(to: root / "copies/kick.wav", at: root / "linked.wav")
        try Disk.makeFIFO(root / "fifo.wav")
        try Disk.setModified(root / "Drums/Kick 1.WAV", seconds: 1_000_000_000, nanoseconds: 0)
        try Disk.setModified(
            root / "Drums/-dash.wav", seconds: 1_120_000_000, nanoseconds: 999_999_700)

        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("first scan")
        #expect(try world.problems() == [:])
        let before = try world.views()
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("second scan")
        #expect(
            try Set(before.files.map(\.id)) == Set(world.views().files.map(\.id)),
            "a second scan invents no content")
    }

    @Test func `What only poses as audio is a problem with a fingerprint and no properties`() throws
    {
        let world = try World("posing")
        let root = try world.source()
        var chance = Chance(seed: testSeed)
        let html = "<!DOCTYPE html><title>404</title>" + String(repeating: "<p>no</p>", count: 200)
        let playlist = "ffconcat version 1.0\nfile '\(root.text)/zeros.wav'\n"
        let posing: [String: [UInt8]] = [
            "text.wav": Array(String(repeating: "this is not audio\n", count: 200).utf8),
            "zeros.wav": [UInt8](repeating: 0, count: 150_000),
            "random.mp3": chance.bytes(50_000), "html.mp3": Array(html.utf8),
            "playlist.wav": Array((playlist + String(repeating: "#\n", count: 1_000)).utf8),
        ]
        for (name, bytes) in posing { try Disk.write(bytes, to: root / name) }
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("seed \(testSeed)")

        let views = try world.views()
        let problems = try world.problems()
        for name in posing.keys {
            let row = views.row(of: root / name)
            #expect(row?.duration == nil && row?.rate == nil, "\(name), seed \(testSeed)")
            #expect(row?.channels == nil && row?.bits == nil, "\(name), seed \(testSeed)")
            #expect(problems[root / name] == ["not-audio"], "\(name), seed \(testSeed)")
        }
    }

    @Test func `A wrong extension is catalogued under its real format and flagged`() throws {
        let world = try World("lying")
        let root = try world.source()
        let mp3 = try Sounds.bytes(Sound(encoding: ["-c:a", "libmp3lame"]), "mp3")
        try Disk.write(mp3, to: root / "really mp3.wav")
        try Disk.write(Sounds.wav(1), to: root / "really wav.flac")
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("first scan")
        let views = try world.views()
        #expect(views.row(of: root / "really mp3.wav")?.format == "mp3")
        #expect(views.row(of: root / "really wav.flac")?.format == "wav")
        #expect(isRight(views.row(of: root / "really mp3.wav")?.duration, truth: 1))
        #expect(
            try world.problems() == [
                root / "really mp3.wav": ["wrong-extension"],
                root / "really wav.flac": ["wrong-extension"],
            ])
    }

    @Test func `A cut file has the length its bytes hold, or is a problem`() throws {
        let world = try World("cut")
        let root = try world.source()
        let cut = ["wav", "aiff", "flac", "mp3", "ogg", "m4a", "wv"].map { "cut.\($0)" }
        for name in cut {
            let ending = String(name.dropFirst(4))
            let bytes = try Sounds.bytes(Sound(seconds: 4), ending)
            try Disk.write(Array(bytes.prefix(bytes.count * 3 / 5)), to: root / name)
        }
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("first scan")
        let views = try world.views()
        let problems = try world.problems()
        for name in cut where problems[root / name] == nil {
            let truth = try decodedSeconds(of: root / name)
            let duration = views.row(of: root / name)?.duration
            #expect(
                isRight(duration, truth: truth),
                "\(name): \(String(describing: duration)), but \(truth) s can be decoded")
        }
    }
}

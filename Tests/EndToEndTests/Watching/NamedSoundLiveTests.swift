import TestSupport
import Testing

/// What a name says of its sound follows the name, and costs no look at the file.
@Suite(.onThreads) struct NamedSoundLiveTests {
    @Test func `Names of files and folders are searched for tempo and key as soon as they change`()
        throws
    {
        let live = try Live("named") { world in
            let root = try world.source()
            try Disk.write(Sounds.wav(1), to: root / "Loop_128_Am.wav")
            try Disk.write(Sounds.wav(2), to: root / "Kit 90 BPM/Stems/bass.wav")
        }
        let root = try live.world.source()
        let work = try live.daemon.workDone()
        #expect(try told(live, "bpm:128") == ["Loop_128_Am.wav 128.0 name Am name"])
        #expect(try told(live, "bpm:90") == ["bass.wav 90.0 name - -"])
        try live.step("a file gets another name") {
            try Disk.move(root / "Loop_128_Am.wav", to: root / "Loop_140_F#m.wav")
        }
        #expect(try told(live, "bpm:128").isEmpty)
        #expect(try told(live, "key:F#m") == ["Loop_140_F#m.wav 140.0 name F#m name"])
        try live.step("a folder gets another name") {
            try Disk.move(root / "Kit 90 BPM", to: root / "Kit 174 BPM Gm")
        }
        #expect(try told(live, "bpm:90").isEmpty)
        #expect(try told(live, "bpm:174 key:Gm") == ["bass.wav 174.0 name Gm name"])
        try live.step("a file moves there") {
            try Disk.move(root / "Loop_140_F#m.wav", to: root / "Kit 174 BPM Gm/pad.wav")
        }
        #expect(try told(live, "bpm:174").count == 2)
        #expect(try live.daemon.workDone() == work, "no file is opened, none is probed")
    }

    @Test func `A chunk counts before the name, and show says which it was`() throws {
        var bytes = try Sounds.wav(3)
        // ACID: a loop of four beats at 100 a minute. Its tempo is a float of 32 bits.
        let acid: [UInt8] =
            Array("acid".utf8) + [24, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0]
            + [4, 0, 0, 0, 4, 0, 4, 0] + [0, 0, 0xC8, 0x42]
        bytes += acid
        let size = UInt32(bytes.count - 8)
        bytes.replaceSubrange(4..<8, with: withUnsafeBytes(of: size.littleEndian) { Array($0) })
        let live = try Live("chunk") { world in
            try Disk.write(bytes, to: world.source() / "Loop_128_Am.wav")
        }
        #expect(try told(live, "bpm:128").isEmpty)
        #expect(try told(live, "bpm:100 key:Am") == ["Loop_128_Am.wav 100.0 chunk Am name"])
        let shown = try live.world.succeed(
            "show", (live.world.source() / "Loop_128_Am.wav").text
        ).text
        for line in ["bpm          100 (chunk)", "key          Am (name)", "beats        4"] {
            #expect(shown.contains(line), "\(shown)")
        }
    }

    /// Name, tempo and key of what a search finds, as a script sees it.
    private func told(_ live: Live, _ query: String) throws -> [String] {
        let result = try live.world.audiowatch("search", "--json", query)
        guard [0, 1].contains(result.status) else {
            throw TestFailure("search ended with \(result.status): \(result.errorText)")
        }
        return try JSON.items(result.output).map { hit in
            let name = hit["path"].string?.split(separator: "/").last ?? ""
            let tempo = hit["tempo"]["value"].number.map { "\($0)" } ?? "-"
            return [
                String(name), tempo, hit["tempo"]["origin"].string ?? "-",
                hit["key"]["value"].string ?? "-", hit["key"]["origin"].string ?? "-",
            ].joined(separator: " ")
        }
    }
}

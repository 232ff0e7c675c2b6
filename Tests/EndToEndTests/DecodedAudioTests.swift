import Foundation
import SystemPackage
import TestSupport
import Testing

/// Sounds that browsers cannot read, as the daemon sends them.
@Suite(.serialized, .onThreads) struct DecodedAudioTests {
    @Test
    func `a file that browsers cannot read is sent as a WAV of the length it says, any part of it`()
        throws
    {
        let world = try World("decoded")
        let files: [(name: String, encoding: [String], seconds: Double, bits: Int)] = [
            ("a.aiff", [], 2.5, 16), ("b.aiff", ["-c:a", "pcm_s24be"], 1.3, 24),
            ("c.wma", ["-c:a", "wmav2"], 2, 16), ("d.wv", [], 0.7, 16),
        ]
        for file in files {
            try Sound(seconds: file.seconds, channels: 2, encoding: file.encoding)
                .write(to: FilePath((world.source() / file.name).text))
        }
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let page = try #require(try daemon.status()["page"].string)
        for file in files {
            let found = try JSON(ask("\(page)api/files?q=\(file.name)"))["hits"].array.first
            let address = "\(page)audio/f\(try #require(found?["file"].integer))"
            let whole = Array(try ask(address))
            let frames = Int(
                (try #require(found?["properties"]["duration"].number) * 44_100).rounded())
            #expect(whole.count == 44 + frames * 2 * file.bits / 8, "\(file.name)")
            #expect(Array(whole.prefix(4)) == Array("RIFF".utf8))
            #expect(number(whole, at: 40) == whole.count - 44, "\(file.name)")
            #expect(number(whole, at: 4) == whole.count - 8, "\(file.name)")
            #expect(abs(Double(frames) / 44_100 - file.seconds) < 0.06, "\(file.name)")
            #expect(whole.dropFirst(44).contains { $0 != 0 }, "\(file.name)")
            // Of one that a codec blurs a part begins where the whole does, nearly.
            guard !file.name.hasSuffix("wma") else { continue }
            var chance = SeededRandom(seed: 7)
            for _ in 0..<8 {
                let first = Int.random(in: 0..<whole.count, using: &chance)
                let last = Int.random(in: first..<whole.count, using: &chance)
                let part = Array(try ask(address, "-r", "\(first)-\(last)"))
                let isSame = part == Array(whole[first...last])
                #expect(isSame, "\(file.name), bytes \(first) to \(last)")
            }
        }
        let plain = try JSON(ask("\(page)api/files?q=a.aiff"))["hits"].array.first
        let number = try #require(plain?["file"].integer)
        let isFile =
            try ask("\(page)audio/f\(number)?as=file")
            == Data(contentsOf: URL(fileURLWithPath: (world.source() / "a.aiff").text))
        #expect(isFile)
        #expect(
            try JSON(ask("\(page)audio/f\(number)?as=mp3"))["error"]["code"].string == "bad-request"
        )
    }

    @Test func `waveforms are kept, made where they are missing, and say when there is none`()
        throws
    {
        let world = try World("peaks")
        try Sound(seconds: 2, channels: 2).write(to: try tonePath(world))
        var bytes = try Sounds.wav(1)
        // One frame a second, says its header: a length that nobody believes.
        bytes.replaceSubrange(24..<28, with: [1, 0, 0, 0])
        try Disk.write(bytes, to: world.source() / "slow.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let page = try #require(try daemon.status()["page"].string)
        func file(_ name: String) throws -> String {
            let hit = try JSON(ask("\(page)api/files?q=name:\(name)"))["hits"].array.first
            return "f\(try #require(hit?["file"].integer, "\(name)"))"
        }
        let (tone, slow) = (try file("tone"), try file("slow"))
        let fine = try #require(try JSON(ask("\(page)api/peaks/\(tone)"))["peaks"].string)
        let peaks = [UInt8](try #require(Data(base64Encoded: fine))).map { Int8(bitPattern: $0) }
        #expect(peaks.count == 2 * 795, "a pair for each 111 of 88,200 frames")
        #expect(peaks.contains { $0 > 8 } && peaks.contains { $0 < -8 })
        let many = try JSON(ask("\(page)api/peaks?files=\(tone),\(slow)&pairs=10"))
        let coarse = try #require(many["peaks"][tone].string.flatMap { Data(base64Encoded: $0) })
        #expect(coarse.count == 20)
        #expect(coarse.map { Int8(bitPattern: $0) }.max() == peaks.max())
        #expect(many["peaks"][slow].string == nil)
        #expect(many["missing"].array.isEmpty)
        let refused = try JSON(ask("\(page)api/peaks/\(slow)"))["error"]["code"].string
        #expect(refused == "conflict")
        // Kept: the file is not needed any more.
        try Disk.write(Array("RIFF and something else".utf8), to: world.source() / "other.wav")
        #expect(try JSON(ask("\(page)api/peaks/\(tone)"))["peaks"].string == fine)
        #expect(try JSON(ask("\(page)api/peaks?files=x"))["error"]["code"].string == "bad-request")
    }

    private func tonePath(_ world: World) throws -> FilePath {
        try FilePath((world.source() / "tone.wav").text)
    }

    private func ask(_ address: String, _ words: String...) throws -> Data {
        let result = try run("/usr/bin/env", ["curl", "-sS", "--max-time", "30", address] + words)
        guard result.status == 0 else { throw TestFailure(result.errorText) }
        return result.output
    }

    private func number(_ bytes: [UInt8], at place: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
}

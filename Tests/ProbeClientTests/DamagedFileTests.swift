import AudiowatchCore
import Foundation
import ProbeClient
import SystemPackage
import Testing
import TestSupport

/// Files whose headers say more, or less, than their bytes hold.
@Suite struct DamagedFileTests {
    private let folder: TemporaryFolder
    private let helper: ProbeHelper

    init() throws {
        folder = try TemporaryFolder("damaged")
        helper = try newHelper()
    }

    private func sound(_ name: String, seconds: Double = 10, _ encoding: [String] = []) throws
        -> FilePath
    {
        let path = folder.appending(name)
        try Sound(seconds: seconds, channels: 2, encoding: encoding).write(to: path)
        return path
    }

    private func isNear(_ seconds: Double?, _ wanted: Double, within: Double = 0.1) -> Bool {
        seconds.map { abs($0 - wanted) <= within } ?? false
    }

    @Test func `uncompressed sound that was cut has the length its bytes hold`() throws {
        for name in ["a.wav", "a.aiff", "a.w64", "a.caf", "a.au"] {
            let path = try sound(name)
            try cut(path, to: 0.5)
            let (found, suspects) = try properties(path, with: helper)
            #expect(isNear(found.duration, 5, within: 0.02), "\(name): \(found.duration ?? -1)")
            #expect(suspects.count == 1, "\(name)")
        }
    }

    @Test func `compressed sound that was cut is suspect and shorter`() throws {
        let cases: [(String, [String], Double)] = [
            ("a.flac", [], 0.3), ("a.wv", [], 0.8), ("a.tta", [], 0.3),
            ("fast.m4a", ["-movflags", "+faststart"], 0.5), ("a.mp3", [], 0.5),
            ("a.wma", ["-c:a", "wmav2"], 0.5),
            ("adpcm.wav", ["-c:a", "adpcm_ms"], 0.5), ("a.ogg", ["-c:a", "libvorbis"], 1.5),
            ("gsm.wav", ["-c:a", "libgsm_ms", "-ar", "8000", "-ac", "1"], 0.5),
        ]
        for (name, encoding, tolerance) in cases {
            let path = try sound(name, encoding)
            try cut(path, to: 0.5)
            let (found, suspects) = try properties(path, with: helper)
            #expect(found.duration.map { $0 < 8 } ?? true, "\(name): \(found.duration ?? -1)")
            #expect(!suspects.isEmpty, "\(name)")
            // A tone packs evenly, so half of the bytes is about half of the time.
            if let seconds = found.duration {
                #expect(isNear(seconds, 5, within: tolerance + 1), "\(name): \(seconds)")
            }
        }
    }

    @Test func `an MP4 without its index is no audio`() throws {
        let path = try sound("a.m4a")
        try cut(path, to: 0.5)
        guard case .notAudio(let reason) = try probe(path, with: helper).answer else {
            Issue.record("it was read")
            return
        }
        #expect(reason.contains("cut or damaged"))
    }

    @Test(arguments: [[0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [36, 0, 0, 0]] as [[UInt8]])
    func `a data size that was never finished is replaced by the bytes`(_ size: [UInt8]) throws {
        let path = try sound("crashed.wav")
        try overwrite(path, at: offset(of: "data", in: path) + 4, size)
        let (found, suspects) = try properties(path, with: helper)
        #expect(isNear(found.duration, 10, within: 0.01))
        #expect(suspects.count == 1)
    }

    @Test func `a data size that wrapped at 4 GiB is replaced by the bytes`() throws {
        let path = try sound("huge.wav", seconds: 1)
        let start = try offset(of: "data", in: path)
        // Five GiB of silence that take no room on the disk.
        let bytes: Int64 = 5 << 30
        let file = try FileDescriptor.open(path, .readWrite)
        try file.resize(to: start + 8 + bytes)
        try file.close()
        let size = UInt32(truncatingIfNeeded: bytes)
        try overwrite(
            path, at: start + 4, (0..<4).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) })
        let (found, suspects) = try properties(path, with: helper)
        #expect(isNear(found.duration, Double(bytes) / 176_400, within: 0.01))
        #expect(suspects.count == 1)
        try FileManager.default.removeItem(atPath: path.string)
    }

    @Test func `a title of 40 MiB costs no memory that stays`() throws {
        let plain = try sound("plain.mp3", seconds: 3)
        let sound = try Data(contentsOf: URL(fileURLWithPath: plain.string))
        let digits = { (n: Int) in [21, 14, 7, 0].map { UInt8(n >> $0 & 0x7F) } }
        let size = 40 << 20
        let tag =
            Array("ID3".utf8) + [4, 0, 0] + digits(size + 10) + Array("TIT2".utf8) + digits(size)
            + [0, 0, 3] + [UInt8](repeating: 0x61, count: size - 1)
        let path = try folder.file("title.mp3", tag + Array(sound))
        let found = try properties(path, with: helper).properties
        #expect(found.tags.title == String(repeating: "a", count: Tags.longest))
        #expect(found.sampleRate == 44_100)
        let id = try #require(helper.processID)
        let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon") }
        let resident = try #require(line.flatMap { Int($0.filter(\.isNumber)) })
        #expect(resident <= 40 * 1024)
    }

    @Test func `chunks behind the sound do not count as sound`() throws {
        let path = try sound("tagged.wav", seconds: 1)
        let file = try FileDescriptor.open(path, .readWrite)
        _ = try file.seek(offset: 0, from: .end)
        try file.writeAll(
            Array("LIST".utf8) + [0, 0, 4, 0] + [UInt8](repeating: 0x41, count: 0x40000))
        try file.close()
        let (found, suspects) = try properties(path, with: helper)
        #expect(isNear(found.duration, 1, within: 0.001))
        #expect(suspects == [])
    }

    @Test func `a tail of zeros, as a full disk leaves it, harms nothing`() throws {
        for name in ["z.wav", "z.flac", "z.ogg", "z.mp3", "z.m4a", "z.wv"] {
            let path = try sound(name, seconds: 20)
            let size = try #require(
                try FileManager.default.attributesOfItem(atPath: path.string)[.size] as? Int64)
            let zeros = [UInt8](repeating: 0, count: Int(min(size * 3 / 4, 200_000)))
            try overwrite(path, at: size - Int64(zeros.count), zeros)
            switch try probe(path, with: helper).answer {
            case .properties(_, let suspects):
                if ["z.flac", "z.ogg", "z.wv"].contains(name) {
                    #expect(!suspects.isEmpty, "\(name)")
                }
            case .notAudio: #expect(name == "z.m4a")
            case let other: Issue.record("\(name): \(String(describing: other))")
            }
        }
        #expect(helper.restarts == 0)
    }

    @Test func `a FLAC header that claims days is not believed`() throws {
        let path = try sound("bomb.flac", seconds: 0.1)
        // STREAMINFO's sample count: the low 36 bits of the eight bytes at 18.
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path.string))
        try overwrite(path, at: 21, [bytes[21] | 0x0F, 0xFF, 0xFF, 0xFF, 0xFF])
        let (found, suspects) = try properties(path, with: helper)
        #expect(found.duration == nil)
        #expect(found.sampleRate == 44_100)
        #expect(suspects.count == 1)
    }

    @Test func `a sample rate of 1 Hz is not believed`() throws {
        let path = try sound("slow.wav", seconds: 1)
        try overwrite(path, at: offset(of: "fmt ", in: path) + 12, [1, 0, 0, 0])
        let (found, suspects) = try properties(path, with: helper)
        #expect(found.duration == nil)
        #expect(found.sampleRate == 1)
        #expect(suspects.count == 1)
    }

    @Test func `every cut and every flipped byte of a header ends in an answer`() throws {
        var state: UInt64 = 7
        for name in [
            "f.wav", "f.flac", "f.m4a", "f.mp3", "f.ogg", "f.aiff", "f.caf", "f.wma", "f.wv",
        ] {
            let path = try sound(name, seconds: 0.3)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path.string))
            for _ in 0..<40 {
                var bytes = whole
                for _ in 0..<4 {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    bytes[Int(state >> 33) % min(bytes.count, 600)] = UInt8(
                        truncatingIfNeeded: state >> 25)
                }
                let count = Int(state >> 20) % bytes.count
                try bytes.prefix(state & 1 << 40 == 0 ? bytes.count : count).write(
                    to: URL(fileURLWithPath: path.string))
                switch try probe(path, with: helper).answer {
                case .properties(let found, _):
                    if let seconds = found.duration { #expect(seconds.isFinite && seconds >= 0) }
                case .notAudio, nil: break
                case let other: Issue.record("\(name): \(String(describing: other))")
                }
            }
        }
        #expect(helper.restarts == 0)
    }
}

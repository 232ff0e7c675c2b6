import AudiowatchCore
import Foundation
import ProbeClient
import SystemPackage
import Testing
import TestSupport

/// Files whose names promise what their bytes are not.
@Suite struct PosingFileTests {
    @Test func `text, pages, zeros, noise and scripts posing as audio are no audio`() throws {
        let folder = try TemporaryFolder("posing")
        let helper = try newHelper()
        var state: UInt64 = 99
        let noise = (0..<100_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        try Sound().write(to: folder.appending("secret.wav"))
        let secret = folder.appending("secret.wav").string
        let files: [(String, [UInt8])] = [
            ("text.wav", Array(String(repeating: "this is not audio\n", count: 300).utf8)),
            ("page.mp3", Array("<!DOCTYPE html><html><title>404</title>".utf8)),
            ("zeros.wav", [UInt8](repeating: 0, count: 300_000)),
            ("noise.mp3", noise),
            ("empty.flac", []),
            ("script.wav", Array("ffconcat version 1.0\nfile '\(secret)'\n".utf8)),
            ("list.mp3", Array("#EXTM3U\n\(secret)\n".utf8)),
        ]
        for (name, bytes) in files {
            let (container, _) = try probe(folder.file(name, bytes), with: helper)
            #expect(container == nil, "\(name)")
        }
    }

    @Test func `a magic number alone is no audio`() throws {
        let folder = try TemporaryFolder("magic")
        let helper = try newHelper()
        let heads = [
            "RIFF....WAVE", "FORM....AIFF", "fLaC", "OggS", "....ftypM4A ", "wvpk", "TTA1", ".snd",
        ]
        for head in heads {
            let bytes = Array(head.utf8) + [UInt8](repeating: 0x20, count: 4000)
            let (container, answer) = try probe(folder.file("x.wav", bytes), with: helper)
            #expect(container != nil, "\(head)")
            guard case .notAudio(let reason) = answer else {
                Issue.record("\(head): \(String(describing: answer))")
                continue
            }
            #expect(!reason.isEmpty)
        }
        #expect(helper.restarts == 0)
    }

    @Test func `a file under a wrong extension is read as what it is`() throws {
        let folder = try TemporaryFolder("wrong")
        let helper = try newHelper()
        for (real, posed) in [
            ("a.mp3", "a.wav"), ("b.wav", "b.mp3"), ("c.ogg", "c.flac"), ("d.m4a", "d.aac"),
        ] {
            try Sound().write(to: folder.appending(real))
            try FileManager.default.moveItem(
                atPath: folder.appending(real).string, toPath: folder.appending(posed).string)
            let (container, answer) = try probe(folder.appending(posed), with: helper)
            #expect(container?.name == String(real.suffix(3)), "\(posed)")
            #expect(container?.acceptsExtension(FileName(posed)) == false, "\(posed)")
            guard case .properties = answer else {
                Issue.record("\(posed): \(String(describing: answer))")
                continue
            }
        }
    }

    @Test func `the sound is found behind a tag larger than the head`() throws {
        let folder = try TemporaryFolder("cover")
        let helper = try newHelper()
        for name in ["a.mp3", "a.aac"] {
            let plain = folder.appending("plain-" + name)
            try Sound(seconds: 6, channels: 2, encoding: ["-f", name == "a.aac" ? "adts" : "mp3"])
                .write(
                    to: plain)
            let sound = try Data(contentsOf: URL(fileURLWithPath: plain.string))
            // A private frame, as programs leave them, of 300,000 bytes.
            let size = 300_000 + 10
            let digits = { (n: Int) in [21, 14, 7, 0].map { UInt8(n >> $0 & 0x7F) } }
            let tag =
                Array("ID3".utf8) + [4, 0, 0] + digits(size) + Array("PRIV".utf8)
                + digits(size - 10)
                + [0, 0] + [UInt8](repeating: 0x61, count: size - 10)
            let path = try folder.file(name, tag + Array(sound))
            let (container, _) = try probe(path, with: helper)
            #expect(container?.name == String(name.suffix(3)))
            let found = try properties(path, with: helper).properties
            #expect(try Oracle(found) == Oracle(path), "\(name)")
            #expect(
                found.duration.map { abs($0 - 6) < 0.3 } == true, "\(name): \(found.duration ?? -1)"
            )
        }
    }
}

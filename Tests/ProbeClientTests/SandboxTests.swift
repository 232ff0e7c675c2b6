import AudiowatchCore
import Foundation
import ProbeClient
import ProbeWire
import SystemPackage
import Testing
import TestSupport

/// The helper stands in its sandbox, and what poses as audio leads it to no other file.
@Suite struct SandboxTests {
    @Test func `a helper stands behind every wall that its kernel can build`() throws {
        let helper = try newHelper()
        defer { helper.close() }
        let id = try #require(helper.processID)
        let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
        func value(_ key: String) -> String? {
            status.split(separator: "\n").first { $0.hasPrefix(key + ":") }?
                .split(separator: "\t").last.map(String.init)
        }
        #expect(value("NoNewPrivs") == "1")
        #expect(value("Seccomp") == "2")
        let sandbox = try #require(helper.sandbox)
        // Older kernels lack parts of Landlock, and nothing else.
        #expect(sandbox == "full" || sandbox.hasPrefix("without Landlock"), "\(sandbox)")
        #expect(!sandbox.contains(";"), "\(sandbox)")
    }

    @Test func `what is missing is named`() {
        #expect(Sandbox.full.summary(landlock: 7) == "full")
        #expect(
            Sandbox.full.subtracting([.network, .signals]).summary(landlock: 3)
                == "without Landlock's rules for TCP and signals (it is version 3)")
        #expect(
            Sandbox.full.subtracting(.signals).summary(landlock: 5)
                == "without Landlock's rules for signals (it is version 5)")
        #expect(
            Sandbox.full.subtracting([.paths, .network, .signals]).summary(landlock: 0)
                == "without Landlock, which this kernel lacks")
        #expect(
            Sandbox(rawValue: 0).summary(landlock: 0)
                == "without a filter of system calls; Landlock, which this kernel lacks; no_new_privs; "
                + "limits of memory and descriptors; an end with its worker")
    }

    @Test func `no text that names a file makes a helper read it`() throws {
        let folder = try TemporaryFolder("escape")
        let secret = folder.appending("secret.wav")
        // Should it be read, its rate betrays it.
        try Sound(seconds: 3, rate: 12_345).write(to: secret)
        let name = secret.string
        let texts = [
            "ffconcat version 1.0\nfile '\(name)'\nduration 3\n",
            "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n\(name)\n#EXT-X-ENDLIST\n",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
            "<?xml version=\"1.0\"?><MPD type=\"static\"><Period><AdaptationSet><Representation>"
                + "<BaseURL>file://\(name)</BaseURL></Representation></AdaptationSet></Period></MPD>",
            "concat:\(name)|\(name)", "file:\(name)", "subfile,,start,0,end,0,,:\(name)",
            "[playlist]\nFile1=\(name)\nNumberOfEntries=1\n",
        ]
        let helper = try newHelper()
        defer { helper.close() }
        for text in texts {
            // Through recognition, and past it: as if it were each of the containers.
            let path = try folder.file("x.wav", Array(text.utf8))
            #expect(try probe(path, with: helper).container == nil, "\(text)")
            let file = try FileDescriptor.open(path, .readOnly)
            defer { try? file.close() }
            let count = try file.read(
                fromAbsoluteOffset: 0,
                into: UnsafeMutableRawBufferPointer(rebasing: helper.slot[..<helper.chunk]))
            for container in Container.allCases {
                let answer = helper.probe(
                    descriptor: file.rawValue, size: Int64(count), head: count, tail: 0,
                    container: container, deadline: .seconds(30))
                guard case .notAudio = answer else {
                    Issue.record("\(container) \(text): \(answer)")
                    continue
                }
            }
        }
        #expect(helper.restarts == 0)
    }

    @Test func `an MP4 whose sound lies in another file is not followed there`() throws {
        let folder = try TemporaryFolder("reference")
        let path = folder.appending("a.m4a")
        try Sound(seconds: 2).write(to: path)
        try Sound(seconds: 2, rate: 12_345).write(to: folder.appending("b.wav"))
        // A data reference by name where "in this file" stood: flags 0 and a path in an alias-like `url `.
        try overwrite(path, at: offset(of: "url ", in: path) + 4, [0, 0, 0, 0])
        let helper = try newHelper()
        defer { helper.close() }
        switch try probe(path, with: helper).answer {
        case .properties(let found, _): #expect(found.sampleRate == 44_100)
        case .notAudio: break
        case let other: Issue.record("\(String(describing: other))")
        }
        #expect(helper.restarts == 0)
    }
}

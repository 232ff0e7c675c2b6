import AudiowatchCore
import Settings
import SystemPackage
import TestSupport
import Testing

@testable import Commands

@Suite struct PathVerdictTests {
    private func verdict(
        _ relative: String, in folder: TemporaryFolder, more: String = ""
    ) throws -> PathVerdict {
        let text = """
            [sources.music]
            path = "\(folder.path.string)"
            exclude = ["**/drafts/**"]
            \(more)
            """
        let file = folder.appending("config.toml")
        let paths = StandardPaths(environment: [:], userID: 1, home: folder.path)
        let configuration = try Configuration.parse(text, file: file, paths: paths).configuration
        return PathVerdict(of: folder.appending(relative), configuration)
    }

    @Test func `the rule that decides is named`() throws {
        let folder = try TemporaryFolder("why")
        try folder.file("drafts/a.wav", Array(repeating: 1, count: 5_000))
        try folder.file("good/a.wav", Array(repeating: 1, count: 5_000))
        try folder.file("good/tiny.wav", [1, 2, 3])
        try folder.file("good/notes.txt", [1])
        #expect(try verdict("good/a.wav", in: folder).kind == .audio)
        #expect(try verdict("good", in: folder).kind == .directory)
        #expect(try verdict("", in: folder).kind == .directory)
        #expect(try verdict("good/none.wav", in: folder).kind == .missing)
        let tiny = try verdict("good/tiny.wav", in: folder)
        #expect(tiny.kind == .tooSmall && tiny.reason.contains("min_file_size"))
        let text = try verdict("good/notes.txt", in: folder)
        #expect(text.kind == .notAudio && text.reason.contains("txt"))
        let draft = try verdict("drafts/a.wav", in: folder)
        #expect(draft.kind == .excluded && draft.rule == "**/drafts/**")
        let module = try verdict("node_modules/x/a.wav", in: folder)
        #expect(module.kind == .excluded && module.reason.contains("node_modules"))
    }

    @Test func `special files and links are not followed`() throws {
        let folder = try TemporaryFolder("why")
        try folder.file("a.wav", Array(repeating: 1, count: 5_000))
        let links = try run(
            "/bin/sh", ["-c", "ln -s a.wav link.wav && mkfifo pipe.wav"], folder: folder.path.string
        )
        #expect(links.status == 0)
        #expect(try verdict("link.wav", in: folder).kind == .notRegular)
        #expect(try verdict("pipe.wav", in: folder).kind == .notRegular)
        try folder.file("fork.wav", [0, 5, 0x16, 7] + Array(repeating: 0, count: 5_000))
        #expect(try verdict("fork.wav", in: folder).kind == .appleDouble)
    }

    @Test func `a source that is switched off says so, and outside is outside`() throws {
        let folder = try TemporaryFolder("why")
        #expect(try verdict("a.wav", in: folder, more: "enabled = false").kind == .disabled)
        let paths = StandardPaths(environment: [:], userID: 1, home: folder.path)
        let empty = try Configuration.parse("", file: "/c.toml", paths: paths).configuration
        #expect(PathVerdict(of: "/a.wav", empty).kind == .outside)
    }

    @Test func `an argument that is no text keeps its bytes`() {
        let bytes = Array("/m/caf".utf8) + [0xe9] + Array(".wav".utf8)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(RawArgument.path(text, among: [Array("why".utf8), bytes]).bytes == bytes)
        #expect(RawArgument.path("/m/b.wav", among: [bytes]).bytes == Array("/m/b.wav".utf8))
    }
}

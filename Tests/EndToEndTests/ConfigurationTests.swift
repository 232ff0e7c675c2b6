import Foundation
import SystemPackage
import TestSupport
import Testing

/// The configuration file: what is said of mistakes, and how commands edit it.
@Suite(.onThreads) struct ConfigurationTests {
    struct Mistake: Sendable, CustomStringConvertible {
        let toml: String
        /// What the message must hold; `LINE` stands for the line of the first key.
        let words: [String]
        var description: String { toml }
    }

    @Test(arguments: [
        Mistake(toml: "[scan]\nworkerz = 3", words: ["workerz", "workers", "LINE"]),
        Mistake(toml: "[scan]\nworkers = \"three\"", words: ["workers", "LINE"]),
        Mistake(toml: "[scan]\nmin_file_size = ", words: ["LINE"]),
        Mistake(toml: "[sources.nowhere]\nenabled = true", words: ["nowhere", "path"]),
        Mistake(toml: "[sources.windows]\npath = \"D:/Music\"", words: ["Windows", "LINE"]),
        Mistake(toml: "[serverr]\nport = 1", words: ["serverr", "server"]),
    ])
    func `A mistake is named with its line and what was meant`(mistake: Mistake) throws {
        let world = try World("mistake", extra: mistake.toml)
        let lines = world.configurationText(extra: mistake.toml).split(
            separator: "\n", omittingEmptySubsequences: false)
        let key = mistake.toml.split(separator: "\n").last ?? ""
        let line = (lines.firstIndex(of: key) ?? 0) + 1
        for call in [["config", "check"], ["run"], ["scan"]] {
            let result = try run(
                builtProgram("audiowatch"), call + ["--config", world.configuration],
                environment: world.environment)
            let said = result.text + result.errorText
            #expect(result.status > 0, "\(call) accepts it")
            #expect(said.contains(world.configuration), "\(call): \(said)")
            for word in mistake.words {
                #expect(said.contains(word == "LINE" ? "\(line)" : word), "\(call): \(said)")
            }
        }
    }

    @Test func `Another chunk size is refused for a catalogue that has one`() throws {
        let world = try World("chunk")
        try Disk.write(Sounds.wav(1), to: world.source() / "a.wav")
        try world.succeed("scan", "--wait")
        try world.writeConfiguration(extra: "[scan]\nhash_chunk_size = 4096\n")
        let result = try world.audiowatch("scan", "--wait")
        #expect(result.status > 0)
        #expect(result.errorText.contains("hash_chunk_size"), "\(result.errorText)")
        #expect(result.errorText.contains("65536"), "\(result.errorText)")
        try world.writeConfiguration()
        try world.expectEqualToDisk("untouched")
    }

    @Test func `The seed's keys work unchanged`() throws {
        let world = try World(
            "keys",
            extra: """
                [sources.more]
                path = "/nowhere/at/all"
                enabled = false
                exclude = ["**/*.flac"]

                [scan]
                extensions = [".WAV", "mp3"]
                min_file_size = 30000
                hash_chunk_size = 65536
                """)
        let root = try world.source()
        try Disk.write(Sounds.wav(1, seconds: 0.5), to: root / "large.wav")
        try Disk.write(Sounds.wav(2), to: root / "small.wav")
        try Disk.write(Sounds.bytes(Sound(seconds: 4), "flac"), to: root / "other.flac")
        try world.succeed("config", "check")
        try world.succeed("scan", "--wait")
        #expect(try world.views().present.map { readable($0.name) } == ["large.wav"])
    }

    @Test func `A folder is left out by the globs of its source`() throws {
        let world = try World("globs")
        var text = world.configurationText()
        text = text.replacingOccurrences(
            of: "[sources.music]", with: "[sources.music]\nexclude = [\"**/Freeze/**\"]")
        try world.folder.file("config.toml", text.utf8)
        var source = world.sources[0]
        source.excludedNames = ["Freeze"]
        for name in ["a.wav", "Song/Freeze/b.wav", "Freeze/c.wav", "Song/Freezer/d.wav"] {
            try Disk.write(Sounds.wav(name.count), to: source.path / name)
        }
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("globs", sources: [source])
    }

    @Test func `Commands edit the file as text and keep its comments`() throws {
        let world = try World("edit")
        let remark = "# my own remark, with \"quotes\""
        try world.writeConfiguration(extra: remark + "\n")
        let added = try world.folder.folder("disk/Field recordings")
        try world.succeed("source", "add", DiskPath(added).text)
        let text = try String(contentsOfFile: world.configuration, encoding: .utf8)
        #expect(text.contains(remark))
        #expect(text.contains(DiskPath(added).text))
        #expect(text.hasPrefix(world.configurationText().prefix(60)))
        try Disk.write(Sounds.wav(1), to: DiskPath(added) / "a.wav")
        try world.succeed("scan", "--wait")
        #expect(try world.views().id(of: DiskPath(added) / "a.wav") != nil)
    }

    @Test func `Any key is set by a command, and a wrong one changes nothing`() throws {
        let world = try World("set")
        func text() throws -> String {
            try String(contentsOfFile: world.configuration, encoding: .utf8)
        }
        try world.succeed("config", "set", "tray.notifications", "false")
        try world.succeed("config", "set", "scan.exclude", "*.bak", "Bounces")
        #expect(try text().contains("[tray]\nnotifications = false"))
        #expect(try text().contains(#"exclude = ["*.bak", "Bounces"]"#))
        try world.succeed("config", "check")
        let before = try text()
        for wrong in [
            ["tray.notification", "true"], ["tray.notifications", "perhaps"],
            ["scan.workers", "x"],
        ] {
            let result = try run(
                builtProgram("audiowatch"),
                ["config", "set"] + wrong + ["--config", world.configuration],
                environment: world.environment)
            #expect(result.status == 2 && !result.errorText.isEmpty, "\(wrong)")
        }
        #expect(try text() == before)
    }

    @Test func `Init writes a configuration that passes its check, and never over another`() throws
    {
        let world = try World("init")
        try FileManager.default.removeItem(atPath: world.configuration)
        try world.succeed("init")
        try world.succeed("config", "check")
        let text = try String(contentsOfFile: world.configuration, encoding: .utf8)
        _ = try world.audiowatch("init")
        #expect(try String(contentsOfFile: world.configuration, encoding: .utf8) == text)
    }
}

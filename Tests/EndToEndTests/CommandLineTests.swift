import Foundation
import SystemPackage
import TestSupport
import Testing

/// What the commands print of a small library, without a daemon and with one.
@Suite(.onThreads) struct CommandLineTests {
    private func library() throws -> World {
        let world = try World("commands", sources: ["music", "samples"])
        let (music, samples) = try (world.source("music"), world.source("samples"))
        let kick = try Sounds.wav(1)
        try Disk.write(kick, to: music / "Drums/Kick 909.wav")
        try Disk.write(kick, to: samples / "Kick copy.wav")
        try Disk.write(kick, to: samples / "more/Kick copy 2.wav")
        try Disk.write(Sounds.bytes(Sound(seconds: 6), "flac"), to: music / "Vocal take 01.flac")
        try Disk.write(Sounds.bytes(Sound(seconds: 2), "mp3"), to: music / "Vocal take 02.mp3")
        try Disk.write(Sounds.wav(2), to: music / [0x63, 0x61, 0x66, 0xE9, 0x2E, 0x77, 0x61, 0x76])
        try Disk.write([UInt8](repeating: 0x41, count: 4_000), to: music / "not audio.wav")
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("library")
        return world
    }

    private func names(_ result: ProgramResult) throws -> [String] {
        try JSON.items(result.output).compactMap { $0.path.map { readable($0.name) } }.sorted()
    }

    @Test func `Search finds by words, format, source and length`() throws {
        let world = try library()
        func search(_ arguments: String...) throws -> [String] {
            let result = try run(
                builtProgram("audiowatch"),
                ["search"] + arguments + ["--json", "--config", world.configuration],
                environment: world.environment)
            #expect(result.status == 0, "\(arguments): \(result.errorText)")
            return try names(result)
        }
        // One row for three copies; which of them was catalogued first is chance.
        let kicks = try search("kick")
        #expect(kicks.count == 1 && kicks.allSatisfy { $0.hasPrefix("Kick ") }, "\(kicks)")
        #expect(try search("VOCAL take") == ["Vocal take 01.flac", "Vocal take 02.mp3"])
        #expect(try search("vocal", "--format", "mp3") == ["Vocal take 02.mp3"])
        #expect(try search("vocal", "--min-duration", "5") == ["Vocal take 01.flac"])
        #expect(try search("vocal", "--max-duration", "5") == ["Vocal take 02.mp3"])
        #expect(try search("kick", "--source", "samples").count == 1)
        #expect(try search("vocal", "--limit", "1").count == 1)
        #expect(try search("caf") == ["caf\\xe9.wav"])
        let nothing = try world.audiowatch("search", "tuba", "--json")
        #expect(nothing.status == 1)
        #expect(try JSON.items(nothing.output).isEmpty)
        let hit = try JSON.items(world.succeed("search", "take 01", "--json").output).first
        #expect(hit?["properties"]["sampleRate"].integer == 44_100)
        #expect(hit?["properties"]["codec"].string == "flac")
        #expect(hit?["copies"].integer == 0)
    }

    @Test func `Show, duplicates, problems and stats hold the right numbers`() throws {
        let world = try library()
        let (music, samples) = try (world.source("music"), world.source("samples"))
        let path = music / "Drums/Kick 909.wav"
        let size = try #require(try status(of: path)).st_size
        let shown = try JSON(world.succeed("show", path.text, "--json").output)
        #expect(shown.all("sampleRate").first?.integer == 44_100)
        #expect(shown.all("size").contains { $0.integer == size })
        #expect(shown.description.contains("Kick copy 2.wav"), "\(shown)")
        #expect(try world.audiowatch("show", (music / "none.wav").text, "--json").status == 1)

        let groups = try JSON.items(world.succeed("duplicates", "--json").output)
        #expect(groups.count == 1)
        let members = groups.flatMap { $0["members"].array }
        let copies = [samples / "Kick copy.wav", samples / "more/Kick copy 2.wav"]
        #expect(Set(members.compactMap(\.path)) == Set([path] + copies))
        #expect(groups.first?["wasted"].integer == 2 * size)

        let overlap = try JSON(world.succeed("duplicates", "--overlap", "--json").output)
        #expect(overlap["copies"].integer == 2)
        #expect(overlap["wasted"].integer == 2 * size)
        #expect(overlap["pairs"].array.map { $0["shared"]["contents"].integer } == [1])
        #expect(overlap["pairs"].array.map { $0["shareOfSecond"].number } == [100])
        let table = try world.succeed("duplicates", "--overlap").text
        #expect(table.contains("1 group · 2 copies · 0 hard links"), "\(table)")
        #expect(try world.audiowatch("duplicates", "--overlap", "--near").status == 2)

        #expect(try world.problems() == [music / "not audio.wav": ["not-audio"]])
        let problems = try JSON.items(world.audiowatch("problems", "--json").output)
        #expect(problems.first?["reason"].string?.isEmpty == false)

        let stats = try JSON(world.succeed("stats", "--json").output)
        let disk = try walk(world.sources)
        let unique = Dictionary(grouping: disk, by: \.group).values.compactMap(\.first)
        let numbers = stats.numbers
        #expect(numbers.contains(Double(unique.count)), "unique files: \(stats)")
        #expect(numbers.contains(Double(unique.map(\.size).reduce(0, +))), "bytes: \(stats)")
        #expect(numbers.contains(Double(disk.count - unique.count)), "copies: \(stats)")
        #expect(numbers.contains(Double(2 * size)), "wasted: \(stats)")
    }

    @Test func `A verdict is given as a command, and its group is left out`() throws {
        let world = try library()
        let kept = try world.source("music") / "Drums/Kick 909.wav"
        let daemon = try RunningDaemon(world)
        defer { withExtendedLifetime(daemon) {} }
        try daemon.sync()
        #expect(try world.audiowatch("verdict", "keep", "/nowhere.wav").status == 1)
        #expect(try world.audiowatch("verdict", "burn", kept.text).status == 2)
        try world.succeed("verdict", "keep", kept.text)
        #expect(try world.audiowatch("duplicates", "--json").status == 1)
        let left = try world.audiowatch("duplicates")
        #expect(left.errorText.contains("1 decided group is left out"), "\(left.errorText)")
        let groups = try JSON.items(
            world.succeed("duplicates", "--decided", "keep", "--json").output)
        #expect(groups.map { $0["verdict"]["verdict"].string } == ["keep"])
        #expect(try world.succeed("duplicates", "--decided", "yes").text.contains("(kept)"))
        try world.succeed("verdict", "undo", kept.text)
        #expect(try JSON.items(world.succeed("duplicates", "--json").output).count == 1)
    }

    @Test func `Readers say the same with a daemon as without`() throws {
        let world = try library()
        let questions = [
            ["search", "take"], ["duplicates"], ["duplicates", "--overlap"], ["problems"],
            ["stats"],
        ]
        func answers() throws -> [Data] {
            try questions.map { question in
                try run(
                    builtProgram("audiowatch"),
                    question + ["--json", "--config", world.configuration],
                    environment: world.environment
                ).output
            }
        }
        let without = try answers()
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        #expect(try answers() == without)
    }

    @Test func `Why names the rule that applies to a path`() throws {
        let world = try library()
        let root = try world.source("music")
        try Disk.write(Sounds.wav(5), to: root / "node_modules/p/x.wav")
        try Disk.write([1, 2, 3], to: root / "tiny.wav")
        func why(_ name: String) throws -> String {
            let result = try world.audiowatch("why", (root / name).text)
            return result.text + result.errorText
        }
        #expect(try why("node_modules/p/x.wav").contains("node_modules"))
        #expect(try why("tiny.wav").contains("min_file_size"))
        #expect(try why("notes.txt").contains("txt"))
    }

    @Test func `Doctor finds a healthy catalogue, and prunes deleted rows on command only`() throws
    {
        let world = try library()
        let music = try world.source("music")
        try Disk.delete(music / "Vocal take 01.flac")
        try world.succeed("scan", "--wait")
        let report = try world.audiowatch("doctor", "--json")
        let words = try JSON(report.output).strings
        #expect(words.contains("ok") && !words.contains("fail"), "\(report.text)")
        #expect(try world.views().files.count { $0.isDeleted } == 1, "doctor alone prunes nothing")

        #expect(try world.succeed("doctor", "--repair").text == "every total was right\n")
        try world.succeed("doctor", "--prune", "--dry-run")
        #expect(try world.views().files.count { $0.isDeleted } == 1, "nor does a dry run")
        try world.succeed("doctor", "--prune", "--yes")
        #expect(try world.views().files.count { $0.isDeleted } == 0)
        try world.expectEqualToDisk("pruned")
        #expect(try world.damage() == [])
    }

    @Test func `A wrong call is said with exit code 2`() throws {
        let world = try World("usage")
        for call in [["fly"], ["search", "--no-such-option", "x"], ["search", "fromat:wav"]] {
            let result = try run(
                builtProgram("audiowatch"), call + ["--config", world.configuration],
                environment: world.environment)
            #expect(result.status == 2, "\(call): \(result.text)\(result.errorText)")
            #expect(!result.errorText.isEmpty, "\(call)")
        }
    }
}

extension JSON {
    /// Every number in it, at any depth.
    var numbers: [Double] {
        switch self {
        case .number(let value): [value]
        case .array(let items): items.flatMap(\.numbers)
        case .object(let members): members.values.flatMap(\.numbers)
        default: []
        }
    }

    /// Every string in it that is a value, at any depth.
    var strings: [String] {
        switch self {
        case .string(let value): [value]
        case .array(let items): items.flatMap(\.strings)
        case .object(let members): members.values.flatMap(\.strings)
        default: []
        }
    }
}

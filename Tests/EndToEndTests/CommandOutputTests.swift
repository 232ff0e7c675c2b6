import Foundation
import SystemPackage
import TestSupport
import Testing

/// What leaves the command line: for programs in a shape that stays, for terminals without what would move them, and
/// never at the daemon's cost.
@Suite(.onThreads) struct CommandOutputTests {
    private func library() throws -> World {
        let world = try World("output", sources: ["music", "samples"])
        let (music, samples) = try (world.source("music"), world.source("samples"))
        let kick = try Sounds.wav(1)
        try Disk.write(kick, to: music / "Drums/Kick 909 128 bpm Am.wav")
        try Disk.write(kick, to: samples / "Kick copy.wav")
        try Disk.write(Sounds.bytes(Sound(seconds: 6), "flac"), to: music / "take 01.flac")
        try Disk.write(Sounds.bytes(Sound(seconds: 6), "wav"), to: samples / "take 01.wav")
        try Disk.write(Sounds.wav(2), to: music / [0x63, 0x61, 0x66, 0xE9, 0x2E, 0x77, 0x61, 0x76])
        try Disk.write([UInt8](repeating: 0x41, count: 4_000), to: music / "not audio.wav")
        return world
    }

    /// A first scan is told in sum; what comes after it, file by file.
    private func follow(_ daemon: RunningDaemon, _ world: World) throws {
        try daemon.sync()
        for number in 10..<13 {
            try Disk.write(Sounds.wav(number), to: world.source("music") / "later \(number).wav")
        }
        try daemon.sync()
    }

    /// Commands with `--json`, and the shape that each line or document of theirs has.
    private let documents: [(call: [String], shape: String)] = [
        (["status"], "status"), (["stats"], "stats"), (["duplicates", "--overlap"], "overlap"),
        (["doctor"], "doctor"), (["doctor", "--prune", "--dry-run"], "prune"),
        (["doctor", "--repair"], "repair"), (["source", "list"], "sources"),
        (["why", "/nowhere.wav"], "why"), (["open"], "open"), (["pause", "1s"], "pause"),
        (["resume"], "pause"), (["scan"], "ticket"), (["wait"], "wait"),
        (["scan", "--wait"], "status"), (["problems", "--retry"], "retried"),
    ]
    private let streams: [(call: [String], shape: String)] = [
        (["search"], "hit"), (["search", "--sort", "size", "--reverse"], "hit"),
        (["duplicates"], "duplicates"), (["duplicates", "--near"], "near"),
        (["problems"], "problem"), (["activity"], "activity"), (["doctor", "--events"], "change"),
    ]

    @Test func `every JSON output has the shape that is written down`() throws {
        let world = try library()
        let daemon = try RunningDaemon(world)
        try follow(daemon, world)
        func output(_ call: [String]) throws -> Data {
            let result = try run(
                builtProgram("audiowatch"), call + ["--json", "--config", world.configuration],
                environment: world.environment)
            #expect([0, 4].contains(result.status), "\(call): \(result.errorText)")
            return result.output
        }
        for (call, shape) in documents {
            let faults = try Shape(named: shape).faults(in: JSON(try output(call)))
            #expect(faults.isEmpty, "\(call): \(faults)")
        }
        for (call, shape) in streams {
            let items = try JSON.items(try output(call))
            #expect(!items.isEmpty, "\(call)")
            let faults = try items.flatMap { try Shape(named: shape).faults(in: $0) }
            #expect(faults.isEmpty, "\(call): \(faults)")
        }
        let path = try world.source("music") / "Drums/Kick 909 128 bpm Am.wav"
        let details = try JSON(output(["show", path.text]))
        #expect(try Shape(named: "show").faults(in: details) == [])
        let stopped = try JSON(output(["stop"]))
        #expect(try Shape(named: "stop").faults(in: stopped) == [])
        #expect(try daemon.end(within: 5) == 0)
        let alone = try world.audiowatch("status", "--json")
        #expect(alone.status == 3)
        #expect(try Shape(named: "status").faults(in: JSON(alone.output)) == [])
    }

    @Test func `a shape notices what is missing, new or of another type`() throws {
        let shape = try Shape("a: number\nb?: string|null\nc: array\nc[]: object\nc[].d: boolean\n")
        func faults(_ text: String) throws -> [String] {
            shape.faults(in: try JSON(Data(text.utf8)))
        }
        #expect(try faults(#"{"a": 1, "c": [{"d": true}]}"#) == [])
        #expect(try faults(#"{"a": 1, "b": null, "c": []}"#) == [])
        #expect(try faults(#"{"a": "1", "c": []}"#) == [#"a is string, not ["number"]"#])
        #expect(try faults(#"{"c": [{}]}"#).sorted() == ["a is missing", "c[].d is missing"])
        #expect(try faults(#"{"a": 1, "c": [], "e": 1}"#) == ["e is not in the shape"])
    }

    @Test func `activity follows what happens, each change once and at once`() throws {
        let world = try library()
        let daemon = try RunningDaemon(world)
        try follow(daemon, world)
        let known = try JSON.items(world.succeed("activity", "--json").output).count
        let follower = try FollowedCommand(
            world, ["activity", "--follow", "--json", "--limit", "99"])
        try until("it tells the past") { try follower.values().count == known }
        let path = try world.source("music") / "new.wav"
        try Disk.write(Sounds.wav(77), to: path)
        func told(_ kind: String) throws -> Int {
            try follower.values().count { $0["kind"].string == kind && $0.path == path }
        }
        try until("it tells of a new file") { try told("added") == 1 }
        try Disk.delete(path)
        try until("it tells of its end") { try told("deleted") == 1 }
        let past = try follower.values().prefix(known)
        #expect(try past.flatMap { try Shape(named: "activity").faults(in: $0) } == [])
        let news = try follower.values().dropFirst(known)
        #expect(try news.flatMap { try Shape(named: "news").faults(in: $0) } == [])
        #expect(try told("added") == 1 && told("deleted") == 1)
        try daemon.terminate()
        #expect(try follower.end(within: 5) == 3, "a daemon that ends is said by the exit code")
    }

    @Test func `status is watched across the daemon's end and its return`() throws {
        let world = try library()
        let watcher = try FollowedCommand(world, ["status", "--watch", "--json"])
        func last() throws -> Bool? { try watcher.values().last?["running"].bool }
        try until("it says that none runs") { try last() == false }
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        try until("it says that one runs, and knows all") {
            try last() == true && watcher.values().last?["files"].integer == 6
        }
        try daemon.terminate()
        try until("it says that none runs any more") { try last() == false }
        #expect(try world.audiowatch("status", "--watch").status == 2, "nobody can see a redraw")
        let program = try builtProgram("audiowatch")
        let line =
            "'\(program)' status --watch --json --config '\(world.configuration)' | head -n 1"
        let ended = try run(
            "/usr/bin/timeout", ["20", "/bin/sh", "-c", line], environment: world.environment)
        #expect(ended.status == 0, "it ends with its reader, news or none")
    }

    @Test func `search writes what pipes take`() throws {
        let world = try library()
        try world.succeed("scan", "--wait")
        let music = try world.source("music")
        let caf = Array((music / [0x63, 0x61, 0x66, 0xE9, 0x2E, 0x77, 0x61, 0x76]).bytes)
        #expect(Array(try world.succeed("search", "caf", "-0").output) == caf + [0])
        #expect(
            Array(try world.succeed("search", "caf", "--template", "{path}").output) == caf + [10])
        let tabs = try world.succeed(
            "search", "take", "--template", #"{name}\t{format}\t{rate}"#, "--sort", "size")
        #expect(tabs.text == "take 01.flac\tflac\t44100\ntake 01.wav\twav\t44100\n")
        let reversed = try world.succeed(
            "search", "take", "--template", "{name}", "--sort", "size", "--reverse", "--limit", "1")
        #expect(reversed.text == "take 01.wav\n")
        let wrong = try world.audiowatch("search", "take", "--template", "{pat}")
        #expect(wrong.status == 2 && wrong.errorText.contains("{path} {name}"))
        #expect(try world.audiowatch("search", "take", "--play").status == 3)
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let page = try world.succeed("search", "take one", "--format", "wav", "--play")
        #expect(page.text.contains("/#/?q=take%20one%20format%3Awav&play=1\n"), "\(page.text)")
        #expect(
            try world.succeed("search", "take", "--template", "{name}", "--sort", "size").text
                == "take 01.flac\ntake 01.wav\n", "by the daemon's index too")
    }

    /// Runs the program on a pseudo-terminal, and gives what that shows.
    private func onTerminal(
        _ world: World, _ call: String, _ colours: Bool, through wrapper: String = ""
    ) throws -> String {
        var environment = world.environment
        environment["NO_COLOR"] = colours ? nil : "1"
        environment["TERM"] = "xterm"
        let program = try builtProgram("audiowatch")
        let shell =
            "stty cols 72 rows 30; exec \(wrapper) '\(program)' \(call) --config '\(world.configuration)'"
        return try run(
            "/usr/bin/script", ["-qec", shell, "/dev/null"], environment: environment
        ).text.replacingOccurrences(of: "\r\n", with: "\n")
    }

    @Test func `no name moves a terminal, colours are asked for, lines fit`() throws {
        let world = try World("terminal")
        let evil = Array("evil \u{1B}[31m\u{202E}red\nline.wav".utf8)
        let long = String(repeating: "long ", count: 30)
        try Disk.write(Sounds.wav(1), to: world.source() / evil)
        try Disk.write(Sounds.wav(2), to: world.source() / "\(long)/evil.wav")
        try world.succeed("scan", "--wait")
        for call in ["search evil", "search evil --template '{name}'", "status", "activity"] {
            let plain = try onTerminal(world, call, false)
            #expect(!plain.isEmpty && !plain.contains("\u{1B}"), "\(call): \(plain)")
            #expect(!plain.contains("\u{202E}"), "\(call)")
        }
        let table = try onTerminal(world, "search evil", false)
        #expect(table.contains(#"m\u{202E}red\nline.wav"#), "\(table)")
        #expect(table.contains("…"))
        for line in table.split(separator: "\n") { #expect(line.count <= 72, "\(line)") }
        let watched = try onTerminal(world, "status --watch", false, through: "timeout 3")
        #expect(watched.components(separatedBy: "not running").count > 2, "it is drawn again")
        #expect(watched.contains("\u{1B}[J"))
        let coloured = try onTerminal(world, "search evil", true)
        #expect(coloured.contains("\u{1B}[2m"), "the heading has a colour: \(coloured)")
        #expect(!coloured.contains("\u{1B}[31m\u{202E}"))
    }
}

import Foundation
import SystemPackage
import TestSupport
import Testing

/// A saved configuration is taken over by a running daemon: sources come and go while the others are watched on.
@Suite(.onThreads) struct LiveConfigurationTests {
    @Test
    func
        `A source that is written down is watched, one that is taken out is kept and hidden, and comes back`()
        throws
    {
        let live = try ChangingWorld("live", sources: ["music", "more"]) { world in
            try Disk.write(Sounds.wav(1), to: world.source("music") / "one.wav")
            for number in 2...4 {
                try Disk.write(Sounds.wav(number), to: world.source("more") / "a/\(number).wav")
            }
        }
        let (world, more) = (live.world, try live.world.source("more"))
        #expect(try live.found() == ["one.wav"])
        let scans = try live.source("music")["lastScan"]["startedAt"].number

        try live.apply(["music", "more"])
        try world.expectEqualToDisk("added")
        #expect(try live.found() == ["2.wav", "3.wav", "4.wav", "one.wav"])
        try Disk.write(Sounds.wav(5), to: more / "b/5.wav")
        try live.daemon.sync()
        try world.expectEqualToDisk("a file in the new source")
        let id = try #require(try world.views().id(of: more / "a/2.wav"))

        try live.apply(["music"])
        #expect(try live.found() == ["one.wav"])
        #expect(try live.daemon.status()["files"].integer == 1)
        #expect(try live.rows(of: "more") == 4, "its rows are kept")
        #expect(try live.daemon.status()["watches"]["watched"].integer == 1, "no watch is left")
        // What happens there now is nobody's news.
        try Disk.write(Sounds.wav(6), to: more / "a/6.wav")
        try Disk.delete(more / "a/3.wav")
        try Disk.write(Sounds.wav(7), to: world.source("music") / "two.wav")
        try live.daemon.sync()
        #expect(try live.found() == ["one.wav", "two.wav"])
        #expect(try live.rows(of: "more") == 4)

        try live.apply(["music", "more"])
        try world.expectEqualToDisk("back")
        #expect(try world.views().id(of: more / "a/2.wav") == id)
        #expect(
            try live.source("music")["lastScan"]["startedAt"].number == scans,
            "the other source was not looked at again")
    }

    @Test
    func
        `A file that cannot be used changes nothing, and is told of with its line until it is mended`()
        throws
    {
        let live = try ChangingWorld("broken", sources: ["music", "more"]) { world in
            try Disk.write(Sounds.wav(1), to: world.source("music") / "one.wav")
            try Disk.write(Sounds.wav(2), to: world.source("more") / "two.wav")
        }
        for (extra, word) in [
            ("[scan]\nworkers = \n", "not TOML"), ("[scan]\nworkerz = 3\n", "workers"),
        ] {
            try live.save(["more"], extra: extra)
            try until("\(word) is told") {
                try live.standing()["problems"].array.contains {
                    $0["message"].string?.contains(word) ?? false
                }
            }
            let line = try live.standing()["problems"].array.first?["line"].integer ?? 0
            let lines = try String(contentsOfFile: live.world.configuration, encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false)
            #expect(line > 0 && lines[line - 1].contains("worker"), "line \(line)")
            #expect(try live.watched() == ["music"])
            let status = try live.world.audiowatch("status").text
            #expect(status.contains("line \(line)"), "\(status)")
            #expect(status.contains("audiowatch config check"), "\(status)")
            #expect(live.daemon.said.contains(word))
            try Disk.write(Sounds.wav(line), to: live.world.source("music") / "\(word.count).wav")
            try live.daemon.sync()
            try live.expectEqualToDisk("still watched", ["music"])
        }
        try live.apply(["music", "more"])
        #expect(try live.standing()["problems"].array.isEmpty)
        try live.world.expectEqualToDisk("mended")

        try FileManager.default.removeItem(atPath: live.world.configuration)
        try until("a file that is gone is told of") {
            try live.standing()["problems"].array.isEmpty == false
        }
        #expect(try live.watched() == ["music", "more"])
        try live.apply(["more"])
        #expect(try live.standing()["problems"].array.isEmpty)
    }

    @Test func `SIGHUP has it read where no event tells of the change`() throws {
        let live = try ChangingWorld("hangup", sources: ["music", "more"]) { world in
            try Disk.write(Sounds.wav(2), to: world.source("more") / "two.wav")
        }
        try live.save(["music", "more"])
        try until("it is taken over") { try live.watched() == ["music", "more"] }
        // Through a second name of the same file the kernel tells nobody who watches its folder.
        let other = try live.world.folder.folder("elsewhere").appending("second name.toml").string
        guard link(live.world.configuration, other) == 0 else { throw TestFailure("link") }
        let old = try String(contentsOfFile: other, encoding: .utf8)
        let new = old.replacingOccurrences(of: "[sources.more]", with: "[sources.else]")
        let file = try #require(FileHandle(forWritingAtPath: other))
        try file.write(contentsOf: Data(new.utf8))
        try file.close()
        try live.daemon.sync()
        #expect(try live.watched() == ["music", "more"])
        kill(live.daemon.pid, SIGHUP)
        try until("it is taken over") { try live.watched() == ["music", "else"] }
        #expect(live.daemon.isRunning)
        #expect(try live.daemon.terminate() == 0)
    }

    @Test func `A source is taken out while its first scan runs`() throws {
        let live = try ChangingWorld("midscan", sources: ["music", "more"]) { world in
            try Disk.write(Sounds.wav(1), to: world.source("music") / "one.wav")
            let small = try Sounds.wav(2, seconds: 0.05)
            for number in 1...1_500 {
                try Disk.write(
                    small + [UInt8(number & 0xFF), UInt8(number >> 8)],
                    to: world.source("more") / "\(number % 300)/\(number).wav")
            }
        }
        try live.save(["music", "more"])
        try until("its first scan has begun") {
            try live.source("more")["lastScan"]["startedAt"].number != nil
        }
        try live.save(["music"])
        try until("it is gone") { try live.watched() == ["music"] }
        try live.daemon.sync()
        let status = try live.daemon.status()
        #expect(status["files"].integer == 1)
        #expect(status["jobs"]["waiting"].integer == 0)
        #expect(status["watches"]["watched"].integer == 1)
        try live.expectEqualToDisk("the other one", ["music"])
        try live.apply(["music", "more"])
        try live.world.expectEqualToDisk("back")
    }

    @Test func `A storm of saves ends with what was saved last`() throws {
        let live = try ChangingWorld("storm", sources: ["music", "more", "third"]) { world in
            for (number, source) in world.sources.enumerated() {
                for other in 0..<20 {
                    try Disk.write(
                        Sounds.wav(number * 100 + other), to: source.path / "\(other).wav")
                }
            }
        }
        let choices = [["music"], ["more", "third"], [], ["music", "more", "third"], ["third"]]
        for round in 0..<150 {
            try live.save(
                choices[round % choices.count],
                extra: round % 7 == 0 ? "[scan\n" : "")
            if round % 10 == 0 { _ = try live.daemon.status() }
        }
        try live.apply(["music", "third"])
        try live.expectEqualToDisk("at rest", ["music", "third"])
        for (number, source) in live.sources(["music", "third"]).enumerated() {
            try Disk.write(Sounds.wav(900 + number), to: source.path / "new/new.wav")
        }
        try live.daemon.sync()
        try live.expectEqualToDisk("watched", ["music", "third"])
        #expect(try live.standing()["problems"].array.isEmpty)
    }

    @Test
    func `Names that are left out from now on leave the catalogue, and come back with their ids`()
        throws
    {
        let live = try ChangingWorld("exclude", sources: ["music"]) { world in
            let music = try world.source("music")
            for name in ["a.wav", "Bounces/b.wav", "c.bak.wav", "Keep/d.wav"] {
                try Disk.write(Sounds.wav(name.count), to: music / name)
            }
        }
        let music = try live.world.source("music")
        let id = try live.world.views().id(of: music / "Bounces/b.wav")
        try live.save(["music"], keys: ["music": "exclude = [\"Bounces\", \"*.bak.wav\"]"])
        try until("they are left out") { try live.found() == ["a.wav", "d.wav"] }
        try Disk.write(Sounds.wav(77), to: music / "Bounces/new.wav")
        try Disk.write(Sounds.wav(78), to: music / "Keep/new.wav")
        try live.daemon.sync()
        #expect(try live.found() == ["a.wav", "d.wav", "new.wav"])
        try live.save(["music"])
        try until("they are back") { try live.found().count == 6 }
        try live.daemon.sync()
        try live.world.expectEqualToDisk("back")
        #expect(try live.world.views().id(of: music / "Bounces/b.wav") == id)
    }

    @Test func `A source inside another takes its folder over, and gives it back`() throws {
        let live = try ChangingWorld("inner", sources: ["music", "music/drums"]) { world in
            try Disk.write(Sounds.wav(1), to: world.source("music") / "one.wav")
            try Disk.write(Sounds.wav(2), to: world.source("drums") / "x/two.wav")
        }
        let drums = try live.world.source("drums")
        #expect(try live.world.views().present.allSatisfy { $0.source == "music" })
        try live.apply(["music", "drums"])
        try live.world.expectEqualToDisk("both")
        try Disk.write(Sounds.wav(3), to: drums / "y/three.wav")
        try live.daemon.sync()
        try live.world.expectEqualToDisk("a file in the inner one")
        try live.apply(["music"])
        #expect(try live.found() == ["one.wav", "three.wav", "two.wav"])
        try Disk.write(Sounds.wav(4), to: drums / "y/four.wav")
        try live.daemon.sync()
        #expect(try live.found() == ["four.wav", "one.wav", "three.wav", "two.wav"])
        #expect(try live.rows(of: "music") == 4)
    }

    @Test func `Role, times and the switch are taken over without another look at the disk`() throws
    {
        let live = try ChangingWorld("keys", sources: ["music"]) { world in
            try Disk.write(Sounds.wav(1), to: world.source("music") / "one.wav")
            try Disk.write(Sounds.wav(1), to: world.source("music") / "copy.wav")
        }
        let before = try live.source("music")
        func wasted() throws -> Int? {
            try JSON(live.world.succeed("stats", "--json").output)["wastedBytes"].integer
        }
        #expect(try wasted() ?? 0 > 0)
        try live.save(["music"], keys: ["music": "role = \"backup\"\nrescan_interval = \"90s\""])
        try until("it is taken over") { try live.source("music")["reconcileSeconds"].number == 90 }
        try until("copies in a backup are no waste") { try wasted() == 0 }
        #expect(
            try live.source("music")["lastScan"]["startedAt"].number
                == before["lastScan"]["startedAt"].number)
        try live.save(["music"], keys: ["music": "enabled = false"])
        try until("it is switched off") { try live.source("music")["state"].string == "disabled" }
        try Disk.write(Sounds.wav(2), to: live.world.source("music") / "two.wav")
        try live.daemon.sync()
        #expect(try live.daemon.status()["files"].integer == 2, "its rows stay searchable")
        try live.save(["music"])
        try until("it is watched again") { try live.source("music")["state"].string == "online" }
        try live.daemon.sync()
        try live.world.expectEqualToDisk("on again")
    }

    @Test func `Keys that wait for the next start are said so, until they are changed back`() throws
    {
        let live = try ChangingWorld("pending", sources: ["music"])
        try live.save(["music"], extra: "[log]\nlevel = \"debug\"\n[scan]\nworkers = 5\n")
        try until("it is said") {
            try live.standing()["pending"].array.first?["key"].string == "scan.workers"
        }
        #expect(try live.standing()["problems"].array.isEmpty)
        #expect(live.daemon.said.contains("scan.workers"))
        #expect(!live.daemon.said.contains("debug audiowatch"))
        try Disk.write(Sounds.wav(1), to: live.world.source("music") / "one.wav")
        try until("the log tells more") { live.daemon.said.contains("debug audiowatch") }
        try live.save(["music"])
        try until("nothing waits") { try live.standing()["pending"].array.isEmpty }
    }

    @Test func `The commands that edit the file take effect at once, and say so`() throws {
        let live = try ChangingWorld("commands", sources: ["music", "more"]) { world in
            try Disk.write(Sounds.wav(2), to: world.source("more") / "two.wav")
        }
        let more = try live.world.source("more")
        let added = try live.world.succeed("source", "add", more.text)
        #expect(
            added.errorText.contains("the running daemon watches more now"), "\(added.errorText)")
        #expect(try live.watched() == ["music", "more"])
        try live.daemon.sync()
        #expect(try live.found() == ["two.wav"])
        let set = try live.world.succeed("source", "set", "more", "enabled", "false")
        #expect(set.errorText.contains("has taken over"), "\(set.errorText)")
        #expect(try live.source("more")["state"].string == "disabled")
        let removed = try live.world.succeed("source", "remove", "more")
        #expect(removed.errorText.contains("watches more no longer"), "\(removed.errorText)")
        #expect(try live.watched() == ["music"])
        #expect(try live.found().isEmpty)
    }
}

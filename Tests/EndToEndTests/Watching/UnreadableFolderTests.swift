import Foundation
import SystemPackage
import TestSupport
import Testing

/// Folders that the daemon's user may not list, later granted, and the other way round.
@Suite(.onThreads) struct UnreadableFolderTests {
    @Test func `A folder without permission is a problem, and healed the moment it is granted`()
        throws
    {
        let world = try World("unreadable")
        let root = try world.source()
        try Disk.write(Sounds.wav(1), to: root / "open/a.wav")
        try Disk.write(Sounds.wav(2), to: root / "closed/b.wav")
        try Disk.write(Sounds.wav(3), to: root / "closed/deep/c.wav")
        try Disk.write(Sounds.wav(4), to: root / "later/deep/d.wav")
        try giveAway(world)
        try mode(0, root / "closed")
        let daemon = try RunningDaemon(world, through: Privilege.withoutRoot)
        try daemon.sync()
        #expect(try world.problems()[root / "closed"] == ["unreadable-directory"])
        #expect(try present(world) == ["a.wav", "d.wav"])
        #expect(try source(daemon)["unreadableDirectories"].integer == 1)
        let advice = try world.audiowatch("doctor").text
        #expect(advice.contains("1 folder cannot be listed"), "\(advice)")

        // Granted: found with all below, by the event alone.
        try mode(0o755, root / "closed")
        try daemon.sync()
        #expect(try world.problems().isEmpty)
        #expect(try present(world) == ["a.wav", "b.wav", "c.wav", "d.wav"])
        try world.expectEqualToDisk("granted")

        // Taken away from a folder that is known: a problem, and nothing is taken for deleted.
        try mode(0, root / "later")
        try daemon.sync()
        #expect(try world.problems()[root / "later"] == ["unreadable-directory"])
        #expect(try present(world) == ["a.wav", "b.wav", "c.wav", "d.wav"])
        #expect(try source(daemon)["unreadableDirectories"].integer == 1)
        // What happens in it meanwhile is found when it is granted again.
        try Disk.write(Sounds.wav(5), to: root / "later/deep/new.wav")
        try Disk.delete(root / "later/deep/d.wav")
        try Disk.write(Sounds.wav(6), to: root / "later/deep/deeper/e.wav")
        try giveAway(world)
        try daemon.sync()
        try mode(0o755, root / "later")
        try daemon.sync()
        try until("the files of the folder are examined again") {
            try daemon.sync()
            return try present(world) == ["a.wav", "b.wav", "c.wav", "e.wav", "new.wav"]
        }
        try until("its problem is forgotten") { try world.problems().isEmpty }
        try world.expectEqualToDisk("granted again")
        let healed = try source(daemon)
        #expect(healed["unreadableDirectories"].integer == 0)
        #expect(healed["rescans"]["start"].integer == 1)
        #expect(healed["rescans"].description == "{\"start\": 1}", "no scan was needed")
    }

    /// Everything of the world belongs to whom the daemon runs as.
    private func giveAway(_ world: World) throws {
        guard getuid() == 0 else { return }
        let result = try run(
            "/bin/chown", ["-R", "65534:65534", world.folder.path.string])
        guard result.status == 0 else { throw TestFailure(result.errorText) }
    }

    private func mode(_ mode: mode_t, _ path: DiskPath) throws {
        guard path.withCString({ chmod($0, mode) }) == 0 else { throw TestFailure("chmod \(path)") }
    }

    private func present(_ world: World) throws -> [String] {
        try world.views().present.map { String(decoding: $0.name, as: UTF8.self) }.sorted()
    }

    private func source(_ daemon: RunningDaemon) throws -> JSON {
        guard let source = try daemon.status()["sources"].array.first else {
            throw TestFailure("no source in status")
        }
        return source
    }
}

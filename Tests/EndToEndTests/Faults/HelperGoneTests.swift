import Foundation
import TestSupport
import Testing

/// Without a helper no file can be read: an installation that is broken, or half updated.
@Suite(.onThreads) struct HelperGoneTests {
    /// The daemon from a folder of its own, in which the helper can be another program.
    private func start(_ world: World, _ folder: DiskPath) throws -> RunningDaemon {
        try RunningDaemon(
            starting: world,
            through: ["sh", "-c", "shift; exec \"$0\" \"$@\"", (folder / "audiowatch").text])
    }

    private func install(_ folder: DiskPath) throws {
        try Disk.makeFolder(folder)
        for name in ["audiowatch", "audiowatch-probe"] {
            let result = try run("/usr/bin/env", ["cp", "--", builtProgram(name), folder.text])
            guard result.status == 0 else { throw TestFailure(result.errorText) }
        }
    }

    private func breakHelper(in folder: DiskPath) throws {
        let helper = folder / "audiowatch-probe"
        try Disk.delete(helper)
        try Disk.write(Array("#!/bin/sh\nexit 0\n".utf8), to: helper)
        try Disk.permit(helper, 0o755)
    }

    private func expectEnd(_ daemon: RunningDaemon, _ folder: DiskPath) throws {
        let status = try daemon.end(within: 20)
        #expect(status > 0, "ended with \(status)")
        #expect(
            daemon.said.contains(
                "audiowatch: \((folder / "audiowatch-probe").text): it did not start; "
                    + "build audiowatch and audiowatch-probe together"), "\(daemon.said)")
    }

    @Test func `A daemon that finds another helper ends and says so`() throws {
        let world = try World("helper")
        let folder = DiskPath(try world.folder.folder("bin"))
        try install(folder)
        try breakHelper(in: folder)
        try expectEnd(start(world, folder), folder)
    }

    @Test func `A daemon whose helpers are replaced by others ends, and no file is blamed`() throws
    {
        let world = try World("helper")
        try Disk.write(Sounds.wav(1), to: world.source() / "a.wav")
        let folder = DiskPath(try world.folder.folder("bin"))
        try install(folder)
        let daemon = try start(world, folder)
        try daemon.waitUntilReady()
        try daemon.sync()
        try breakHelper(in: folder)
        let helpers = try children(of: daemon.pid)
        for helper in helpers { kill(helper, SIGKILL) }
        // One that dies over a file is that file's matter.
        try until("the helpers are dead") { helpers.allSatisfy(isDead) }
        for number in 2...9 {
            try Disk.write(Sounds.wav(number), to: world.source() / "\(number).wav")
        }
        try expectEnd(daemon, folder)
        #expect(try world.problems().isEmpty)
        // What waited is done as soon as there is a helper again.
        let second = try RunningDaemon(world)
        try second.sync()
        try world.expectEqualToDisk("after a helper was there again")
    }
}

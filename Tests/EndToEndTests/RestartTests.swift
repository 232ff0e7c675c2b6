import Foundation
import TestSupport
import Testing

/// What happens while nobody watches, and how a daemon begins and ends.
@Suite(.onThreads) struct RestartTests {
    @Test func `Changes made while stopped are found at the next start, ids kept`() throws {
        let world = try World("restart")
        let root = try world.source()
        for number in 1...8 { try Disk.write(Sounds.wav(number), to: root / "a/\(number).wav") }
        let first = try RunningDaemon(world)
        try first.sync()
        try world.expectEqualToDisk("first start")
        let before = try world.views()
        #expect(try first.terminate() == 0)

        try Disk.move(root / "a/1.wav", to: root / "a/renamed.wav")
        try Disk.delete(root / "a/2.wav")
        try Disk.write(Sounds.wav(30), to: root / "a/3.wav")
        try Disk.exchange(root / "a/4.wav", root / "a/5.wav")
        try Disk.copy(root / "a/6.wav", to: root / "new/copy.wav")
        try Disk.move(root / "a", to: root / "b")
        let second = try RunningDaemon(world)
        try second.sync()
        try world.expectEqualToDisk("second start")
        let after = try world.views()
        for (old, new) in [
            ("a/1.wav", "b/renamed.wav"), ("a/4.wav", "b/5.wav"), ("a/5.wav", "b/4.wav"),
            ("a/6.wav", "b/6.wav"), ("a/7.wav", "b/7.wav"),
        ] { #expect(before.id(of: root / old) == after.id(of: root / new), "\(old) → \(new)") }

        try Disk.write(Sounds.wav(40), to: root / "b/killed.wav")
        try Disk.move(root / "b/7.wav", to: root / "b/killed too.wav")
        try second.killAtOnce()
        try Disk.delete(root / "b/8.wav")
        let third = try RunningDaemon(world)
        try third.sync()
        try world.expectEqualToDisk("after kill -9")
        #expect(try world.damage() == [])
        #expect(try third.terminate() == 0)
    }

    @Test func `A second daemon names the first and ends`() throws {
        let world = try World("second")
        let first = try RunningDaemon(world)
        let second = try RunningDaemon(starting: world)
        let status = try second.end(within: 20)
        #expect(status > 0)
        #expect(second.said.contains("\(first.pid)"), "\(second.said)")
        #expect(first.isRunning)
        #expect(try first.status()["pid"].integer == Int(first.pid))
    }

    @Test func `Stop ends the daemon, and status then says so`() throws {
        let world = try World("stop")
        #expect(try world.audiowatch("status", "--json").status == 3)
        let daemon = try RunningDaemon(world)
        #expect(try daemon.status()["running"].bool == true)
        try world.succeed("stop")
        #expect(try daemon.end(within: 3) == 0)
        let status = try world.audiowatch("status", "--json")
        #expect(status.status == 3)
        #expect(try JSON(status.output)["running"].bool == false)
        #expect(try world.audiowatch("wait").status == 3)
    }

    @Test func `A daemon ends on SIGTERM in the middle of its first scan`() throws {
        let world = try World("early")
        let root = try world.source()
        for number in 0..<150 { try Disk.write(Sounds.wav(number), to: root / "\(number).wav") }
        let daemon = try RunningDaemon(world)
        #expect(try daemon.terminate() == 0)
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("after an early end")
    }

    @Test func `A scan asked of a running daemon is done by it`() throws {
        let world = try World("asked")
        let root = try world.source()
        try Disk.write(Sounds.wav(1), to: root / "a.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let before = try daemon.status().all("lastScan").description
        try Disk.write(Sounds.wav(2), to: root / "b.wav")
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("scan with a daemon")
        let status = try daemon.status()
        #expect(status.all("lastScan").description != before)
        #expect(status["jobs"]["waiting"].integer == 0)
        #expect(daemon.isRunning)
    }
}

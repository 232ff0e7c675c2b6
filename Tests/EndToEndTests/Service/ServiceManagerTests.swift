import Foundation
import SystemPackage
import TestSupport
import Testing

/// The daemon under a service manager: what it tells it, how it writes to the journal, how it ends.
@Suite(.onThreads) struct ServiceManagerTests {
    private func world(files: Int = 3) throws -> World {
        let world = try World("service")
        for number in 0..<files {
            try Disk.write(Sounds.wav(number), to: world.source() / "\(number % 7)/\(number).wav")
        }
        return world
    }

    @Test(arguments: [false, true])
    func `It says when it is ready, lives, reads its configuration again and stops`(
        isAbstract: Bool
    ) throws {
        let world = try world()
        let name = world.folder.appending("notify.sock").string
        let socket = try NotifySocket(isAbstract ? "@audiowatch-\(UUID().uuidString)" : name)
        let daemon = try RunningDaemon(
            starting: world,
            through: ["env", "NOTIFY_SOCKET=\(socket.address)", "WATCHDOG_USEC=600000"])
        try until("it is ready") { socket.has("READY=1") }
        // Said when it can be asked, and not before.
        #expect(try world.audiowatch("status").status == 0)
        #expect(socket.has("STATUS=watching 1 source"))
        #expect(socket.count("STOPPING=1") == 0)
        try until("signs of life") { socket.count("WATCHDOG=1") >= 3 }
        let before = socket.count("RELOADING=1")
        kill(daemon.pid, SIGHUP)
        try until("it reads its configuration") {
            socket.count("RELOADING=1") > before
                && socket.count("READY=1") == socket.count("RELOADING=1") + 1
        }
        let order = socket.lines.filter { ["READY=1", "RELOADING=1"].contains($0) }
        #expect(order.first == "READY=1", "never reloading before it was ready")
        #expect(socket.has("MONOTONIC_USEC="))
        try world.writeConfiguration(extra: "[scan\n")
        try until("the mistake is told") {
            socket.has("STATUS=watching 1 source; the configuration cannot be used: line")
        }
        #expect(try daemon.terminate() == 0)
        #expect(socket.count("STOPPING=1") == 1)
    }

    @Test func `A daemon that is held gives no sign of life, and one that goes on does`() throws {
        let world = try world()
        let socket = try NotifySocket(world.folder.appending("notify.sock").string)
        let daemon = try RunningDaemon(
            starting: world,
            through: ["env", "NOTIFY_SOCKET=\(socket.address)", "WATCHDOG_USEC=300000"])
        try until("signs of life") { socket.count("WATCHDOG=1") >= 2 }
        daemon.freeze()
        let before = socket.count("WATCHDOG=1")
        let end = ContinuousClock.now + .seconds(1)
        while ContinuousClock.now < end { usleep(10_000) }
        #expect(socket.count("WATCHDOG=1") <= before + 1)
        daemon.thaw()
        try until("signs of life again") { socket.count("WATCHDOG=1") > before + 2 }
    }

    @Test func `Lines for the journal say how grave they are, and nothing that it knows itself`()
        throws
    {
        let world = try world()
        let script = "JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) exec \"$@\""
        let daemon = try RunningDaemon(world, through: ["sh", "-c", script, "sh"])
        try world.writeConfiguration(extra: "[scan]\nworkerz = 3\n")
        try until("the mistake is told") { daemon.said.contains("workerz") }
        let line = try #require(
            daemon.said.split(separator: "\n").first { $0.contains("workerz") })
        #expect(line.hasPrefix("<3>the configuration from before holds"), "\(line)")
        try world.writeConfiguration()
        try until("it is told to be right") { daemon.said.contains("<5>") }
        // Elsewhere, a line says when and what by itself.
        let plain = try RunningDaemon(
            try self.world(), through: ["env", "JOURNAL_STREAM=1:2"])
        kill(plain.pid, SIGHUP)
        #expect(!plain.said.contains("<5>") && !plain.said.contains("<6>"))
    }

    @Test func `It stops within two seconds in the middle of its work, and its queue survives`()
        throws
    {
        let world = try world(files: 1_500)
        let daemon = try RunningDaemon(world)
        try until("it is in the middle of its work") {
            let jobs = try daemon.status()["jobs"]
            return (jobs["waiting"].integer ?? 0) > 300
        }
        let start = ContinuousClock.now
        #expect(try daemon.terminate() == 0)
        let took = ContinuousClock.now - start
        #expect(took < .seconds(2.5), "it took \(took)")
        let queue = try DatabaseFile(world.database).rows("SELECT count(*) FROM jobs")[0][0]
        #expect((queue.integer ?? 0) > 0, "the work that was left is in the queue")
        let check = try DatabaseFile(world.database).rows("PRAGMA integrity_check")[0][0]
        #expect(check.string == "ok")
        let again = try RunningDaemon(world)
        try again.sync()
        try world.expectEqualToDisk("gone on")
    }
}

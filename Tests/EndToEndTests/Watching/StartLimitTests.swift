import TestSupport
import Testing

/// The system lets a daemon have too little to begin with: it says so, and ends.
@Suite(.onThreads) struct StartLimitTests {
    /// Exit code for a limit of the system.
    private static let limit: Int32 = 6

    @Test func `No watcher left: the limit, the command, the exit code`() throws {
        guard try Privilege.hasNamespaces() else { return }
        let world = try World("start")
        let daemon = try RunningDaemon(
            starting: world, through: Privilege.inNamespace("instances", 0))
        #expect(try daemon.end(within: 20) == Self.limit)
        #expect(daemon.said.contains("no inotify instance left (limit 0)"), "\(daemon.said)")
        #expect(
            daemon.said.contains("sudo sysctl user.max_inotify_instances=512"), "\(daemon.said)")
        // The same world starts as soon as there is one.
        let second = try RunningDaemon(
            world, through: Privilege.inNamespace("instances", 1))
        try second.sync()
        #expect(try second.terminate() == 0)
    }

    @Test func `Too few files: the limit, what is needed, the exit code`() throws {
        let world = try World("start")
        let daemon = try RunningDaemon(
            starting: world, through: ["sh", "-c", "ulimit -n 64 && exec \"$@\"", "sh"])
        #expect(try daemon.end(within: 20) == Self.limit)
        #expect(daemon.said.contains("may open 64 files and needs"), "\(daemon.said)")
        #expect(daemon.said.contains("ulimit -n"), "\(daemon.said)")
    }

    @Test func `A low limit that may be raised is raised`() throws {
        let world = try World("start")
        try Disk.write(Sounds.wav(1), to: world.source() / "a.wav")
        let daemon = try RunningDaemon(
            world, through: ["sh", "-c", "ulimit -S -n 64 && exec \"$@\"", "sh"])
        try daemon.sync()
        try world.expectEqualToDisk("under a low limit")
    }
}

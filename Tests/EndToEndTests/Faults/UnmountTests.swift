import SystemPackage
import TestSupport
import Testing

/// Whoever wants to unplug a drive is not kept waiting.
@Suite(.serialized, .onThreads) struct UnmountTests {
    @Test func `A drive that is not being read can be unmounted at once`() throws {
        if let obstacle = Mounts.obstacle { return print("skipped: \(obstacle)") }
        try Mounts.ofOwn {
            let world = try World("umount", sources: ["music", "stick"])
            let stick = try mounted(world, files: 60)
            // Else the folder could not be removed: the world outlives what is mounted in it.
            defer { unmountAll(world) }
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            try until("the first scan ends") { try daemon.status()["isScanning"].bool == false }
            // The sync point ends with the last row written; the worker then lets go of the last folder.
            try until("it can be unmounted", within: 2) { try Mounts.unmount(stick.text) == 0 }
            try until("its source is away") { try state(daemon) == "offline" }
            // Nothing was deleted: its rows wait for it.
            #expect(try count(world) == 60)
        }
    }

    @Test func `A drive can be unmounted a moment after its scan is paused, and comes back whole`()
        throws
    {
        if let obstacle = Mounts.obstacle { return print("skipped: \(obstacle)") }
        try Mounts.ofOwn {
            let world = try World("eject", sources: ["music", "stick"])
            let stick = try mounted(world, files: 600)
            defer { unmountAll(world) }
            // A second way to the same file system, so that it lives on while it is unmounted there.
            let other = try world.folder.folder("other")
            try Mounts.mount(stick.text, at: other.string, type: "none", flags: 4096)
            let daemon = try RunningDaemon(starting: world)
            try until("some of it is catalogued", within: 60) {
                daemon.isRunning && ((try? count(world)) ?? 0) > 20
            }
            try daemon.waitUntilReady()
            try world.succeed("pause")
            try until("it can be unmounted", within: 5) { try Mounts.unmount(stick.text) == 0 }
            try until("its source is away") { try state(daemon) == "offline" }
            try world.succeed("resume")
            try Mounts.mount(other.string, at: stick.text, type: "none", flags: 4096)
            try until("its source is back") { try state(daemon) == "online" }
            try daemon.sync()
            try world.expectEqualToDisk("after its return")
        }
    }

    private func unmountAll(_ world: World) {
        for path in ["disk/stick", "other"] {
            _ = try? Mounts.unmount(world.folder.appending(path).string, isLazy: true)
        }
    }

    private func mounted(_ world: World, files: Int) throws -> DiskPath {
        let stick = try world.source("stick")
        try Mounts.mount("stick", at: stick.text, type: "tmpfs", options: "size=128m")
        for number in 0..<files {
            try Disk.write(Sounds.wav(number), to: stick / "d\(number % 7)/\(number).wav")
        }
        return stick
    }

    private func state(_ daemon: RunningDaemon) throws -> String? {
        try daemon.status()["sources"].array.first { $0["name"].string == "stick" }?["state"].string
    }

    private func count(_ world: World) throws -> Int {
        try DatabaseFile(world.database).rows(
            """
            SELECT count(*) FROM files JOIN sources ON sources.id = files.source_id
            WHERE sources.name = 'stick' AND content_id IS NOT NULL AND deleted_at IS NULL
            """
        ).first?[0].integer ?? 0
    }
}

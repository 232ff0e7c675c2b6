import Foundation
import TestSupport
import Testing

/// A file system that does not tell of changes made elsewhere: here a FUSE mount, changed from below.
@Suite(.onThreads) struct PollingTests {
    @Test func `A network-like mount is polled, says so, and is compared again and again`() throws {
        let world = try World(
            "polling", sources: ["remote", "local"], extra: "[scan]\npoll_interval = \"10s\"\n")
        let below = DiskPath(try world.folder.folder("below"))
        try Disk.write(Sounds.wav(1), to: below / "a/one.wav")
        try Disk.write(Sounds.wav(2), to: world.source("local") / "two.wav")
        guard let mount = try FUSEMount(below, at: world.source("remote"), in: world) else {
            return
        }
        let daemon = try RunningDaemon(world, through: mount.wrapper)
        defer { mount.end() }
        try daemon.sync()
        let first = try source("remote", daemon)
        #expect(first["coverage"].string == "polled")
        #expect(first["state"].string == "degraded")
        #expect(first["reason"].string?.contains("polled every 10 s") == true, "\(first)")
        #expect(first["reason"].string?.contains("fuse") == true, "\(first)")
        #expect(first["reconcileSeconds"].number ?? 0 >= 10)
        #expect(first["nextReconcileAt"].number != nil)
        let local = try source("local", daemon)
        #expect(local["coverage"].string == "watched")
        #expect(local["reconcileSeconds"].number == 86_400)
        let text = try world.succeed("status").text
        #expect(text.contains("remote: polled"), "\(text)")
        let advice = try world.audiowatch("doctor").text
        #expect(advice.contains("polling remote"), "\(advice)")

        try Disk.write(Sounds.wav(3), to: below / "a/three.wav")
        try Disk.write(Sounds.wav(4), to: below / "b/four.wav")
        try Disk.delete(below / "a/one.wav")
        try until("the poll finds them", within: 60) {
            try world.views().present.map { String(decoding: $0.name, as: UTF8.self) }.sorted()
                == ["four.wav", "three.wav", "two.wav"]
        }
        #expect(try source("remote", daemon)["rescans"]["periodic"].integer ?? 0 >= 1)
        #expect(try source("local", daemon)["rescans"]["periodic"].integer == nil)
    }

    @Test func `Files of a cloud drive are not opened unless the user says so`() throws {
        let world = try World("cloud", sources: ["cloud"])
        let below = DiskPath(try world.folder.folder("below"))
        try Disk.write(Sounds.wav(1), to: below / "one.wav")
        guard
            let mount = try FUSEMount(below, at: world.source("cloud"), in: world, as: "rclone")
        else { return }
        let daemon = try RunningDaemon(world, through: mount.wrapper)
        defer { mount.end() }
        try daemon.sync()
        #expect(try source("cloud", daemon)["reading"].string == "names")
        let hit = try JSON.items(world.succeed("search", "one", "--json").output).first
        let size = try Sounds.wav(1).count
        #expect(hit?["size"].integer == size)
        #expect(hit?["properties"]["duration"].number == nil)
        let advice = try world.audiowatch("doctor").text
        #expect(advice.contains("opening one would download it"), "\(advice)")
        #expect(advice.contains("audiowatch source set cloud read full"), "\(advice)")
    }

    private func source(_ name: String, _ daemon: RunningDaemon) throws -> JSON {
        let sources = try daemon.status()["sources"].array
        guard let source = sources.first(where: { $0["name"].string == name }) else {
            throw TestFailure("no source \(name) in status")
        }
        return source
    }
}

/// A folder seen through bindfs, in a mount namespace of the daemon's own.
final class FUSEMount {
    let wrapper: [String]
    private let note: DiskPath

    /// Nil, saying why, where such a mount cannot be made.
    init?(
        _ below: DiskPath, at point: DiskPath, in world: World, as type: String = "bindfs"
    ) throws {
        note = DiskPath(world.folder.path) / "bindfs.pid"
        let namespace = ["unshare", "--user", "--map-root-user", "--mount"]
        let script =
            "bindfs -f -o subtype=\(type) '\(below.text)' '\(point.text)' & echo $! > '\(note.text)'\n"
            + "for i in $(seq 100); do mountpoint -q '\(point.text)' && exec \"$@\"; sleep 0.05; done"
            + "; kill -9 $!; exit 9"
        wrapper = namespace + ["sh", "-c", script, "sh"]
        // What is left running would keep the probe's own end from being noticed.
        let probe = try run(
            "/usr/bin/env", wrapper + ["sh", "-c", "kill -9 $(cat '\(note.text)')"])
        guard probe.status == 0 else {
            print("skipped: no FUSE mount by bindfs here (Debian: bindfs): \(probe.errorText)")
            return nil
        }
    }

    /// It would keep the namespace, and so its own mount, alive.
    func end() {
        guard let text = try? String(contentsOfFile: note.text, encoding: .utf8),
            let pid = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)), pid > 1
        else { return }
        kill(pid, SIGKILL)
        try? Disk.delete(note)
    }
}

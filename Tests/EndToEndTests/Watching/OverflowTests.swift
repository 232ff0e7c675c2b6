import Foundation
import TestSupport
import Testing

/// More changes than the kernel keeps while nobody reads them.
@Suite(.onThreads) struct OverflowTests {
    @Test
    func
        `A stopped daemon loses changes, says so, and equals the disk after, also the second time`()
        throws
    {
        let world = try World("overflow")
        let root = try world.source()
        for folder in 0..<600 {
            try Disk.makeFolder(root / "\(folder % 30)/\(folder)")
            if folder % 10 == 0 {
                try Disk.write(Sounds.wav(folder), to: root / "\(folder % 30)/\(folder)/a.wav")
            }
        }
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        try world.expectEqualToDisk("first scan")
        #expect(try source(daemon)["overflows"].integer == 0)

        let page = try #require(try daemon.status()["page"].string)
        try burst(1, in: root, while: daemon)
        var states: Set<String> = []
        try until("it has looked at everything again", within: 120) {
            // A command takes longer than the rescan may.
            let now = try source(of: page)
            states.insert(now["state"].string ?? "")
            return now["rescans"]["overflow"].integer ?? 0 > 0 && now["state"].string == "online"
        }
        #expect(states.contains("degraded"), "it was degraded while that lasted: \(states)")
        try daemon.sync()
        try world.expectEqualToDisk("after the overflow")
        let after = try source(daemon)
        #expect(after["overflows"].integer ?? 0 >= 1)
        #expect(after["lastScan"]["reason"].string == "overflow")
        let advice = try world.audiowatch("doctor").text
        #expect(advice.contains("max_queued_events"), "\(advice)")

        // And a further burst while the rescan of one is on its way or runs.
        let before = after["overflows"].integer ?? 0
        try burst(2, in: root, while: daemon)
        try until("it is told of the second", within: 120) {
            try source(daemon)["overflows"].integer ?? 0 > before
        }
        try burst(3, in: root, while: daemon)
        try daemon.sync()
        try world.expectEqualToDisk("after two bursts")
        try until("all is well again", within: 120) {
            try source(daemon)["state"].string == "online"
        }
        #expect(try source(daemon)["overflows"].integer ?? 0 > before + 1)
    }

    /// The only source, as the page is told of it.
    private func source(of page: String) throws -> JSON {
        let answer = try run(
            "/usr/bin/env", ["curl", "-sS", "--max-time", "60", "\(page)api/status"])
        guard answer.status == 0 else { throw TestFailure(answer.errorText) }
        return try JSON(answer.output)["sources"].array.first ?? JSON(Data("{}".utf8))
    }

    /// More changes than the kernel's queue holds, and then those that matter, which it drops.
    private func burst(_ number: Int, in root: DiskPath, while daemon: RunningDaemon) throws {
        let limit = try String(
            contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
        let events = Int(limit.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 16_384
        kill(daemon.pid, SIGSTOP)
        try until("every thread of the daemon stands still") { try stands(daemon.pid) }
        defer { kill(daemon.pid, SIGCONT) }
        // A link is one event and no new inode; each name is another event.
        let seed = root / "\(number).txt"
        try Disk.write([1], to: seed)
        for link in 0...events { try Disk.hardLink(seed, to: root / "\(number)-\(link).txt") }
        for folder in stride(from: 0, to: 600, by: 50) {
            let folder = root / "\(folder % 30)/\(folder)"
            try Disk.write(Sounds.wav(1_000 * number), to: folder / "burst\(number).wav")
            try Disk.write(Sounds.wav(number), to: folder / "deep\(number)/burst.wav")
            if number == 1 { try Disk.delete(folder / "a.wav") }
        }
    }

    /// State `T` of every thread. Source: proc_pid_stat(5).
    private func stands(_ pid: Int32) throws -> Bool {
        let folder = "/proc/\(pid)/task"
        return try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { task in
            let stat = try String(contentsOfFile: "\(folder)/\(task)/stat", encoding: .utf8)
            return stat.split(separator: ")").last?.hasPrefix(" T") ?? false
        }
    }

    private func source(_ daemon: RunningDaemon) throws -> JSON {
        guard let source = try daemon.status()["sources"].array.first else {
            throw TestFailure("no source in status")
        }
        return source
    }
}

import Foundation
import SystemPackage
import TestSupport
import Testing

/// What stands behind the user's own work, as the kernel has it and not as we asked for it.
@Suite(.onThreads) struct MannersTests {
    @Test
    func `Workers and helpers run when nothing else wants to, on the processor and on the disk`()
        throws
    {
        let world = try World("manners")
        let music = try world.source()
        for number in 0..<40 { try Disk.write(Sounds.wav(number), to: music / "\(number).wav") }
        let daemon = try RunningDaemon(world)
        try daemon.sync()

        let workers = try threads(of: daemon.pid).filter { $0.name.hasPrefix("worker") }
        #expect(workers.count >= 2)
        let helpers = try children(of: daemon.pid).flatMap { try threads(of: $0) }
            .filter { $0.name.hasPrefix("audiowatch-prob") }
        #expect(helpers.count >= 2)
        for thread in workers + helpers {
            // SCHED_IDLE of linux/sched.h, or nice 19 where that was refused.
            #expect(thread.policy == 5 || thread.nice == 19, "\(thread)")
            let diskClass = try run("/usr/bin/env", ["ionice", "-p", "\(thread.id)"])
            #expect(diskClass.text.hasPrefix("idle"), "\(thread): \(diskClass.text)")
        }
        // The others serve the user: they wait behind nobody.
        let writer = try #require(try threads(of: daemon.pid).first { $0.name == "writer" })
        #expect(writer.policy == 0)
    }

    @Test func `A scan leaves the access times of files and folders as they were`() throws {
        if let obstacle = Mounts.obstacle { return print("skipped: \(obstacle)") }
        try Mounts.ofOwn {
            let world = try World("atime")
            let music = try world.source()
            try Mounts.mount(
                "music", at: music.text, type: "tmpfs", flags: 1 << 24, options: "size=64m")
            defer {
                // Else the folder could not be removed: the world outlives what is mounted in it.
                _ = try? Mounts.unmount(world.folder.appending("disk/music").string, isLazy: true)
            }
            for number in 0..<20 {
                try Disk.write(Sounds.wav(number), to: music / "d\(number % 3)/\(number).wav")
            }
            // Two copies that only all their bytes prove to be such: a digest is read, too.
            let long = try Sounds.wav(99, seconds: 4)
            try Disk.write(long, to: music / "long.wav")
            try Disk.write(long, to: music / "copy.wav")
            _ = try run(
                "/usr/bin/find",
                [music.text, "-exec", "touch", "-a", "-d", "2001-01-01", "{}", "+"])
            func times() throws -> [String] {
                try run("/usr/bin/find", [music.text, "-printf", "%p %A@ %T@\n"]).text
                    .split(separator: "\n").map(String.init).sorted()
            }
            // find reads folders, and so changes their times: files are compared alone, and folders by stat.
            func folder() throws -> String {
                try run("/usr/bin/stat", ["-c", "%x", music.text]).text
            }
            let before = (files: try times().filter { $0.contains(".wav") }, folder: try folder())
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            #expect(try folder() == before.folder)
            #expect(try times().filter { $0.contains(".wav") } == before.files)
            try world.expectEqualToDisk("scan")
            // The test can fail: whoever just reads does change it.
            _ = try run("/bin/cat", [(music / "long.wav").text])
            #expect(try times().filter { $0.contains(".wav") } != before.files)
        }
    }

    @Test func `A pause lets go of the work at once, and nothing is lost by it`() throws {
        let world = try World("pause")
        let music = try world.source()
        for number in 0..<400 {
            try Disk.write(Sounds.wav(number), to: music / "d\(number % 9)/\(number).wav")
        }
        let daemon = try RunningDaemon(world)
        try world.succeed("pause")
        try until("nothing is in work", within: 5) {
            try daemon.status()["jobs"]["running"].integer == 0
        }
        // What is not in work holds no file open.
        try until("no file of the source is open", within: 5) {
            try openFiles(of: daemon.pid).allSatisfy { !$0.hasPrefix(music.text + "/") }
        }
        try world.succeed("resume")
        try daemon.sync()
        try world.expectEqualToDisk("after the pause")
    }

    private struct RunningThread {
        var id: Int32
        var name: String
        var nice: Int
        var policy: Int
    }

    /// Source: proc_pid_stat(5), fields 19 and 41.
    private func threads(of process: Int32) throws -> [RunningThread] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").compactMap {
            task in
            let path = "/proc/\(process)/task/\(task)/stat"
            guard let text = try? String(contentsOfFile: path, encoding: .utf8),
                let start = text.firstIndex(of: "("), let end = text.lastIndex(of: ")")
            else { return nil }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 38, let id = Int32(task) else { return nil }
            return RunningThread(
                id: id, name: String(text[text.index(after: start)..<end]),
                nice: Int(fields[16]) ?? 0, policy: Int(fields[38]) ?? -1)
        }
    }

    private func openFiles(of process: Int32) throws -> [String] {
        let folder = "/proc/\(process)/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
        }
    }
}

import Foundation
import TestSupport
import Testing

/// Nothing happens, and nothing is done.
@Suite(.onThreads) struct IdleTests {
    /// Twenty seconds of waiting, so only in the long form (`AUDIOWATCH_LONG_TESTS=1`).
    @Test func `An idle daemon wakes at most twice a second over all threads, and reads nothing`()
        throws
    {
        guard ProcessInfo.processInfo.environment["AUDIOWATCH_LONG_TESTS"] != nil else {
            print("skipped: AUDIOWATCH_LONG_TESTS is not set")
            return
        }
        let world = try World("idle")
        for folder in 0..<300 {
            try Disk.write(Sounds.wav(folder), to: world.source() / "\(folder)/a.wav")
        }
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        // What remembers a change for two seconds has forgotten it, and the page's readers are asleep.
        let seconds = 20
        sleep(5)
        let before = try Activity(of: daemon.pid)
        sleep(UInt32(seconds))
        let after = try Activity(of: daemon.pid)
        #expect(after.switches - before.switches <= 2 * seconds)
        #expect(after.read == before.read, "bytes read from disks")
        #expect(after.written == before.written, "bytes written")
    }
}

/// What the kernel counts of one process.
private struct Activity {
    var switches = 0
    var read = 0
    var written = 0

    init(of pid: Int32) throws {
        for task in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task") {
            let status = try Self.numbers("/proc/\(pid)/task/\(task)/status")
            switches +=
                (status["voluntary_ctxt_switches"] ?? 0)
                + (status["nonvoluntary_ctxt_switches"] ?? 0)
        }
        let io = try Self.numbers("/proc/\(pid)/io")
        read = io["read_bytes"] ?? 0
        written = io["write_bytes"] ?? 0
    }

    /// Lines of `key: number`.
    private static func numbers(_ path: String) throws -> [String: Int] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let pairs = text.split(separator: "\n").compactMap { line -> (String, Int)? in
            let parts = line.split(separator: ":")
            guard parts.count == 2, let number = Int(parts[1].trimmingCharacters(in: .whitespaces))
            else { return nil }
            return (String(parts[0]), number)
        }
        return Dictionary(pairs) { first, _ in first }
    }
}

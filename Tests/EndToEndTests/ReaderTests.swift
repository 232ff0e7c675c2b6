import Foundation
import TestSupport
import Testing

/// Commands that read while the daemon works: whoever reads slowly, or never ends, is nobody's trouble.
@Suite(.onThreads) struct ReaderTests {
    @Test func `a reader that stands still holds up neither the daemon nor its log`() throws {
        let world = try World("reader")
        let music = try world.source()
        let groups = 300
        for number in 0..<groups {
            let sound = try Sounds.wav(number, seconds: 0.02)
            try Disk.write(sound, to: music / "a/\(number) with a name of some length.wav")
            try Disk.write(sound, to: music / "b/\(number) with a name of some length.wav")
        }
        let daemon = try RunningDaemon(world)
        try daemon.sync()

        let reader = Process()
        let pipe = Pipe()
        reader.executableURL = URL(fileURLWithPath: try builtProgram("audiowatch"))
        reader.arguments = ["duplicates", "--json", "--config", world.configuration]
        reader.environment = world.environment
        reader.standardOutput = pipe
        try reader.run()
        defer { reader.terminate() }
        try until("the pipe is full") {
            var held: Int32 = 0
            return ioctl(pipe.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &held) == 0
                && held >= 60_000
        }
        #expect(try descriptors(of: reader.processIdentifier, on: world.database) == ["read"])

        try Disk.write(Sounds.wav(9_999), to: music / "new.wav")
        try daemon.sync()
        let found = try world.succeed("search", "new", "--json")
        #expect(try JSON.items(found.output).count == 1, "the daemon goes on")
        // The log can only be emptied when nobody reads a state that it holds.
        let database = try DatabaseFile(world.database, writing: true)
        try until("the log is emptied") {
            let row = try database.rows("PRAGMA wal_checkpoint(TRUNCATE)").first
            return row?.compactMap(\.integer) == [0, 0, 0]
        }
        #expect(reader.isRunning, "it still stands there")

        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        reader.waitUntilExit()
        #expect(reader.terminationStatus == 0)
        #expect(try JSON.items(output).count == groups)
    }

    /// How a process has opened a file: `read` or `write`, each once. Source: proc_pid_fdinfo(5).
    private func descriptors(of process: Int32, on path: String) throws -> Set<String> {
        let folder = "/proc/\(process)/fd"
        let open = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) == path
        }
        let modes = try open.map { number in
            let text = try String(
                contentsOfFile: "/proc/\(process)/fdinfo/\(number)", encoding: .utf8)
            let flags = text.split(separator: "\n").first { $0.hasPrefix("flags:") }
            let octal = flags?.split(separator: "\t").last.flatMap { Int32($0, radix: 8) }
            return (octal ?? -1) & O_ACCMODE == O_RDONLY ? "read" : "write"
        }
        return Set(modes)
    }
}

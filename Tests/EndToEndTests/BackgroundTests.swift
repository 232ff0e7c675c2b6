import Foundation
import SystemPackage
import TestSupport
import Testing

/// `audiowatch run --background`: a daemon that outlives the command that started it.
@Suite(.onThreads) struct BackgroundTests {
    private func pid(_ world: World) throws -> Int32 {
        let status = try world.audiowatch("status", "--json")
        guard status.status == 0, let pid = try JSON(status.output)["pid"].integer else { return 0 }
        return Int32(clamping: pid)
    }

    /// A field of /proc/PID/stat after the name; 0 is the state. proc(5)
    private func stat(_ process: Int32, _ field: Int) throws -> String {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > field + 1 else { throw TestFailure("too short: \(text)") }
        return String(fields[field + 1])
    }

    @Test func `It answers when the command returns, in a session of its own that holds no drive`()
        throws
    {
        let world = try World("background")
        defer { _ = try? world.audiowatch("stop") }
        try Disk.write(Sounds.wav(1), to: world.source() / "a.wav")
        try world.succeed("run", "--background")
        let daemon = try pid(world)
        #expect(daemon > 0)
        #expect(try stat(daemon, 3) == "\(daemon)", "it leads its session")
        let folder = try FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/\(daemon)/cwd")
        #expect(folder == "/")
        try world.succeed("wait")
        try world.expectEqualToDisk("in the background")

        let again = try world.succeed("run", "--background")
        #expect(again.errorText.contains("running already, process \(daemon)"))
        #expect(try pid(world) == daemon)
        try world.succeed("stop")
        #expect(isDead(daemon))
    }

    @Test func `One that cannot start says why, and where its log is kept stays a log`() throws {
        let world = try World("background")
        let other = try World("sharing", extra: "")
        let holder = try RunningDaemon(other)
        // The port of another daemon.
        let port = try #require(try holder.status()["page"].string.flatMap(URL.init)?.port)
        let text = world.configurationText()
            .replacing(/port = \d+/, with: "port = \(port)")
        try world.folder.file("config.toml", text.utf8)
        let result = try world.audiowatch("run", "--background")
        #expect(result.status != 0)
        #expect(result.errorText.contains("\(port)"), "\(result.errorText)")
        let log = world.folder.appending("xdg/state/audiowatch/daemon.log").string
        #expect(try String(contentsOfFile: log, encoding: .utf8).contains("\(port)"))
    }
}

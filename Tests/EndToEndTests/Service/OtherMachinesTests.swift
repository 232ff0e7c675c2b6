import Foundation
import SystemPackage
import TestSupport
import Testing

/// A catalogue that other machines open, and one whose database would be theirs too.
@Suite(.onThreads) struct OtherMachinesTests {
    /// Writes the world's configuration anew with these lines below `[server]`.
    private func serve(_ world: World, _ lines: String) throws {
        let text = world.configurationText().replacingOccurrences(
            of: "[server]\n", with: "[server]\n\(lines)\n")
        try world.folder.file("config.toml", text.utf8)
    }

    @Test func `Another machine opens the page with the token, and this one shows it nothing`()
        throws
    {
        guard let network = try NetworkPair() else { return }
        let world = try World("lan")
        try Disk.write(Sounds.wav(1), to: world.source() / "first.wav")
        let file = world.folder.appending("token").string
        let made = try world.succeed("token", "new", file).text
        let token = try #require(made.split(separator: "=").last)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        try serve(world, "bind = \"0.0.0.0\"\ntoken_file = \"\(file)\"")
        let daemon = try RunningDaemon(world, through: network.wrapper)
        try daemon.sync()
        let port = try #require(
            try daemon.status()["page"].string.flatMap { URL(string: $0)?.port })
        let page = "http://\(network.here):\(port)/"
        try until("it says how to open it") {
            daemon.said.contains("from other machines: \(page)\n")
        }
        #expect(daemon.said.contains("cat \(file)"))
        #expect(!daemon.said.contains(token), "the secret is not for the log")

        func ask(_ path: String, _ more: String...) throws -> (status: Int, body: String) {
            let result = try network.elsewhere(
                "curl",
                more + ["-sS", "--max-time", "20", "-w", "\n%{http_code}", "\(page)\(path)"])
            let lines = result.text.split(separator: "\n", omittingEmptySubsequences: false)
            return (Int(lines.last ?? "") ?? 0, lines.dropLast().joined(separator: "\n"))
        }
        let bearer = ["-H", "Authorization: Bearer \(token)"]
        #expect(try ask("").status == 200, "the page that asks for the token")
        #expect(try ask("api/status").status == 401)
        #expect(try ask("api/files").status == 401)
        let status = try ask("api/status", bearer[0], bearer[1])
        #expect(status.status == 200)
        #expect(try JSON(Data(status.body.utf8))["isAskedFromElsewhere"].bool == true)
        #expect(
            try ask("api/status", bearer[0], bearer[1], "-H", "Host: evil.example").status == 421)
        let mutating =
            bearer + [
                "-X", "POST", "-H", "X-Audiowatch: 1", "-H", "Content-Type: application/json", "-d",
                "{}",
            ]
        let hits = try JSON(Data(try ask("api/files", bearer[0], bearer[1]).body.utf8))["hits"]
            .array
        let number = try #require(hits.first?["file"].integer)
        let shown = try network.elsewhere(
            "curl",
            ["-sS", "-w", "\n%{http_code}"] + mutating + ["\(page)api/files/f\(number)/reveal"])
        #expect(shown.text.hasSuffix("\n403"), "\(shown.text)")
        // Asked on this machine, by the same address, it is no other one.
        #expect(try daemon.status()["isAskedFromElsewhere"].bool == nil)
        let own = try run(
            "/usr/bin/env", network.wrapper + ["curl", "-sS"] + bearer + ["\(page)api/status"])
        #expect(try JSON(own.output)["isAskedFromElsewhere"].bool == nil)
        let added = try network.elsewhere(
            "curl",
            ["-sS"] + mutating.dropLast() + [
                "{\"path\": \"\(world.folder.path.string)/none\", \"name\": \"nas\"}",
                "\(page)api/sources/add",
            ])
        #expect(try JSON(added.output)["source"].string == "nas", "\(added.text)")
    }

    @Test func `Strangers are not let in without a token, and a machine's own addresses need none`()
        throws
    {
        let world = try World("bind")
        for bind in ["0.0.0.0", "::", "192.0.2.1"] {
            try serve(world, "bind = \"\(bind)\"")
            let result = try world.audiowatch("run")
            #expect(result.status == 2, "\(bind): \(result.status)")
            #expect(result.errorText.contains("audiowatch token new"), "\(result.errorText)")
        }
        try serve(world, "bind = \"127.0.0.2\"")
        let daemon = try RunningDaemon(world)
        let page = try #require(try daemon.status()["page"].string)
        #expect(page.hasPrefix("http://127.0.0.2:"))
        let status = try run("/usr/bin/env", ["curl", "-sS", "\(page)api/status"])
        #expect(try JSON(status.output)["running"].bool == true, "\(status.text)")
        #expect(!daemon.said.contains("from other machines"))
    }

    @Test func `A database on a network file system is refused, with the reason`() throws {
        let world = try World("shared")
        let (below, point) = (try world.folder.folder("below"), try world.folder.folder("share"))
        guard
            let mount = try FUSEMount(DiskPath(below), at: DiskPath(point), in: world, as: "sshfs")
        else { return }
        defer { mount.end() }
        let text = world.configurationText().replacingOccurrences(
            of: world.database, with: point.appending("catalog.db").string)
        try world.folder.file("config.toml", text.utf8)
        // The mount's program goes with the command: while it runs the command's own end is not noticed.
        let end =
            "\"$@\"; status=$?; kill -9 $(cat '\(world.folder.path.string)/bindfs.pid'); exit $status"
        for command in [["run"], ["scan", "--wait"]] {
            let result = try run(
                "/usr/bin/env",
                mount.wrapper + ["sh", "-c", end, "sh", try builtProgram("audiowatch")] + command
                    + ["--config", world.configuration], environment: world.environment)
            #expect(result.status == 2, "\(command): \(result.text)\(result.errorText)")
            #expect(result.errorText.contains("fuse.sshfs"), "\(result.errorText)")
            #expect(result.errorText.contains("[database]"), "\(result.errorText)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: below.string).isEmpty)
    }
}

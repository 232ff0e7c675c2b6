import Foundation
import TestSupport
import Testing

/// audiowatch speaks to nobody outside of this machine: nothing is looked up, sent or fetched, ever.
@Suite(.onThreads) struct OutgoingTests {
    @Test func `a first scan, the page and every command stay within this machine`() throws {
        if let obstacle = NetworkTrace.obstacle { return print("skipped: \(obstacle)") }
        let world = try World("outgoing")
        let music = try world.source()
        for number in 0..<12 {
            try Disk.write(Sounds.wav(number), to: music / "d\(number % 3)/\(number).wav")
        }
        try Disk.write(Sounds.wav(1), to: music / "http:__192.0.2.1_a.wav")
        let trace = try NetworkTrace()
        let daemon = try RunningDaemon(world, through: trace.wrapper)
        try daemon.sync()
        let page = try #require(try daemon.status()["page"].string)
        for target in [
            "", "assets/app.js", "api/status", "api/files?q=wav", "api/stats", "audio/1",
            "audio/1?as=wav", "api/peaks/1", "api/duplicates", "api/sound-cards", "metrics",
        ] {
            let answer = try run(
                "/usr/bin/env",
                ["curl", "-sS", "-o", "/dev/null", "--max-time", "30", "\(page)\(target)"])
            #expect(answer.status == 0, "\(target): \(answer.errorText)")
        }
        let commands = [
            ["status"], ["scan"], ["wait"], ["search", "wav"], ["show", (music / "d0/0.wav").text],
            ["stats"], ["problems"], ["duplicates"], ["activity"], ["pause", "1m"], ["resume"],
            ["config", "check"], ["doctor"], ["status", "--json"], ["stop"],
        ]
        for command in commands {
            let ended = try trace.run(
                [try builtProgram("audiowatch")] + command + ["--config", world.configuration],
                environment: world.environment)
            #expect([0, 1].contains(ended.status), "\(command): \(ended.errorText)")
        }
        try until("the trace is complete") { trace.hasEnded(daemon.pid) }
        #expect(trace.outgoing.isEmpty, "\(trace.outgoing.prefix(5).joined(separator: "\n"))")
        // The commands were heard: they speak over the control socket.
        #expect(trace.local >= commands.count / 2)
    }

    @Test(.enabled(if: Desktop.missing == nil))
    func `the tray stays within this machine`() throws {
        if let obstacle = NetworkTrace.obstacle { return print("skipped: \(obstacle)") }
        guard (try? builtProgram("audiowatch-tray")) != nil else {
            return print("skipped: the tray's libraries are not there")
        }
        let desktop = try Desktop()
        try desktop.startPanel()
        let world = try World("outgoing-tray", environment: desktop.environment)
        try Disk.write(Sounds.wav(1), to: world.source() / "a.wav")
        let trace = try NetworkTrace()
        do {
            // It starts the daemon, which is traced with it.
            let tray = try ShownTray(desktop, world, through: trace.wrapper)
            try until("all is catalogued") { try tray.title().contains("everything is catalogued") }
            try tray.choose("Scan again")
            try tray.choose("Quit")
            try tray.choose("Stop watching too")
            try until("the tray ends") { (try? tray.title()) == nil }
            try until("the daemon ends") { try world.audiowatch("status").status == 3 }
        }
        #expect(trace.local > 0)
        #expect(trace.outgoing.isEmpty, "\(trace.outgoing.prefix(5).joined(separator: "\n"))")
    }

    /// In a network of its own that leads nowhere, so that nothing is really sent.
    @Test func `a connection or a datagram to elsewhere would be noticed`() throws {
        if let obstacle = NetworkTrace.obstacle { return print("skipped: \(obstacle)") }
        for (way, address) in [("tcp", "192.0.2.1"), ("udp", "192.0.2.1"), ("tcp", "2001:db8::1")] {
            let trace = try NetworkTrace()
            let nowhere = ["unshare", "--net", "--map-root-user"]
            _ = try trace.run(nowhere + ["bash", "-c", "echo hello >/dev/\(way)/\(address)/80"])
            #expect(trace.outgoing.contains { $0.contains(address) }, "\(way) \(address)")
        }
        let silent = try NetworkTrace()
        try silent.run(["true"])
        #expect(silent.outgoing.isEmpty)
    }

    @Test func `what leaves the machine is told from what does not`() {
        let inside = [
            #"7 connect(3, {sa_family=AF_UNIX, sun_path="/run/a"}, 110) = 0"#,
            #"7 sendto(3, "x", 1, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 1"#,
            #"7 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0"#,
            #"7 sendto(3, "GET / 192.0.2.1", 15, 0, NULL, 0) = 15"#, "7 +++ exited with 0 +++",
        ]
        let outside = [
            #"7 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}, 16 <unfinished ...>"#,
            #"7 sendto(3, "x", 1, 0, {sa_family=AF_INET6, sin6_port=htons(1), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = 1"#,
            #"7 sendmsg(3, {msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}, msg_namelen=16}, 0) = 1"#,
            "7 io_uring_setup(4, {flags=0}) = 5",
            #"7 connect(3, {sa_family=AF_VSOCK, svm_cid=0x2}, 16) = 0"#,
        ]
        for line in inside { #expect(!NetworkTrace.leaves(line), "\(line)") }
        for line in outside { #expect(NetworkTrace.leaves(line), "\(line)") }
    }
}

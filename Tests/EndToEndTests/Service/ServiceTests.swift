import Foundation
import SystemPackage
import TestSupport
import Testing

/// `audiowatch service`, with a systemd that really runs.
@Suite(.serialized, .onThreads) struct ServiceTests {
    /// Of the unit only this is changed: the test's own world stands in /tmp, where the service would see nothing.
    private let sight = """
        mkdir -p "$XDG_CONFIG_HOME/systemd/user/audiowatch.service.d"
        printf '[Service]\\nPrivateTmp=no\\n' > "$XDG_CONFIG_HOME/systemd/user/audiowatch.service.d/test.conf"
        """

    /// Its configuration is where the program looks for it.
    private func world() throws -> World {
        let world = try World("systemd")
        try world.folder.file(
            "xdg/config/audiowatch/config.toml", world.configurationText().utf8)
        for number in 0..<20 {
            try Disk.write(Sounds.wav(number), to: world.source() / "\(number).wav")
        }
        return world
    }

    @Test
    func
        `The service is installed, works behind its walls, comes back after a crash, and is taken away`()
        throws
    {
        let world = try world()
        let report = world.folder.appending("status.json").string
        let script = """
            \(sight)
            "$1" service install 2>&1
            echo "active: $(systemctl --user is-active audiowatch), $(systemctl --user is-enabled audiowatch)"
            "$1" wait
            "$1" status --json > '\(report)'
            pid=$(systemctl --user show --property=MainPID --value audiowatch)
            echo "status: $(systemctl --user show --property=StatusText --value audiowatch)"
            echo "policy: $(chrt -p $pid | head -n 1 | sed 's/.*: //'), $(ionice -p $pid)"
            echo "filter: $(grep ^Seccomp: /proc/$pid/status | tr -dc 0-9), privileges: $(grep ^NoNewPrivs: /proc/$pid/status | tr -dc 0-9)"
            # The user's sounds cannot be written from inside, the catalogue can.
            nsenter --mount --target $pid sh -c 'echo x >> "$0"' '\(try world.source().text)/0.wav' 2>&1 || echo "read-only"
            nsenter --mount --target $pid sh -c ': >> "$0"' '\(world.database)' && echo "catalogue is writable"
            printf '\\n[log]\\nlevel = "debug"\\n' >> "$XDG_CONFIG_HOME/audiowatch/config.toml"
            systemctl --user reload audiowatch
            for i in $(seq 200); do
                [ "$(systemctl --user is-active audiowatch)" = active ] && break
                sleep 0.05
            done
            echo "reloaded: $(systemctl --user is-active audiowatch)"
            kill -9 $pid
            for i in $(seq 400); do
                new=$(systemctl --user show --property=MainPID --value audiowatch)
                [ "$new" != 0 ] && [ "$new" != $pid ] && systemctl --user is-active -q audiowatch && break
                sleep 0.05
            done
            "$1" wait && echo "back"
            "$1" service status
            start=$(date +%s%N)
            systemctl --user stop audiowatch
            echo "stopped in $((($(date +%s%N) - start) / 1000000)) ms"
            systemctl --user start audiowatch
            "$1" service uninstall 2>&1
            echo "then: $(systemctl --user is-active audiowatch)"
            """
        guard
            let result = try UserSystemd.run(
                script, in: world, program: builtProgram("audiowatch"))
        else { return }
        let said = result.text
        #expect(result.status == 0, "\(said)\(result.errorText)")
        for line in [
            "active: active, enabled", "status: watching 1 source", "policy: SCHED_IDLE, idle",
            "filter: 2, privileges: 1", "read-only", "catalogue is writable", "reloaded: active",
            "back", "systemd: active, process", "then: inactive",
            "it ends when you log out; on a machine nobody logs in to",
        ] {
            #expect(said.contains(line), "\(line) is missing in: \(said)\(result.errorText)")
        }
        let status = try JSON(
            Data(contentsOf: URL(fileURLWithPath: report)))
        #expect(status["helpers"]["sandbox"].string == "full", "\(status["helpers"])")
        #expect(status["files"].integer == 20)
        let time = try #require(said.firstMatch(of: /stopped in ([0-9]+) ms/)?.1)
        #expect(try #require(Int(time)) < 2_500, "\(time) ms")
        let unit = world.folder.appending("xdg/config/systemd/user/audiowatch.service").string
        #expect(!FileManager.default.fileExists(atPath: unit))
    }

    @Test func `An install ends the daemon that ran by hand, and takes no other's unit away`()
        throws
    {
        let world = try world()
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let script = """
            \(sight)
            "$1" service install 2>&1
            "$1" wait
            systemctl --user stop audiowatch
            echo "# mine" > "$XDG_CONFIG_HOME/systemd/user/audiowatch.service"
            "$1" service install 2>&1 || echo "refused: $?"
            "$1" service uninstall 2>&1 || echo "kept: $?"
            """
        guard
            let result = try UserSystemd.run(
                script, in: world, program: builtProgram("audiowatch"))
        else { return }
        #expect(
            result.text.contains("ended the daemon that ran already, process \(daemon.pid)"),
            "\(result.text)")
        try until("it has ended") { !daemon.isRunning }
        #expect(
            result.text.contains("refused: ") && result.text.contains("kept: "), "\(result.text)")
        #expect(result.text.contains("was not written by `audiowatch service install`"))
    }
}

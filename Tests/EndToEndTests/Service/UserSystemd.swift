import Foundation
import SystemPackage
import TestSupport

/// systemd as a user has it, run for one test in mounts and control groups of its own.
enum UserSystemd {
    /// What a script says that is run while the world's own systemd runs; nil, with a printed reason, where none can.
    static func run(_ script: String, in world: World, program: String) throws -> ProgramResult? {
        let log = world.folder.appending("systemd.log").string
        let whole = """
            group=audiowatch-test-$$
            mkdir -p /run/systemd && mount -t tmpfs none /run/systemd && mkdir /run/systemd/system || exit 77
            # What process 1 makes, and a user's manager hides things behind.
            nodes=/run/systemd/inaccessible
            mkdir -p $nodes/dir && touch $nodes/reg $nodes/sock && mkfifo $nodes/fifo || exit 77
            mknod $nodes/chr c 0 0 && mknod $nodes/blk b 0 0 && chmod 000 $nodes/* || exit 77
            for root in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
                [ -e "$root/cgroup.procs" ] || continue
                mkdir "$root/$group" && echo $$ > "$root/$group/cgroup.procs" || exit 77
            done
            /lib/systemd/systemd --user --log-target=console > '\(log)' 2>&1 &
            manager=$!
            for i in $(seq 200); do
                systemctl --user is-active -q basic.target 2> /dev/null && break
                kill -0 $manager || exit 77
                sleep 0.05
            done
            systemctl --user is-active -q basic.target || exit 77
            (
            set -e
            \(script)
            )
            status=$?
            systemctl --user exit || kill $manager
            wait $manager
            for root in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
                [ -e "$root/cgroup.procs" ] || continue
                echo $$ > "$root/cgroup.procs"
                find "$root/$group" -depth -type d -exec rmdir {} + 2> /dev/null
            done
            exit $status
            """
        let result = try TestSupport.run(
            "/usr/bin/env", ["unshare", "--mount", "sh", "-c", whole, "sh", program],
            environment: world.environment.merging(
                ["DBUS_SESSION_BUS_ADDRESS": ""]) { $1 })
        guard result.status != 77, result.status != 127 else {
            let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            print(
                "skipped: no systemd of a user runs here (root, Debian: systemd): \(result.errorText)\(said)"
            )
            return nil
        }
        return result
    }
}

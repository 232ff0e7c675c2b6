import AudiowatchCore
import Daemon
import DaemonClient
import Foundation
import Glibc
import LocalDisk
import SQLiteCatalog
import Settings
import SystemPackage

/// What is looked at outside the database: sources, the kernel's limits, room, the helper, the daemon.
struct SystemChecks {
    let session: Session

    /// Less room than this on the database's disk is a warning: a large catalogue with its log.
    private static let littleRoom: UInt64 = 1_000_000_000

    /// Each line, in this order. Blocks as long as the sources' disks do.
    func findings() -> [Finding] {
        [versions, configuration] + sources + [inotify, room, helper] + daemon
    }

    private var versions: Finding {
        .ok(
            "version",
            "audiowatch \(Version.current), SQLite \(SQLiteVersion.linked() ?? "unknown")")
    }

    private var configuration: Finding {
        guard session.warnings.isEmpty else {
            let all = session.warnings.map(\.description).joined(separator: "; ")
            return .warn("config", "\(session.file.display): \(all)", "edit the file")
        }
        guard !session.configuration.sources.isEmpty else {
            return .warn("config", "no sources", "audiowatch source add FOLDER")
        }
        return .ok("config", session.file.display)
    }

    private var sources: [Finding] {
        session.configuration.sources.map { source in
            let subject = "source \(source.name)"
            guard source.isEnabled else {
                return .ok(subject, "\(source.path.display) is switched off")
            }
            do throws(DiskError) {
                return try examined(source)
            } catch {
                return .fail(
                    subject, "\(error)",
                    error.isForbidden
                        ? "give yourself the right to read it"
                        : "plug in or mount the drive, or "
                            + "audiowatch source set \(source.name) path FOLDER")
            }
        }
    }

    private func examined(_ source: Source) throws(DiskError) -> Finding {
        let folder = try OpenDirectory.open(source.path)
        if let failure = folder.list().failure { throw failure }
        let found = try FoundFolder.read(at: folder, path: source.path)
        return .ok("source \(source.name)", "\(source.path.display) on \(found.type)")
    }

    /// Source: inotify(7), "/proc interfaces".
    private var inotify: Finding {
        func limit(_ name: String) -> Int? {
            let path = "/proc/sys/fs/inotify/\(name)"
            return (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
                Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
        guard let watches = limit("max_user_watches"), let instances = limit("max_user_instances")
        else {
            return .fail(
                "inotify", "the kernel does not say its limits", "check that /proc is mounted")
        }
        let needed = (try? session.catalog().watchesNeeded()) ?? 0
        let facts =
            "\(Display.count(needed)) of \(Display.count(watches)) watches needed, \(instances) instances"
        // Other programs of the same user watch too: an editor takes a few thousand.
        guard needed < watches - watches / 10 else {
            return .warn(
                "inotify", facts,
                "sudo sysctl fs.inotify.max_user_watches=\(max(524_288, (needed &* 2)))")
        }
        return .ok("inotify", facts)
    }

    private var room: Finding {
        let folder = session.configuration.database.removingLastComponent()
        do {
            let space = try FreeSpace.at(folder)
            let facts =
                "\(Display.bytes(Int64(clamping: space.available))) free in \(folder.display)"
            return space.available < SystemChecks.littleRoom
                ? .warn("room", facts, "make room: writing stops when it is full")
                : .ok("room", facts)
        } catch {
            guard !error.isMissing else {
                return .ok("room", "\(folder.display) is made by the first scan")
            }
            return .fail("room", "\(error)", "check the folder of the database")
        }
    }

    /// Beside the program, or where an installation puts it.
    private var helper: Finding {
        guard let program = FilePath("/proc/self/exe").resolved else {
            return .fail("helper", "the program cannot find itself", "check that /proc is mounted")
        }
        let folder = program.removingLastComponent()
        let places = [
            folder.appending("audiowatch-probe"),
            folder.removingLastComponent().appending("lib/audiowatch/audiowatch-probe"),
        ]
        guard
            let found = places.first(where: { $0.withPlatformString { access($0, X_OK) } == 0 })
        else {
            return .fail(
                "helper", "audiowatch-probe is not at \(places[0].display)",
                "install audiowatch again: nothing can be probed without it")
        }
        do {
            let sandbox = try HelperTrial.sandbox()
            let facts = "\(found.display), sandbox \(sandbox)"
            return sandbox == "full"
                ? .ok("helper", facts)
                : .warn(
                    "helper", facts, "a newer kernel, or one with Landlock and seccomp switched on")
        } catch {
            return .fail("helper", "\(error)", nil)
        }
    }

    private var daemon: [Finding] {
        do {
            let status = try session.daemon.status()
            let runs = Finding.ok(
                "daemon", "runs, process \(status.pid ?? 0), \(status.overflows) overflows")
            let checks = WatchChecks(
                status: status, configuration: session.configuration,
                now: Date().timeIntervalSince1970)
            return [runs] + checks.findings()
        } catch {
            guard case .notRunning = error else {
                return [.fail("daemon", "\(error)", "audiowatch stop, then audiowatch run")]
            }
            return [.warn("daemon", "none runs: changes are not noticed", "audiowatch run")]
        }
    }
}

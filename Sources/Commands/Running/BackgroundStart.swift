import AudiowatchCore
import DaemonClient
import Foundation
import Settings
import SystemPackage

/// Starts the daemon where none runs, as a desktop's entry wants it: by systemd where the user has its unit enabled,
/// else in a session of its own, with the log in the state folder.
struct BackgroundStart {
    let session: Session
    /// The words that name configuration and database, as this command got them.
    let options: [String]

    /// A large catalogue is ready within two seconds; a busy machine takes longer.
    private static let patience = 30.0

    /// Returns when the page is there.
    ///
    /// - Throws: ``Failure``: it does not start, with the place of its log.
    func run() throws {
        if isReady { return }
        let log = session.paths.stateFolder.appending("daemon.log")
        if !hasUnit || !start(["systemctl", "--user", "start", "audiowatch.service"]) {
            try PrivateFolder.make(session.paths.stateFolder)
            guard let program = FilePath("/proc/self/exe").resolved else {
                throw Failure("the program cannot find itself: check that /proc is mounted")
            }
            // setsid(1): neither the end of this command nor that of its terminal ends the daemon.
            guard start(["setsid", "--fork", program.string, "run"] + options, log: log) else {
                throw Failure("the daemon cannot be started: audiowatch run says why")
            }
        }
        let end = Date() + BackgroundStart.patience
        while !isReady {
            guard Date() < end else {
                throw Failure("the daemon does not come up; see \(log.display)")
            }
            usleep(100_000)
        }
    }

    private var isReady: Bool { (try? session.daemon.status())?.page != nil }

    /// The unit serves the usual configuration only.
    private var hasUnit: Bool {
        options.isEmpty
            && start(["systemctl", "--user", "--quiet", "is-enabled", "audiowatch.service"])
    }

    /// Runs a program to its end; true when it ended with 0.
    private func start(_ words: [String], log: FilePath? = nil) -> Bool {
        let starter = Process()
        starter.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        starter.arguments = words
        starter.standardInput = FileHandle.nullDevice
        let output = log.flatMap { log in
            try? FileDescriptor.open(
                log, .writeOnly, options: [.create, .append, .closeOnExec],
                permissions: .ownerReadWrite)
        }
        let handle = output.map { FileHandle(fileDescriptor: $0.rawValue, closeOnDealloc: true) }
        starter.standardOutput = handle ?? FileHandle.nullDevice
        starter.standardError = handle ?? FileHandle.nullDevice
        guard (try? starter.run()) != nil else { return false }
        starter.waitUntilExit()
        return starter.terminationStatus == 0
    }
}

extension GlobalOptions {
    /// The words that name configuration and database.
    var words: [String] {
        let config = config.map { ["--config", FilePath($0).absolute.string] } ?? []
        return config + (database.map { ["--database", FilePath($0).absolute.string] } ?? [])
    }
}

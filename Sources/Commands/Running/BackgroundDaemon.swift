import AudiowatchCore
import DaemonClient
import Foundation
import Settings
import SystemPackage

/// The daemon as a process of its own, with its log in the state folder.
struct BackgroundDaemon {
    let session: Session
    /// The words that name configuration and database.
    let options: [String]

    /// Starts it where none runs, and says in one line which one does. Returns when it answers.
    ///
    /// - Throws: `DaemonLaunch.Failure`; `SettingsError` when the log has no place.
    func start() throws -> String {
        if let running = try? session.daemon.identity() {
            return "running already, process \(running.pid ?? 0)"
        }
        let folder = session.paths.stateFolder
        if !FileManager.default.fileExists(atPath: folder.string) { try PrivateFolder.make(folder) }
        let log = folder.appending("daemon.log")
        let daemon = try DaemonLaunch(
            program: Running.program, arguments: ["run"] + options, log: log
        ).start(answering: session.daemon)
        return "running, process \(daemon.pid ?? 0); its log is \(log.display)"
    }
}

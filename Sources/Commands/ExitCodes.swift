import ArgumentParser
import DaemonClient

extension ExitCode {
    /// Nothing was found, or what was asked is not complete.
    static let nothing = ExitCode(1)
    /// The command was written wrongly.
    static let usage = ExitCode(2)
    /// No daemon runs, and one is needed.
    static let noDaemon = ExitCode(3)
    /// Done, and some things need attention.
    static let problems = ExitCode(4)
    /// Another program listens on the page's port.
    static let portInUse = ExitCode(5)
    /// A limit of the system is reached: open files, watchers.
    static let limit = ExitCode(6)
}

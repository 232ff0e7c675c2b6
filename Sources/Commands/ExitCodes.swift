import ArgumentParser

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
    /// There is no desktop session to show something in.
    static let noDesktop = ExitCode(7)
    /// It failed, and the sentence on standard error says why. Source: sysexits.h, EX_SOFTWARE.
    static let failed = ExitCode(70)

    /// Every code a command ends with and what it means: what `--help` and the manual say.
    static let meanings: [(code: ExitCode, meaning: String)] = [
        (.success, "done"),
        (.nothing, "nothing found, or not complete in time"),
        (.usage, "wrong usage, or a wrong configuration"),
        (.noDaemon, "no daemon runs"),
        (.problems, "done, and some things need attention"),
        (.portInUse, "another program listens on the page's port"),
        (.limit, "a limit of the system is reached"),
        (.noDesktop, "no desktop session, and the tray needs one"),
        (.failed, "failed: the last line says why, and what helps"),
    ]
}

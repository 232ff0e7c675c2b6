import ArgumentParser
import AudiowatchCore
import DaemonClient
import Foundation
import Settings
import SystemPackage

/// `audiowatch service`: have systemd start the daemon at each login, and keep it running.
struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Have systemd start the daemon at each login, and keep it running.",
        discussion: """
              audiowatch service install
              audiowatch service status
            """,
        subcommands: [Install.self, Uninstall.self, Status.self])

    /// `audiowatch service install`
    struct Install: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the user unit, enable it and start it.",
            discussion: """
                The unit runs this very program, last in line for processor and disk, with your files read-only. A
                daemon that runs already is ended first; nothing is lost. Run it again after moving the program or
                the database. With --linger it runs from boot on, for a machine that nobody logs in to.

                  audiowatch service install
                  audiowatch service install --linger
                  audiowatch service install --print
                """)

        @OptionGroup var global: GlobalOptions

        @Flag(help: "Run from boot on, without a login (loginctl enable-linger).")
        var linger = false

        @Flag(name: .customLong("print"), help: "Print the unit instead.")
        var isPrinting = false

        mutating func run() throws {
            let installation = try ServiceInstallation(global)
            if isPrinting {
                print(installation.unit.text, terminator: "")
                return
            }
            if global.config == nil, try global.editor.create() {
                say("made \(global.editor.file.display)")
            }
            try installation.write()
            say("wrote \(installation.file.display)")
            let manager = UserManager()
            guard manager.isThere else {
                throw Failure(
                    "no systemd of this user answers, so it is written and not started; in a session of "
                        + "yours: systemctl --user enable --now \(ServiceUnit.name)")
            }
            try manager.perform("daemon-reload")
            try installation.endOtherDaemon(manager)
            try manager.perform("enable", ServiceUnit.name)
            try manager.perform("restart", ServiceUnit.name)
            say("the daemon runs, and is started at each login: audiowatch status")
            if linger {
                try manager.setLinger()
                say("it runs from boot on, whether you are logged in or not")
            } else if !manager.isLingering {
                say(
                    "it ends when you log out; on a machine nobody logs in to: audiowatch service install --linger"
                )
            }
            say("its log: journalctl --user -u audiowatch")
            say("undo with: audiowatch service uninstall")
        }
    }

    /// `audiowatch service uninstall`
    struct Uninstall: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "End the daemon, and take the user unit away; catalogue and configuration stay.",
            discussion: "  audiowatch service uninstall")

        @OptionGroup var global: GlobalOptions

        mutating func run() throws {
            let file = ServiceInstallation.file(StandardPaths.current())
            guard FileManager.default.fileExists(atPath: file.string) else {
                say("\(file.display) is not there: nothing is installed")
                throw ExitCode(1)
            }
            try ServiceInstallation.check(file)
            let manager = UserManager()
            if manager.isThere {
                try manager.perform("disable", "--now", ServiceUnit.name)
            }
            try FileManager.default.removeItem(atPath: file.string)
            if manager.isThere { try manager.perform("daemon-reload") }
            say("removed \(file.display)")
            if manager.isLingering {
                say(
                    "your services still run from boot on; if no other needs that: loginctl disable-linger"
                )
            }
            say(
                "the catalogue and the configuration stay; by hand it runs as before: audiowatch run"
            )
        }
    }

    /// `audiowatch service status`
    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether the unit is installed and up to date, and how systemd sees it.",
            discussion: """
                Exit code 0 when it runs, 1 when it is not installed, 3 when it does not run.

                  audiowatch service status
                  audiowatch service status --json | jq .upToDate
                """)

        @OptionGroup var global: GlobalOptions

        mutating func run() throws {
            let installation = try ServiceInstallation(global)
            let report = ServiceReport(installation, UserManager())
            if global.json {
                try printJSON(report)
            } else {
                for line in report.lines { print(line) }
            }
            if !report.installed { throw ExitCode(1) }
            if report.active != "active" { throw ExitCode.noDaemon }
        }
    }
}

/// The unit of these options, and where it belongs.
struct ServiceInstallation {
    let unit: ServiceUnit
    let file: FilePath
    private let session: Session
    private let paths: StandardPaths

    init(_ global: GlobalOptions) throws {
        session = try global.session()
        paths = session.paths
        unit = ServiceUnit(
            program: .init(Running.program),
            arguments: global.absolute.map { .init(FilePath($0)) },
            folders: ServiceInstallation.folders(session).map(ServiceUnit.Place.init))
        file = ServiceInstallation.file(paths)
    }

    /// Where the user's own units are. Source: systemd.unit(5).
    static func file(_ paths: StandardPaths) -> FilePath {
        let configuration = paths.configurationFile.removingLastComponent().removingLastComponent()
        return configuration.appending("systemd/user").appending(ServiceUnit.name)
    }

    private static func folders(_ session: Session) -> [FilePath] {
        let paths = session.paths
        var folders = [session.file.removingLastComponent()]
        for folder in [
            session.configuration.database.removingLastComponent(), paths.dataFolder,
            paths.stateFolder, paths.cacheFolder,
        ] where !folders.contains(folder) {
            folders.append(folder)
        }
        return folders
    }

    /// Throws unless a file is missing or was written by us.
    static func check(_ file: FilePath) throws {
        guard let old = try? String(contentsOfFile: file.string, encoding: .utf8),
            !old.hasPrefix(ServiceUnit.mark)
        else { return }
        throw Failure(
            "\(file.display) was not written by `audiowatch service install`; move it away first")
    }

    /// Makes the folders that the unit may write to, which have to be there when it starts, and writes it.
    func write() throws {
        try ServiceInstallation.check(file)
        for folder in ServiceInstallation.folders(session)
        where !FileManager.default.fileExists(atPath: folder.string) {
            try PrivateFolder.make(folder)
        }
        try FileManager.default.createDirectory(
            atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
        try unit.text.write(toFile: file.string, atomically: true, encoding: .utf8)
    }

    /// A daemon that somebody started by hand holds the catalogue: it makes room.
    func endOtherDaemon(_ manager: UserManager) throws {
        guard let identity = try? session.daemon.identity(),
            manager.property("MainPID") != identity.pid.map(String.init)
        else { return }
        let answer = try session.daemon.stopAndWait()
        say("ended the daemon that ran already, process \(answer.pid)")
    }
}

/// How the service stands; JSON keys are these names.
struct ServiceReport: Encodable {
    var installed: Bool
    /// The unit's file.
    var file: String
    /// It is what an install now would write.
    var upToDate: Bool
    /// As `systemctl --user is-enabled` says it; nil where no systemd of this user answers.
    var enabled: String?
    /// As `systemctl --user is-active` says it.
    var active: String?
    /// Its process, while it runs.
    var pid: Int?
    /// It runs without a login.
    var lingers: Bool

    init(_ installation: ServiceInstallation, _ manager: UserManager) {
        let text = try? String(contentsOfFile: installation.file.string, encoding: .utf8)
        installed = text != nil
        file = installation.file.display
        upToDate = text == installation.unit.text
        if manager.isThere {
            enabled = manager.property("UnitFileState")
            active = manager.property("ActiveState")
            pid = manager.property("MainPID").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        }
        lingers = manager.isLingering
    }

    var lines: [String] {
        guard installed else { return ["not installed; audiowatch service install"] }
        var lines = ["installed: \(file)"]
        if !upToDate {
            lines.append(
                "! it is not what this program would write now; audiowatch service install")
        }
        if let active {
            let process = pid.map { ", process \($0)" } ?? ""
            lines.append("systemd: \(active)\(process), \(enabled ?? "not enabled")")
        } else {
            lines.append("no systemd of this user answers")
        }
        lines.append(lingers ? "runs from boot on" : "runs while you are logged in")
        return lines
    }
}

import ArgumentParser
import AudiowatchCore
import Daemon
import Foundation
import Settings
import SystemPackage

/// `audiowatch tray`: the icon in the desktop's tray.
struct TrayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tray",
        abstract: "Show an icon in the desktop's tray, and start the daemon if none runs.",
        discussion: """
            Opens the page once, and then serves the icon until it is quit from its menu,
            or with Ctrl-C. A second tray only has the first one open the page. To have it
            in every session: its menu, "Start with the session". Exit code 7 without a
            desktop session.

              audiowatch tray
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Open nothing: for the start of a session.")
    var autostart = false

    mutating func run() throws {
        let session = try global.session()
        let tray = try TrayCommand.program()
        var arguments = [
            tray.string, "--program", Running.program.string, "--socket",
            session.setup().socket.string,
        ]
        arguments += global.absolute
        if !session.configuration.trayNotifies { arguments.append("--quiet") }
        if autostart { arguments.append("--autostart") }
        let words = arguments.map { strdup($0) } + [nil]
        // This thread may be one of Swift's, which block signals; the mask would stay.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        execv(tray.string, words)
        throw Failure("\(tray.display): \(Errno(rawValue: errno))")
    }

    /// Beside the running program, or in `../lib/audiowatch`, as the helper.
    private static func program() throws -> FilePath {
        let name = "audiowatch-tray"
        let folder = Running.program.removingLastComponent()
        let places = [
            folder.appending(name),
            folder.removingLastComponent().appending("lib/audiowatch/\(name)"),
        ]
        for place in places where access(place.string, X_OK) == 0 { return place }
        throw Failure(
            """
            the tray was not built: its libraries were missing. As root:
                apt-get install libglib2.0-dev libdbusmenu-glib-dev
            then scripts/start builds it (and scripts/install puts it in place)
            """)
    }
}

/// About the process that runs.
enum Running {
    /// The program's file.
    static var program: FilePath {
        FilePath(
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
                ?? CommandLine.arguments.first ?? "audiowatch")
    }
}

extension GlobalOptions {
    /// The options that say which configuration and database are meant, for another process of ours.
    var absolute: [String] {
        let options = [("--config", config), ("--database", database)]
        return options.flatMap { name, value in
            value.map { [name, FilePath($0).absolute.string] } ?? []
        }
    }
}

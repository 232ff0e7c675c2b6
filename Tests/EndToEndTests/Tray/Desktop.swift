import Foundation
import SystemPackage
import TestSupport

/// A desktop session of one test's own: a session bus, a screen nobody looks at, and on them Xfce's panel with its
/// tray and a server of notifications, when they are asked for. Ended when the test lets go of it.
final class Desktop {
    private let folder: TemporaryFolder
    private var programs: [String: Process] = [:]
    private let bus: String
    private var display = ""

    /// Which of the programs that this takes is missing; nil when all are there.
    static var missing: String? {
        ["Xvfb", "dbus-daemon", "gdbus", "xfce4-panel", "xdotool", "dunst"].first { name in
            (try? run("/usr/bin/env", ["sh", "-c", "command -v \(name)"]))?.status != 0
        }
    }

    /// Starts the bus and the screen.
    init() throws {
        folder = try TemporaryFolder("desktop")
        bus = "unix:path=\(folder.appending("bus").string)"
        for name in ["config/xfce4/xfconf/xfce-perchannel-xml", "run", "cache", "bin"] {
            guard chmod(try folder.folder(name).string, 0o700) == 0 else {
                throw TestFailure("chmod \(name)")
            }
        }
        try folder.file(
            "config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml", Desktop.panel.utf8)
        // What would open a browser writes down what it was asked for.
        let opener = try folder.file(
            "bin/xdg-open", "#!/bin/sh\necho \"$1\" >>'\(folder.appending("opened").string)'\n".utf8
        )
        guard chmod(opener.string, 0o755) == 0 else { throw TestFailure("chmod \(opener)") }
        try start("dbus-daemon", ["--session", "--nofork", "--address=\(bus)"])
        try start("Xvfb", ["-displayfd", "1", "-screen", "0", "640x200x24", "-nolisten", "tcp"])
        try until("the screen has a number") {
            display = said("Xvfb").split(separator: "\n").last.map { ":\($0)" } ?? ""
            return Int(display.dropFirst()) != nil
        }
        try until("the bus answers") {
            (try? call("org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetId")) != nil
        }
    }

    deinit {
        // The bus last: it has started programs too, which end with it.
        for name in ["xfce4-panel", "dunst", "audiowatch", "Xvfb", "dbus-daemon"] {
            try? end(name)
        }
    }

    /// What programs of this session find in their environment.
    var environment: [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return [
            "DBUS_SESSION_BUS_ADDRESS": bus, "DISPLAY": display, "XDG_CURRENT_DESKTOP": "XFCE",
            "WAYLAND_DISPLAY": "", "PATH": "\(folder.appending("bin").string):\(path)",
        ]
    }

    /// Addresses that were opened in the browser so far.
    var opened: [String] {
        let text = try? String(contentsOfFile: folder.appending("opened").string, encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }

    /// A panel with nothing but a tray, at the upper left corner.
    func startPanel() throws { try start("xfce4-panel", ["--disable-wm-check"]) }

    /// A server of notifications.
    func startNotifications() throws {
        // Its history tells no urgency, but the category that is given here.
        let rules = ["low", "normal", "critical"].map {
            "[\($0)]\nmsg_urgency = \($0)\nset_category = \"\($0)\"\n"
        }
        let configuration = try folder.file("dunstrc", rules.joined().utf8)
        try start("dunst", ["-conf", configuration.string])
        try until("notifications are served") {
            try call(
                "org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner",
                "org.freedesktop.Notifications"
            ).contains("true")
        }
    }

    /// The notifications that were shown and closed so far.
    func notifications() throws -> [(title: String, urgency: String)] {
        let result = try run(
            "/usr/bin/env", ["dunstctl", "history"], environment: fullEnvironment)
        let closed = try JSON(result.output)["data"].array.flatMap(\.array)
        return closed.map {
            ($0["summary"]["data"].string ?? "", $0["category"]["data"].string ?? "")
        }
    }

    /// A click on the notification that is shown, if any is.
    func clickNotification() throws {
        try run("/usr/bin/env", ["dunstctl", "action", "0"], environment: fullEnvironment)
    }

    /// Puts the notifications that are shown now where ``notifications()`` finds them.
    func closeNotifications() throws {
        try run("/usr/bin/env", ["dunstctl", "close-all"], environment: fullEnvironment)
    }

    /// A click into the icon that stands first in the tray.
    func clickIcon() throws {
        let result = try run(
            "/usr/bin/env", ["xdotool", "mousemove", "14", "16", "click", "1"],
            environment: fullEnvironment)
        guard result.status == 0 else { throw TestFailure("xdotool: \(result.errorText)") }
    }

    /// What a call on the bus answers, in GVariant's text format.
    @discardableResult
    func call(
        _ name: String, _ object: String, _ method: String, _ arguments: String...
    ) throws -> String {
        let result = try run(
            "/usr/bin/env",
            ["gdbus", "call", "--session", "-d", name, "-o", object, "-m", method, "--"]
                + arguments, environment: fullEnvironment)
        guard result.status == 0 else {
            throw TestFailure("\(method) of \(name): \(result.errorText)")
        }
        return result.text
    }

    /// Starts a program of the session; `name` is found in PATH unless it is a path.
    func start(
        _ name: String, _ arguments: [String], as program: String? = nil,
        environment: [String: String]? = nil
    ) throws {
        let process = Process()
        let log = folder.appending("\(name).log").string
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        guard let output = FileHandle(forWritingAtPath: log) else {
            throw TestFailure("cannot write \(log)")
        }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program ?? name] + arguments
        process.environment = environment ?? fullEnvironment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try output.close()
        programs[name] = process
    }

    /// What a program has said so far.
    func said(_ name: String) -> String {
        (try? String(contentsOfFile: folder.appending("\(name).log").string, encoding: .utf8)) ?? ""
    }

    /// The exit status of a program that has ended; nil while it runs.
    func status(of name: String) -> Int32? {
        guard let process = programs[name], !process.isRunning else { return nil }
        return process.terminationStatus
    }

    /// Asks a program to end.
    func terminate(_ name: String) throws {
        guard let process = programs[name] else { throw TestFailure("\(name) was not started") }
        kill(process.processIdentifier, SIGTERM)
    }

    /// Kills a program, and returns when it is gone.
    func end(_ name: String) throws {
        guard let process = programs.removeValue(forKey: name) else { return }
        // Not SIGTERM: it is blocked in programs started from Swift's own threads.
        kill(process.processIdentifier, SIGKILL)
        try until("\(name) is gone", within: 5) { !process.isRunning }
    }

    private var fullEnvironment: [String: String] {
        let own = [
            "HOME": folder.path.string, "TMPDIR": folder.path.string,
            "XDG_CONFIG_HOME": folder.appending("config").string,
            "XDG_CACHE_HOME": folder.appending("cache").string,
            "XDG_RUNTIME_DIR": folder.appending("run").string,
        ]
        return ProcessInfo.processInfo.environment.merging(own) { $1 }
            .merging(environment) { $1 }
    }

    private static let panel = """
        <?xml version="1.0" encoding="UTF-8"?>
        <channel name="xfce4-panel" version="1.0">
          <property name="configver" type="int" value="2"/>
          <property name="panels" type="array">
            <value type="int" value="1"/>
            <property name="panel-1" type="empty">
              <property name="position" type="string" value="p=6;x=0;y=0"/>
              <property name="length" type="uint" value="100"/>
              <property name="position-locked" type="bool" value="true"/>
              <property name="size" type="uint" value="32"/>
              <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
            </property>
          </property>
          <property name="plugins" type="empty">
            <property name="plugin-1" type="string" value="systray"/>
          </property>
        </channel>

        """
}

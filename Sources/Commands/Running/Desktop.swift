import Foundation

/// The desktop that a command was started on, if there is one.
enum Desktop {
    /// True where a browser can show something.
    static var isThere: Bool {
        let environment = ProcessInfo.processInfo.environment
        return ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(environment[$0] ?? "").isEmpty }
    }

    /// Has the desktop open an address; true when it took it. Blocks until then.
    static func open(_ address: String) -> Bool {
        let opener = Process()
        opener.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        opener.arguments = ["xdg-open", address]
        opener.standardInput = FileHandle.nullDevice
        opener.standardOutput = FileHandle.nullDevice
        opener.standardError = FileHandle.nullDevice
        guard (try? opener.run()) != nil else { return false }
        opener.waitUntilExit()
        return opener.terminationStatus == 0
    }
}

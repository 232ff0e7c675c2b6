import Foundation
import SystemPackage

/// The user's own systemd, by its command.
struct UserManager {
    /// True when it answers.
    var isThere: Bool {
        (try? run("systemctl", ["--user", "show", "--property=Version"]))?.status == 0
    }

    /// Has `systemctl --user` do something.
    ///
    /// - Throws: ``Failure`` with what it said.
    func perform(_ arguments: String...) throws {
        let result = try run("systemctl", ["--user"] + arguments)
        guard result.status == 0 else {
            throw Failure(
                "systemctl --user \(arguments.joined(separator: " ")) failed: "
                    + (result.said.isEmpty ? "status \(result.status)" : result.said)
                    + "; its log: journalctl --user -u audiowatch -n 20")
        }
    }

    /// A property of the unit; nil when there is none.
    func property(_ name: String) -> String? {
        let result = try? run(
            "systemctl", ["--user", "show", "--property=\(name)", "--value", "audiowatch.service"])
        guard let result, result.status == 0, !result.text.isEmpty else { return nil }
        return result.text
    }

    /// True when the user's services run from boot on. Source: loginctl(1).
    var isLingering: Bool {
        let result = try? run(
            "loginctl", ["show-user", NSUserName(), "--property=Linger", "--value"])
        return result?.text == "yes"
            || FileManager.default.fileExists(atPath: "/var/lib/systemd/linger/\(NSUserName())")
    }

    /// Has them run from boot on.
    func setLinger() throws {
        let result = try run("loginctl", ["enable-linger"])
        guard result.status == 0 else {
            throw Failure("loginctl enable-linger failed: \(result.said)")
        }
    }

    private struct Result {
        var status: Int32
        var text: String
        var said: String
    }

    private func run(_ program: String, _ arguments: [String]) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // A few lines each: neither pipe fills while the other is read.
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let said = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus,
            text: text.trimmingCharacters(in: .whitespacesAndNewlines),
            said: said.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

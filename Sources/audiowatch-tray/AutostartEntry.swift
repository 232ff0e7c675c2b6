import AudiowatchCore
import Foundation

/// The file that has the session start the tray. Source: freedesktop.org, Desktop Application Autostart 0.5 and
/// Desktop Entry 1.5.
struct AutostartEntry {
    private let file: URL
    private let command: [String]

    /// Of the user whose environment this is; `command` is what the session shall run.
    init(command: [String], environment: [String: String]) {
        let config =
            environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? "\(environment["HOME"] ?? NSHomeDirectory())/.config"
        file = URL(fileURLWithPath: config)
            .appendingPathComponent("autostart/audiowatch-tray.desktop")
        self.command = command
    }

    /// Whether the session starts it; a desktop's own settings turn an entry off by a line in it.
    var isOn: Bool {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return false }
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.filter { $0 != " " }.lowercased() }
        return !lines.contains("hidden=true")
            && !lines.contains("x-gnome-autostart-enabled=false")
    }

    /// Writes the entry, or removes it.
    func turn(_ on: Bool) throws {
        guard on else {
            if FileManager.default.fileExists(atPath: file.path) {
                try FileManager.default.removeItem(at: file)
            }
            return
        }
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private var text: String {
        """
        [Desktop Entry]
        Type=Application
        Name=audiowatch
        Comment=Keeps a live catalogue of your audio files
        TryExec=\(command.first.map(AutostartEntry.escaped) ?? "")
        Exec=\(command.map(AutostartEntry.quoted).joined(separator: " "))
        Icon=audiowatch
        Terminal=false

        """
    }

    /// A value that is taken as it is: a program that was taken away is not looked for.
    private static func escaped(_ path: String) -> String {
        path.replacing("\\", with: "\\\\")
    }

    /// A word of an `Exec` line: quoted, and escaped once more as every value is.
    static func quoted(_ word: String) -> String {
        var result = "\""
        for character in word {
            switch character {
            case "\"", "`", "$": result += "\\\\\(character)"
            case "\\": result += "\\\\\\\\"
            case "%": result += "%%"
            default: result.append(character)
            }
        }
        return result + "\""
    }
}

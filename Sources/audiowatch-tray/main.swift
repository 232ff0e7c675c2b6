import AudiowatchCore
import Foundation

/// How the program ends.
enum TrayExit {
    static let done: Int32 = 0
    static let usage: Int32 = 2
    /// There is no session bus: nobody is logged in to a desktop here.
    static let noDesktop: Int32 = 7
}

/// Talk for people, on standard error.
func say(_ text: String) {
    FileHandle.standardError.write(Data("audiowatch: \(TerminalText.escaped(text))\n".utf8))
}

// For scripts/install, which puts the icons where themes are looked for.
if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--icon" {
    guard let icon = TrayIcon.named.first(where: { $0.name == CommandLine.arguments[2] }) else {
        say("no icon \(CommandLine.arguments[2])")
        exit(TrayExit.usage)
    }
    print(icon.svg, terminator: "")
    exit(TrayExit.done)
}
guard let arguments = TrayArguments(CommandLine.arguments.dropFirst()) else {
    say("this program is started by `audiowatch tray`")
    exit(TrayExit.usage)
}
exit(Tray(arguments).run())

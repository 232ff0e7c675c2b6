import ArgumentParser
import AudiowatchCore
import DaemonClient
import Foundation

/// `audiowatch open`: the page in a browser.
struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open the page of the running daemon; without a desktop print its address.",
        discussion: """
              audiowatch open
              audiowatch open --print
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Only print the address.")
    var print = false

    mutating func run() throws {
        guard let page = try global.session().daemon.status().page else {
            throw ExitCode.nothing.saying("the daemon serves no page yet; try again in a moment")
        }
        if global.json { return try printJSON(Opened(page: page)) }
        guard !print, OpenCommand.hasDesktop, OpenCommand.show(page) else {
            return Swift.print(page)
        }
        say("opened \(page)")
    }

    private static var hasDesktop: Bool {
        let environment = ProcessInfo.processInfo.environment
        return ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(environment[$0] ?? "").isEmpty }
    }

    /// True when the desktop took it.
    private static func show(_ page: String) -> Bool {
        let opener = Process()
        opener.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        opener.arguments = ["xdg-open", page]
        opener.standardInput = FileHandle.nullDevice
        opener.standardOutput = FileHandle.nullDevice
        opener.standardError = FileHandle.nullDevice
        guard (try? opener.run()) != nil else { return false }
        opener.waitUntilExit()
        return opener.terminationStatus == 0
    }
}

private struct Opened: Encodable {
    var page: String
}

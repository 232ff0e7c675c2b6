import ArgumentParser
import AudiowatchCore
import DaemonClient
import Settings

/// `audiowatch pause`: leave the disks alone for a while.
struct PauseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Do no work for a while, or until resumed; changes are still noted.",
        discussion: """
              audiowatch pause 1h
              audiowatch pause
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "How long: 90s, 15m, 1h.")
    var duration: String?

    mutating func run() throws {
        let length = try duration.map { text in
            guard let length = DurationText.parse(text) else {
                throw ValidationError("\(text) is no duration; write 90s, 15m or 1h")
            }
            return length
        }
        let state = try global.daemon().pause(length)
        if global.json { return try printJSON(state) }
        say(duration.map { "paused for \($0)" } ?? "paused until `audiowatch resume`")
    }
}

/// `audiowatch resume`: go on after a pause.
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on after a pause.",
        discussion: "  audiowatch resume")

    @OptionGroup var global: GlobalOptions

    mutating func run() throws {
        let state = try global.daemon().resume()
        if global.json { return try printJSON(state) }
        say("working")
    }
}

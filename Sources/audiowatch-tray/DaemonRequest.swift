import AudiowatchCore
import DaemonClient
import Foundation

/// What was clicked and is not done in a moment.
enum DaemonRequest: Hashable, Sendable {
    case pause(seconds: Double?)
    case resume
    case rescan
    case stop
    case start
    case setNotifications(Bool)

    /// Carries it out. Blocks, seconds at most.
    func perform(by daemon: DaemonClient, _ program: AudiowatchProgram) throws {
        switch self {
        case .pause(let seconds): _ = try daemon.pause(seconds.map { ControlTime.duration($0) })
        case .resume: _ = try daemon.resume()
        case .rescan: _ = try daemon.scan()
        case .stop: _ = try daemon.stop()
        case .start: try program.run(["run", "--background"])
        case .setNotifications(let on):
            try program.run(["config", "set", "tray.notifications", on ? "true" : "false"])
        }
    }
}

/// The command line, for what the daemon cannot be asked for.
struct AudiowatchProgram: Sendable {
    /// What it said instead of doing it.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let path: String
    /// Which configuration is meant.
    let options: [String]

    /// Runs it to its end.
    func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments + options
        let errors = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0, process.terminationReason == .exit else {
            let text = String(decoding: said, as: UTF8.self).split(separator: "\n").last
            throw Failure(description: text.map(String.init) ?? "\(path) failed")
        }
    }
}

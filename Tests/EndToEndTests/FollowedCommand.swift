import Foundation
import SystemPackage
import TestSupport

/// A command of one world that goes on until it is ended, killed at the latest when the test lets go of it.
final class FollowedCommand {
    private let process = Process()
    private let output: String

    init(_ world: World, _ arguments: [String]) throws {
        let name = UUID().uuidString
        output = world.folder.appending("followed-\(name).out").string
        let errors = world.folder.appending("followed-\(name).err").string
        for file in [output, errors] {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        }
        process.executableURL = URL(fileURLWithPath: try builtProgram("audiowatch"))
        process.arguments = arguments + ["--config", world.configuration]
        process.environment = world.environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
    }

    deinit {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        try? until("it is gone", within: 5) { !process.isRunning }
    }

    /// The whole lines that it has written so far, as JSON.
    func values() throws -> [JSON] {
        let data = try Data(contentsOf: URL(fileURLWithPath: output))
        let end = data.lastIndex(of: UInt8(ascii: "\n")) ?? data.startIndex
        return try data[..<end].split(separator: UInt8(ascii: "\n")).map { try JSON(Data($0)) }
    }

    /// Waits for its own end: the exit status.
    func end(within seconds: Double) throws -> Int32 {
        try until("the command ends", within: seconds) { !process.isRunning }
        return process.terminationStatus
    }
}

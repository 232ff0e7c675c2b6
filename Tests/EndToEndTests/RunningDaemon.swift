import Foundation
import SystemPackage
import TestSupport

/// `audiowatch run` of one world, killed at the latest when the test lets go of it.
final class RunningDaemon {
    private let process = Process()
    private let world: World
    private let log: String

    /// Starts it without waiting for anything; `through` is a program with arguments that executes what follows
    /// them in its own place, as env(1) does.
    init(starting world: World, through wrapper: [String] = []) throws {
        self.world = world
        log = world.folder.appending("daemon-\(UUID().uuidString).log").string
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        guard let output = FileHandle(forWritingAtPath: log) else {
            throw TestFailure("cannot write \(log)")
        }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            wrapper + [try builtProgram("audiowatch"), "run", "--config", world.configuration]
        process.environment = world.environment
        process.currentDirectoryURL = URL(fileURLWithPath: world.folder.path.string)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try output.close()
    }

    /// Starts it and returns when it answers `status`.
    convenience init(_ world: World, through wrapper: [String] = []) throws {
        try self.init(starting: world, through: wrapper)
        try waitUntilReady()
    }

    deinit {
        guard process.isRunning else { return }
        kill(pid, SIGKILL)
        // Its files are removed next: it must not write any more.
        try? until("it is gone", within: 5) { !process.isRunning }
    }

    var pid: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    /// What it has said so far.
    var said: String {
        (try? String(decoding: Data(contentsOf: URL(fileURLWithPath: log)), as: UTF8.self)) ?? ""
    }

    func waitUntilReady() throws {
        try until("the daemon answers", within: 20) {
            guard isRunning else {
                throw TestFailure("the daemon ended with \(process.terminationStatus): \(said)")
            }
            let status = try world.audiowatch("status", "--json")
            return try status.status == 0 && JSON(status.output)["running"].bool == true
        }
    }

    /// Its status.
    func status() throws -> JSON { try JSON(world.succeed("status", "--json").output) }

    /// The sync point: afterwards everything that the disk held before is in the catalogue.
    func sync() throws {
        let result = try world.audiowatch("wait")
        guard result.status == 0 else {
            throw TestFailure(
                "wait ended with \(result.status): \(result.text)\(result.errorText)\n"
                    + "The daemon said: \(said.suffix(2_000))")
        }
    }

    /// SIGTERM, and its exit status; throws when it takes over three seconds.
    @discardableResult
    func terminate() throws -> Int32 {
        kill(pid, SIGTERM)
        return try end(within: 3)
    }

    /// kill -9, returning when it is gone.
    func killAtOnce() throws {
        kill(pid, SIGKILL)
        try end(within: 10)
    }

    /// SIGSTOP: the kernel's queue fills, nobody reads it.
    func freeze() { kill(pid, SIGSTOP) }

    /// SIGCONT.
    func thaw() { kill(pid, SIGCONT) }

    /// Waits for its end: the exit status, or minus the signal.
    @discardableResult
    func end(within seconds: Double) throws -> Int32 {
        try until("the daemon ends", within: seconds) { !isRunning }
        return process.terminationReason == .exit
            ? process.terminationStatus : -process.terminationStatus
    }
}

/// Asks again and again until `condition` holds; throws at the deadline.
func until(
    _ what: String, within seconds: Double = 20, _ condition: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
        guard ContinuousClock.now < deadline else {
            throw TestFailure("after \(seconds) s still waiting until \(what)")
        }
        usleep(2_000)  // Between two questions only: what is waited for is the condition.
    }
}

import Foundation
import GRDB
import SystemPackage
import TestSupport
import Testing

@testable import SQLiteCatalog

/// A new version on a catalogue of an old one: the built program says that it has put the old one aside.
@Suite struct MigrationNoticeTests {
    private static let old = "6 every number is kept"

    /// A folder with a configuration and a catalogue of an earlier version.
    private func makeOld() throws -> (folder: TemporaryFolder, environment: [String: String]) {
        let folder = try TemporaryFolder("old")
        let queue = try DatabaseQueue(path: folder.appending("catalog.db").string)
        try Migrations.all.migrate(queue, upTo: Self.old)
        try queue.write { try Meta.record(65_536, of: .chunk, in: $0) }
        try queue.close()
        try folder.file(
            "config.toml",
            "[database]\npath = \"\(folder.appending("catalog.db").string)\"\n[server]\nport = 0\n"
                .utf8)
        var environment = ProcessInfo.processInfo.environment
        for name in ["RUNTIME_DIR", "STATE_HOME", "CACHE_HOME", "DATA_HOME", "CONFIG_HOME"] {
            environment["XDG_\(name)"] = folder.path.string
        }
        guard chmod(folder.path.string, 0o700) == 0 else { throw TestFailure("chmod") }
        return (folder, environment)
    }

    @Test func `the daemon's log and doctor name the copy`() throws {
        let (folder, environment) = try makeOld()
        let log = folder.appending("log").string
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let daemon = Process()
        daemon.executableURL = URL(fileURLWithPath: try builtProgram("audiowatch"))
        daemon.arguments = ["run", "--config", folder.appending("config.toml").string]
        daemon.environment = environment
        daemon.standardInput = FileHandle.nullDevice
        daemon.standardError = FileHandle(forWritingAtPath: log)
        try daemon.run()
        defer { daemon.terminate() }
        func said() throws -> String { try String(contentsOfFile: log, encoding: .utf8) }
        let deadline = ContinuousClock.now + .seconds(20)
        while try !said().contains("running, process"), daemon.isRunning,
            ContinuousClock.now < deadline
        {
            usleep(5_000)  // Between two looks only: what is waited for is the condition.
        }
        let words = try said()
        #expect(words.contains("the catalogue has a new form"), "\(words)")
        #expect(words.contains("catalog.db.before-update"))
        let doctor = try run(
            builtProgram("audiowatch"),
            ["doctor", "--config", folder.appending("config.toml").string],
            environment: environment)
        let schema = doctor.text.split(separator: "\n").first { $0.contains("schema  ") } ?? ""
        #expect(schema.contains("before the update") && schema.contains(Self.old), "\(doctor.text)")
        #expect(schema.contains("catalog.db.before-update"))
    }
}

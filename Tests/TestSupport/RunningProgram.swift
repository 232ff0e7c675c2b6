public import Foundation

/// What a finished program left behind.
public struct ProgramResult: Sendable {
    /// Exit status, or minus the signal that ended it.
    public let status: Int32
    /// All of standard output.
    public let output: Data
    /// All of standard error.
    public let errors: Data
    /// Standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
    /// Standard error as text.
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Runs a program to its end. Output goes through files, so that no pipe can fill up and block it.
@discardableResult
public func run(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil,
    folder: String? = nil
) throws -> ProgramResult {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if let environment { process.environment = environment }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let base = FileManager.default.temporaryDirectory.appendingPathComponent(
        "audiowatch-run-\(UUID().uuidString)")
    let names = [base.appendingPathExtension("out"), base.appendingPathExtension("err")]
    defer { for name in names { try? FileManager.default.removeItem(at: name) } }
    let handles = try names.map { name in
        _ = FileManager.default.createFile(atPath: name.path, contents: nil)
        return try FileHandle(forWritingTo: name)
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try process.run()
    process.waitUntilExit()
    for handle in handles { try handle.close() }
    let status =
        process.terminationReason == .exit
        ? process.terminationStatus : -process.terminationStatus
    return ProgramResult(
        status: status, output: try Data(contentsOf: names[0]),
        errors: try Data(contentsOf: names[1]))
}

/// The product's programs, built beside the tests: `audiowatch`, `audiowatch-probe`.
public func builtProgram(_ name: String) throws -> String {
    // The test bundle, or the program running it, stands in the build folder.
    var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
    for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
        folder = URL(fileURLWithPath: argument).deletingLastPathComponent()
    }
    if let given = ProcessInfo.processInfo.environment["AUDIOWATCH_BUILD"] {
        folder = URL(fileURLWithPath: given)
    }
    let program = folder.appendingPathComponent(name).path
    guard FileManager.default.isExecutableFile(atPath: program) else {
        throw TestFailure("\(program) is not built: swift build --product \(name)")
    }
    return program
}

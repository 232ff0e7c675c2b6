import Foundation
public import SystemPackage

/// A folder of one test's own, removed with everything in it when the test lets go of it.
public final class TemporaryFolder: Sendable {
    /// Where it is; absolute, symbolic links resolved.
    public let path: FilePath

    /// Makes it below the system's temporary folder.
    public init(_ purpose: String = "test") throws {
        let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(base)/audiowatch-\(purpose)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestFailure("mkdtemp: errno \(errno)") }
        guard let real = realpath(template, nil) else {
            throw TestFailure("realpath: errno \(errno)")
        }
        defer { free(real) }
        path = FilePath(platformString: real)
    }

    deinit {
        // For looking into what a failed test left behind.
        if ProcessInfo.processInfo.environment["AUDIOWATCH_TEST_KEEP"] != nil { return }
        // Tests take permissions away; give them back so that nothing stays behind.
        _ = try? run(
            "/bin/sh",
            ["-c", "chmod -R u+rwx -- \"$0\" 2>/dev/null; rm -rf -- \"$0\"", path.string])
    }

    /// The path of something inside.
    public func appending(_ relative: String) -> FilePath { path.appending(relative) }

    /// Makes a folder inside, with its parents.
    @discardableResult
    public func folder(_ relative: String) throws -> FilePath {
        let result = path.appending(relative)
        try FileManager.default.createDirectory(
            atPath: result.string, withIntermediateDirectories: true)
        return result
    }

    /// Writes a file inside, making its folder.
    @discardableResult
    public func file(_ relative: String, _ bytes: some Sequence<UInt8>) throws -> FilePath {
        let result = path.appending(relative)
        try folder(FilePath(relative).removingLastComponent().string)
        guard FileManager.default.createFile(atPath: result.string, contents: Data(bytes)) else {
            throw TestFailure("cannot write \(result)")
        }
        return result
    }
}

/// Why a test's own machinery could not go on.
public struct TestFailure: Error, CustomStringConvertible {
    /// What happened.
    public let description: String
    /// With a sentence.
    public init(_ description: String) { self.description = description }
}

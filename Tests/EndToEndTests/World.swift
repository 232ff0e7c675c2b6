import Foundation
import SystemPackage
import TestSupport
import Testing

/// One test's own world: sources, configuration, database and every XDG folder inside one temporary folder,
/// so that nothing of the user's is read or written.
final class World: Sendable {
    let folder: TemporaryFolder
    let sources: [DiskSource]
    private let port: Int
    private let additions: [String: String]

    /// Makes the folders of the sources below `disk` and writes the configuration.
    ///
    /// `extra` is appended to it as TOML. A source's name may be a path: `music/inner` is the source `inner`
    /// whose folder stands inside that of `music`. `environment` is added to that of its programs.
    init(
        _ purpose: String, sources paths: [String] = ["music"], extra: String = "",
        environment: [String: String] = [:]
    ) throws {
        additions = environment
        folder = try TemporaryFolder(purpose)
        port = try freePort()
        var sources: [DiskSource] = []
        for path in paths {
            let place = try folder.folder("disk/\(path)")
            let name = FilePath(path).lastComponent?.string ?? path
            sources.append(DiskSource(name: name, path: DiskPath(place)))
        }
        self.sources = sources
        try makeStandardFolders()
        try writeConfiguration(extra: extra)
    }

    /// A world on the sources of another, with a configuration and a database of its own.
    convenience init(sharing other: World, _ purpose: String) throws {
        try self.init(purpose, on: other.sources)
    }

    /// A world on a folder that stands elsewhere and is only read.
    convenience init(reading folder: DiskPath, _ purpose: String) throws {
        try self.init(purpose, on: [DiskSource(name: "corpus", path: folder)])
    }

    /// A world on sources that stand elsewhere and are only read.
    init(_ purpose: String, on sources: [DiskSource]) throws {
        additions = [:]
        folder = try TemporaryFolder(purpose)
        port = try freePort()
        self.sources = sources
        try makeStandardFolders()
        try writeConfiguration()
    }

    private func makeStandardFolders() throws {
        for name in ["runtime", "state", "cache", "data", "config", "home", "tmp"] {
            let place = try folder.folder("xdg/\(name)")
            // As the XDG Base Directory Specification wants XDG_RUNTIME_DIR.
            guard chmod(place.string, 0o700) == 0 else { throw TestFailure("chmod \(place)") }
        }
    }

    /// The configuration file.
    var configuration: String { folder.appending("config.toml").string }
    /// The database file.
    var database: String { folder.appending("xdg/data/catalogue.db").string }
    /// The folder of a source.
    func source(_ name: String = "music") throws -> DiskPath {
        guard let source = sources.first(where: { $0.name == name }) else {
            throw TestFailure("no source \(name)")
        }
        return source.path
    }

    /// The configuration's text.
    func configurationText(extra: String = "") -> String {
        var text =
            ProcessInfo.processInfo.environment["AUDIOWATCH_TEST_LOG"].map {
                "[log]\nlevel = \"\($0)\"\n\n"
            } ?? ""
        text += "[database]\npath = \"\(database)\"\n\n[server]\nport = \(port)\n\n"
        for source in sources {
            text += "[sources.\(source.name)]\npath = \"\(source.path.text)\"\n\n"
        }
        return text + extra
    }

    /// Writes the configuration anew.
    func writeConfiguration(extra: String = "") throws {
        try folder.file("config.toml", configurationText(extra: extra).utf8)
    }

    /// The environment of every program of this world.
    var environment: [String: String] {
        var result = ProcessInfo.processInfo.environment
        for name in ["runtime_dir", "state_home", "cache_home", "data_home", "config_home"] {
            let place = "xdg/\(name.split(separator: "_").first ?? "")"
            result["XDG_\(name.uppercased())"] = folder.appending(place).string
        }
        result["HOME"] = folder.appending("xdg/home").string
        result["TMPDIR"] = folder.appending("xdg/tmp").string
        result["NO_COLOR"] = "1"
        return result.merging(additions) { _, added in added }
    }

    /// Runs the built program to its end with this world's configuration.
    @discardableResult
    func audiowatch(_ arguments: String...) throws -> ProgramResult {
        try run(
            builtProgram("audiowatch"), arguments + ["--config", configuration],
            environment: environment, folder: folder.path.string)
    }

    /// Runs it and throws unless it ends with 0.
    @discardableResult
    func succeed(_ arguments: String...) throws -> ProgramResult {
        let result = try run(
            builtProgram("audiowatch"), arguments + ["--config", configuration],
            environment: environment, folder: folder.path.string)
        guard result.status == 0 else {
            throw TestFailure(
                "audiowatch \(arguments.joined(separator: " ")) ended with \(result.status): "
                    + result.text + result.errorText)
        }
        return result
    }

    /// The catalogue as the original tool's views show it.
    func views() throws -> SeedViews { try SeedViews(DatabaseFile(database)) }

    /// Holds the catalogue against a fresh look at the disk.
    func expectEqualToDisk(
        _ occasion: String, sources: [DiskSource]? = nil,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let mistakes = Oracle.differences(
            between: try walk(sources ?? self.sources), and: try views())
        #expect(
            mistakes.isEmpty,
            "\(occasion): \(mistakes.count) differences\n\(mistakes.prefix(20).joined(separator: "\n"))",
            sourceLocation: location)
    }
}

/// A TCP port nobody listens on at this moment.
private func freePort() throws -> Int {
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(descriptor, address, length) == 0
                ? getsockname(descriptor, address, &length) : -1
        }
    }
    guard code == 0 else { throw TestFailure("no free port: errno \(errno)") }
    return Int(UInt16(bigEndian: address.sin_port))
}

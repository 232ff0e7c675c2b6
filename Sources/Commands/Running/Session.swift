import AudiowatchCore
import Daemon
import DaemonClient
import Foundation
import LocalDisk
import Logging
import Settings
import SystemPackage

/// What a subcommand works with: the checked configuration, and the way to the daemon that serves it.
struct Session {
    let configuration: Configuration
    let warnings: [ConfigurationWarning]
    let paths: StandardPaths
    let file: FilePath
    /// Reads the file again.
    let load: DaemonSetup.Load

    /// How the daemon is composed, or a scan without one; logs to standard error.
    func setup(logLevel: Logger.Level? = nil) -> DaemonSetup {
        let threshold = LogThreshold(
            logLevel ?? Logger.Level(rawValue: configuration.logLevel.rawValue) ?? .info)
        return DaemonSetup(
            configuration: configuration, warnings: warnings, file: file, load: load, paths: paths,
            version: Version.current, log: DaemonLog.logger(threshold), threshold: threshold)
    }

    /// The daemon of this configuration, running or not.
    var daemon: DaemonClient { DaemonClient(socket: setup().socket) }
}

extension GlobalOptions {
    /// Reads the configuration; without a file the defaults hold, and there is no source.
    func session() throws -> Session {
        let paths = StandardPaths.current()
        let file = config.map { FilePath($0) } ?? paths.configurationFile
        var (configuration, warnings) = try loadOrDefault(file, paths)
        if let database { configuration.database = FilePath(database).absolute }
        return Session(
            configuration: configuration, warnings: warnings, paths: paths, file: file.absolute,
            load: { [file = file.absolute, database = database.map { FilePath($0).absolute }] in
                var (configuration, warnings) = try GlobalOptions.load(file, paths)
                if let database { configuration.database = database }
                return (configuration, warnings)
            })
    }

    private static func load(
        _ file: FilePath, _ paths: StandardPaths
    ) throws(SettingsError) -> (configuration: Configuration, warnings: [ConfigurationWarning]) {
        let mounts = try? MountTable.read()
        return try Configuration.load(from: file, paths: paths) { path in
            // A program that serves a disk may never answer: no command is to wait for it, and
            // whether the folder is there will be seen by whoever can wait.
            if mounts?.mount(of: path)?.isServedByProgram ?? false { return true }
            return Configuration.isFolder(path)
        }
    }

    private func loadOrDefault(
        _ file: FilePath, _ paths: StandardPaths
    ) throws -> (Configuration, [ConfigurationWarning]) {
        do {
            return try GlobalOptions.load(file, paths)
        } catch {
            guard error.reason == .missing, config == nil else { throw error }
            return try Configuration.parse("", file: file, paths: paths)
        }
    }
}

extension FilePath {
    /// The same path from the root, as the process stands now.
    var absolute: FilePath {
        isAbsolute
            ? lexicallyNormalized()
            : FilePath(FileManager.default.currentDirectoryPath).pushing(self).lexicallyNormalized()
    }
}

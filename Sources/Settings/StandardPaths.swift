import Foundation
public import SystemPackage

/// Where audiowatch keeps its things. Source: XDG Base Directory Specification 0.8.
public struct StandardPaths: Hashable, Sendable {
    /// The home folder, which `~` stands for.
    public let home: FilePath
    /// `config.toml` in the configuration folder.
    public let configurationFile: FilePath
    /// The database's folder.
    public let dataFolder: FilePath
    /// What can be made again: the demo library.
    public let cacheFolder: FilePath
    /// Logs, and cookies of the sync point.
    public let stateFolder: FilePath
    /// The control socket's folder; gone when the user logs out.
    public let runtimeFolder: FilePath

    /// From an environment. A variable that is not an absolute path counts as unset, as the specification says.
    ///
    /// Pure: nothing is made. Without `XDG_RUNTIME_DIR` the runtime folder is `/tmp/audiowatch-UID`, which
    /// must be made with ``PrivateFolder/make(_:)``: others may write to /tmp too.
    public init(environment: [String: String], userID: UInt32, home passwordHome: FilePath) {
        func absolute(_ name: String) -> FilePath? {
            environment[name].map { FilePath($0) }.flatMap { $0.isAbsolute ? $0 : nil }
        }
        let home = absolute("HOME") ?? passwordHome
        func folder(_ name: String, _ fallback: String) -> FilePath {
            (absolute(name) ?? home.appending(fallback)).appending("audiowatch")
        }
        self.home = home
        configurationFile = folder("XDG_CONFIG_HOME", ".config").appending("config.toml")
        dataFolder = folder("XDG_DATA_HOME", ".local/share")
        cacheFolder = folder("XDG_CACHE_HOME", ".cache")
        stateFolder = folder("XDG_STATE_HOME", ".local/state")
        runtimeFolder =
            absolute("XDG_RUNTIME_DIR").map { $0.appending("audiowatch") }
            ?? FilePath("/tmp/audiowatch-\(userID)")
    }

    /// From this process's environment and user.
    public static func current() -> StandardPaths {
        StandardPaths(
            environment: ProcessInfo.processInfo.environment, userID: getuid(),
            home: FilePath(NSHomeDirectory()))
    }

    /// The database where the configuration names none.
    public var database: FilePath { dataFolder.appending("catalog.db") }
}

import AudiowatchCore
import Foundation
import HTTPDashboard
import Indexer
import InotifyWatch
import LocalDisk
public import Logging
import ProbeClient
import SQLiteCatalog
public import Settings
public import SystemPackage

/// What a daemon, or a scan without one, is composed of.
public struct DaemonSetup: Sendable {
    /// The checked configuration.
    public var configuration: Configuration
    /// What works in it and is probably not meant so.
    public var warnings: [ConfigurationWarning]
    /// The file that it was read from, or would be.
    public var file: FilePath
    /// Reads and checks that file again. Blocks; throws ``SettingsError``.
    public var load: Load
    /// Where things are kept.
    public var paths: StandardPaths
    /// The program's version, as it is shown.
    public var version: String
    /// Where the log goes.
    public var log: Logger
    /// How much of it is written.
    public var threshold: LogThreshold

    /// How a configuration is read again.
    public typealias Load =
        @Sendable () throws -> (configuration: Configuration, warnings: [ConfigurationWarning])

    /// All values.
    public init(
        configuration: Configuration, warnings: [ConfigurationWarning], file: FilePath,
        load: @escaping Load, paths: StandardPaths, version: String, log: Logger,
        threshold: LogThreshold
    ) {
        self.configuration = configuration
        self.warnings = warnings
        self.file = file
        self.load = load
        self.paths = paths
        self.version = version
        self.log = log
        self.threshold = threshold
    }

    /// The control socket of the daemon that serves this configuration's database.
    ///
    /// One socket a database, so that a demo or a test beside the user's own daemon is not mistaken for it.
    public var socket: FilePath {
        configuration.database == paths.database
            ? paths.runtimeFolder.appending("control.sock")
            : paths.runtimeFolder.appending("control-\(databaseMark).sock")
    }

    /// A short mark of the database's path: FNV-1a, sixteen hex digits.
    private var databaseMark: String {
        let hash = configuration.database.bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    /// Opens the catalogue for writing, and says in the log when its schema was changed. Blocks.
    func openCatalog() throws(CatalogError) -> Catalog {
        let catalog = try Catalog.open(
            at: configuration.database, chunk: configuration.hashChunkSize)
        if let copy = catalog.copy {
            log.notice(
                "the catalogue has a new form; as it was before it stands aside, and may be deleted",
                metadata: ["copy": "\(copy.path.display)", "bytes": "\(copy.size)"])
        }
        return catalog
    }

    /// Folder of the markers that the sync point sends through the kernel's queue.
    var cookieFolder: FilePath {
        paths.stateFolder.appending("sync-\(databaseMark)")
    }

    /// Where the page is served; reads the token file. Blocks.
    ///
    /// - Throws: ``ServerError``: strangers could connect, or the token file is not usable.
    func pageAddress() throws(ServerError) -> PageAddress {
        let server = configuration.server
        var address = PageAddress(
            bind: server.bind, port: server.port, isLoopback: server.isLoopback,
            allowedHosts: server.allowedHosts)
        if let file = server.tokenFile { address.token = try AccessToken.read(file) }
        try address.check()
        return address
    }

    /// A file system on which SQLite's log and locks hold nothing: shared with other machines, who know of neither.
    /// Source: https://www.sqlite.org/wal.html, https://www.sqlite.org/howtocorrupt.html §2.1
    private func refuseSharedDatabase() throws {
        let folder = configuration.database.removingLastComponent()
        guard let mount = try? MountTable.read().mount(of: folder),
            FileSystemTraits.isShared(type: mount.type)
        else { return }
        throw SettingsError(
            .invalid, file: file,
            findings: [
                .init(
                    .badValue, key: "database.path",
                    "the database \(configuration.database.display) would lie on \(mount.type), a network "
                        + "file system, where a catalogue is damaged sooner or later; write the path of a "
                        + "local disk under [database]: path = \"/var/tmp/audiowatch/catalog.db\"")
            ])
    }

    func makeFolders() throws {
        try refuseSharedDatabase()
        try PrivateFolder.make(paths.runtimeFolder)
        try PrivateFolder.make(paths.stateFolder)
        try PrivateFolder.make(cookieFolder)
        // Without it the index keeps its names in memory.
        try? PrivateFolder.make(paths.cacheFolder)
        let data = configuration.database.removingLastComponent()
        // A folder that the user chose keeps the permissions that it has.
        if !FileManager.default.fileExists(atPath: data.string) { try PrivateFolder.make(data) }
    }

    /// Threads that read files, each with a probe helper.
    var workers: Int {
        configuration.workers ?? configuration.probeHelpers
            ?? max(2, ProcessInfo.processInfo.activeProcessorCount)
    }

    /// What is ours and nobody's music. Of a folder that the user chose for the database only the database is:
    /// it may be full of music.
    private var ownPaths: [FilePath] {
        let folder = configuration.database.removingLastComponent()
        let database = ["", "-wal", "-shm", "-journal"].compactMap { ending in
            configuration.database.fileName.map {
                folder.child(FileName(bytes: $0.bytes + Array(ending.utf8)))
            }
        }
        return database
            + [paths.dataFolder, paths.stateFolder, paths.cacheFolder, paths.runtimeFolder]
    }

    func options(isWatching: Bool) throws -> IndexerOptions {
        var options = IndexerOptions(
            plan: configuration.sourcePlan, chunk: Int(configuration.hashChunkSize),
            workers: workers,
            probe: try ProbeHelper.defaultExecutable(), isWatching: isWatching,
            stateFolder: cookieFolder,
            ownFiles: OwnFiles(ownPaths))
        options.faults = WatchFaults(environment: ProcessInfo.processInfo.environment)
        if let warning = options.faults.warning { log.critical("\(warning)") }
        return options
    }
}

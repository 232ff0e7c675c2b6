/// Who may import whom: the layers of Sources/README.md, lowest first. SwiftPM does not catch the import
/// of a module that only came along with a dependency; these rules do.
enum Layers {
    struct Target {
        let name: String
        /// Targets of this package; each must stand above in the list.
        let own: Set<String>
        /// Modules of other packages, beyond the ``common`` ones.
        var foreign: Set<String> = []
        /// False for targets that must not load Foundation: it starts threads and costs megabytes.
        var mayUseFoundation = true
    }

    /// What every target may use.
    static let common: Set = ["Swift", "Glibc", "Synchronization", "SystemPackage", "Dispatch"]

    static let foundation: Set = ["Foundation", "FoundationEssentials"]

    static let targets: [Target] = [
        Target(
            name: "AudiowatchCore", own: [], foreign: ["HeapModule"], mayUseFoundation: false),
        Target(name: "ProbeWire", own: [], mayUseFoundation: false),
        Target(
            name: "SQLiteCatalog", own: ["AudiowatchCore"],
            foreign: ["GRDB", "GRDBSQLite"]),
        Target(
            name: "MemorySearch", own: ["AudiowatchCore"], foreign: ["CTextScan"],
            mayUseFoundation: false),
        Target(name: "InotifyWatch", own: ["AudiowatchCore"], foreign: ["CInotify", "CLinux"]),
        Target(name: "LocalDisk", own: ["AudiowatchCore"], foreign: ["CLinux", "CXXHash"]),
        Target(name: "ProbeClient", own: ["AudiowatchCore", "ProbeWire"], foreign: ["CLinux"]),
        Target(name: "Settings", own: ["AudiowatchCore"], foreign: ["TOMLKit"]),
        Target(name: "DaemonClient", own: ["AudiowatchCore"], foreign: ["CLinux"]),
        Target(
            name: "Indexer",
            own: ["AudiowatchCore", "SQLiteCatalog", "InotifyWatch", "LocalDisk", "ProbeClient"],
            foreign: ["Logging", "DequeModule"]),
        Target(
            name: "HTTPDashboard", own: ["AudiowatchCore", "SQLiteCatalog"],
            foreign: [
                "CDashboardAssets", "CDeflate", "CLinux", "HTTPTypes", "Hummingbird",
                "HummingbirdCore", "Logging",
                "NIOConcurrencyHelpers", "NIOCore", "NIOHTTP1", "NIOHTTPTypes", "NIOPosix",
                "ServiceLifecycle",
            ]),
        Target(
            name: "Daemon",
            own: [
                "AudiowatchCore", "SQLiteCatalog", "Settings", "Indexer", "HTTPDashboard",
                "LocalDisk", "InotifyWatch", "ProbeClient", "MemorySearch",
            ], foreign: ["Logging", "ServiceLifecycle", "UnixSignals"]),
        Target(
            name: "Commands",
            own: [
                "AudiowatchCore", "SQLiteCatalog", "Settings", "DaemonClient", "Daemon",
                "LocalDisk",
            ], foreign: ["ArgumentParser", "Logging"]),
        Target(name: "audiowatch", own: ["Commands"]),
        Target(
            name: "audiowatch-tray", own: ["AudiowatchCore", "DaemonClient"], foreign: ["CTray"]),
        Target(
            name: "audiowatch-bench", own: ["AudiowatchCore", "DaemonClient", "SQLiteCatalog"]),
        Target(
            name: "audiowatch-probe", own: ["ProbeWire"],
            foreign: ["CFFmpeg", "CLinux", "CSandbox"], mayUseFoundation: false),
    ]

    /// What `text`, a file of `target`, imports and must not.
    static func violations(in text: String, of target: String) -> [String] {
        guard let rule = targets.first(where: { $0.name == target }) else {
            return ["target \(target) stands in no layer"]
        }
        let allowed = common.union(rule.own).union(rule.foreign)
            .union(rule.mayUseFoundation ? foundation : [])
        return Imports.modules(in: text).filter { !allowed.contains($0) }
            .map { "\(target) must not import \($0)" }
    }
}

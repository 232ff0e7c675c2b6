// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: Swift 6 concurrency, explicit imports, and no warning left standing.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

func swift(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
let collections: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")

// Sources/README.md draws the layers; Tests/RepositoryTests holds every import against them.
let package = Package(
    name: "audiowatch",
    products: [
        .executable(name: "audiowatch", targets: ["audiowatch"]),
        .executable(name: "audiowatch-probe", targets: ["audiowatch-probe"]),
        // Built where its libraries are; nothing else needs them.
        .executable(name: "audiowatch-tray", targets: ["audiowatch-tray"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C: what Swift cannot import by itself.
        .systemLibrary(name: "CInotify", providers: [.apt(["libinotifytools0-dev"])]),
        .systemLibrary(
            name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
        .systemLibrary(
            name: "CFFmpeg", pkgConfig: "libavformat", providers: [.apt(["libavformat-dev"])]),
        .target(name: "CLinux"),
        .target(name: "CTextScan"),
        // The helper's walls; needs libseccomp-dev.
        .target(name: "CSandbox", linkerSettings: [.linkedLibrary("seccomp")]),
        // zlib, which libavformat needs anyway: the library itself, so that its header need not be there.
        .target(name: "CDeflate", linkerSettings: [.linkedLibrary(":libz.so.1")]),
        // The tray's item, menu and notifications on the session's D-Bus.
        // GIO's headers are GLib's; its own .pc file has a flag that SwiftPM refuses.
        .systemLibrary(name: "CGIO", pkgConfig: "glib-2.0", providers: [.apt(["libglib2.0-dev"])]),
        .systemLibrary(
            name: "CDBusMenu", pkgConfig: "dbusmenu-glib-0.4",
            providers: [.apt(["libdbusmenu-glib-dev"])]),
        .target(
            name: "CTray", dependencies: ["CGIO", "CDBusMenu"],
            linkerSettings: [.linkedLibrary("gio-2.0"), .linkedLibrary("gobject-2.0")]),
        // The page's files, embedded by the compiler.
        .target(
            name: "CDashboardAssets", exclude: ["page", "api"],
            cSettings: [.disableWarning("c23-extensions")]),

        // L0: values and decisions; the messages both ends of a probe share.
        swift(
            "AudiowatchCore",
            [system, .product(name: "HeapModule", package: "swift-collections")]),
        swift("ProbeWire", []),

        // L1: one target a technology.
        swift(
            "SQLiteCatalog",
            ["AudiowatchCore", grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")]),
        swift("MemorySearch", ["AudiowatchCore", "CTextScan"]),
        swift("InotifyWatch", ["AudiowatchCore", "CInotify", "CLinux"]),
        swift("LocalDisk", ["AudiowatchCore", "CLinux", "CXXHash"]),
        swift("ProbeClient", ["AudiowatchCore", "ProbeWire", "CLinux"]),
        swift(
            "Settings",
            ["AudiowatchCore", .product(name: "TOMLKit", package: "TOMLKit")]),
        swift("DaemonClient", ["AudiowatchCore", "CLinux"]),

        // L1b: the two halves of the daemon; neither knows the other.
        swift(
            "Indexer",
            [
                "AudiowatchCore", "SQLiteCatalog", "InotifyWatch", "LocalDisk", "ProbeClient",
                collections, logging,
            ]),
        swift(
            "HTTPDashboard",
            [
                "AudiowatchCore", "SQLiteCatalog", "CLinux", "CDashboardAssets", "CDeflate",
                logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
            ], exclude: ["README.md"]),

        // L2, L3, L4.
        swift(
            "Daemon",
            [
                "AudiowatchCore", "SQLiteCatalog", "Settings", "Indexer", "HTTPDashboard",
                "LocalDisk", "InotifyWatch", "ProbeClient", "MemorySearch",
                lifecycle, logging,
            ]),
        swift(
            "Commands",
            [
                "AudiowatchCore", "SQLiteCatalog", "Settings", "DaemonClient", "Daemon",
                "LocalDisk", arguments, logging,
            ]),
        .executableTarget(
            name: "audiowatch", dependencies: ["Commands"], swiftSettings: strict),
        .executableTarget(
            name: "audiowatch-probe", dependencies: ["ProbeWire", "CFFmpeg", "CLinux", "CSandbox"],
            swiftSettings: strict),
        .executableTarget(
            name: "audiowatch-tray", dependencies: ["AudiowatchCore", "DaemonClient", "CTray"],
            swiftSettings: strict),
        // A development tool: scripts/bench builds and runs it, nobody installs it.
        .executableTarget(
            name: "audiowatch-bench",
            dependencies: ["AudiowatchCore", "DaemonClient", "SQLiteCatalog"],
            swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: [system], path: "Tests/TestSupport",
            swiftSettings: strict),
        // Case files are read where they stand.
        tests("AudiowatchCoreTests", ["AudiowatchCore"], exclude: ["Cases"]),
        tests("SettingsTests", ["Settings", "AudiowatchCore", "TestSupport"]),
        tests(
            "SQLiteCatalogTests",
            ["SQLiteCatalog", "MemorySearch", "AudiowatchCore", "TestSupport", grdb]),
        tests("MemorySearchTests", ["MemorySearch", "AudiowatchCore"]),
        tests("InotifyWatchTests", ["InotifyWatch", "AudiowatchCore", "TestSupport"]),
        tests("LocalDiskTests", ["LocalDisk", "AudiowatchCore", "TestSupport"]),
        tests(
            "ProbeClientTests", ["ProbeClient", "ProbeWire", "AudiowatchCore", "TestSupport"]),
        tests("IndexerTests", ["Indexer", "AudiowatchCore", "TestSupport"]),
        tests(
            "HTTPDashboardTests",
            [
                "HTTPDashboard", "DaemonClient", "MemorySearch", "SQLiteCatalog", "AudiowatchCore",
                "TestSupport", .product(name: "Hummingbird", package: "hummingbird"),
            ], exclude: ["Cases"]),
        tests(
            "CommandsTests",
            [
                "Commands", "Settings", "SQLiteCatalog", "AudiowatchCore", "TestSupport", grdb,
            ],
            exclude: ["Golden"]),
        // Ask the sources and the built programs, not the modules.
        tests("RepositoryTests", ["Settings", "TestSupport"]),
        tests(
            "EndToEndTests",
            ["TestSupport", system, .product(name: "GRDBSQLite", package: "GRDB.swift")],
            exclude: ["Shapes"]),
    ]
)

import AudiowatchCore
import Settings
import SystemPackage
import TestSupport
import Testing

@Suite struct ConfigurationTests {
    @Test func `an empty file means every default`() throws {
        let (configuration, warnings) = try parse("")
        #expect(warnings.isEmpty)
        #expect(configuration.database == "/home/ada/data/audiowatch/catalog.db")
        #expect(configuration.rules == .standard)
        #expect(configuration.rules.minimumSize == 1024)
        #expect(configuration.hashChunkSize == 65_536)
        #expect(configuration.workers == nil)
        #expect(configuration.probeHelpers == nil)
        #expect(configuration.rescanInterval == .seconds(86_400))
        #expect(
            configuration.server
                == .init(bind: "127.0.0.1", port: 8787, tokenFile: nil, allowedHosts: []))
        #expect(configuration.logLevel == .info)
        #expect(configuration.sources.isEmpty)
    }

    @Test func `the file of the original tool works unchanged`() throws {
        let (configuration, _) = try parse(
            """
            [database]
            path = "~/audio/audio_catalog.db"

            [sources.samples]
            path = "/mnt/d/Samples"
            enabled = true
            exclude = ["**/node_modules/**", "**/.git/**"]

            [sources.projects]
            path = "/mnt/e/Projects"
            enabled = false

            [scan]
            extensions = ["mp3", "wav", ".FLAC"]
            min_file_size = 1024
            hash_chunk_size = 65536
            """)
        #expect(configuration.database == "/home/ada/audio/audio_catalog.db")
        #expect(
            configuration.sources == [
                Source(
                    name: "samples", path: "/mnt/d/Samples",
                    exclude: ["**/node_modules/**", "**/.git/**"]),
                Source(name: "projects", path: "/mnt/e/Projects", isEnabled: false),
            ])
        #expect(
            configuration.rules.extensions == Set(["mp3", "wav", "flac"].map { Array($0.utf8) }))
    }

    @Test func `every key is read`() throws {
        let (configuration, warnings) = try parse(
            """
            sources = { z = { path = "~", role = "backup", read = "names", follow_symlinks = true, rescan_interval = "1h30m" } }
            scan.workers = 3
            scan.probe_helpers = 2
            scan.rescan_interval = "12h"
            scan.exclude = []
            [server]
            bind = "0.0.0.0"
            port = 0
            token_file = "token"
            allowed_hosts = ["Studio.local"]
            [log]
            level = "debug"
            """)
        #expect(warnings.map(\.kind) == [.symlinksStay])
        #expect(
            configuration.sources == [
                Source(
                    name: "z", path: "/home/ada", role: .backup, reading: .names,
                    followsSymlinks: true, rescanInterval: .seconds(5400))
            ])
        #expect(configuration.sourcesWithChosenReading == ["z"])
        #expect(configuration.workers == 3)
        #expect(configuration.probeHelpers == 2)
        #expect(configuration.rescanInterval == .seconds(43_200))
        #expect(configuration.rules.exclude.isEmpty)
        #expect(configuration.server.tokenFile == "/home/ada/.config/audiowatch/token")
        #expect(configuration.server.allowedHosts == ["studio.local"])
        #expect(!configuration.server.isLoopback)
        #expect(configuration.logLevel == .debug)
    }

    @Test func `sources keep the order of the file`() throws {
        let text = ["zulu", "alpha", "mike"].map { "[sources.\($0)]\npath = \"/\($0)\"\n" }.joined()
        #expect(try parse(text).configuration.sources.map(\.name) == ["zulu", "alpha", "mike"])
    }

    @Test func `the times between rescans`() throws {
        let (configuration, _) = try parse(
            """
            [scan]
            poll_interval = "5m"
            [sources.a]
            path = "/a"
            [sources.b]
            path = "/b"
            rescan_interval = "2h"
            """)
        #expect(configuration.rescanInterval == .seconds(86_400))
        #expect(configuration.pollInterval == .seconds(300))
        #expect(try parse("").configuration.pollInterval == .seconds(900))
        #expect(configuration.sources.map(\.rescanInterval) == [nil, .seconds(7200)])
    }

    @Test func `a wish to follow symbolic links is answered with what to do instead`() throws {
        let (configuration, warnings) = try parse(
            """
            [sources.all]
            path = "/m"
            follow_symlinks = true
            """)
        #expect(configuration.sources[0].followsSymlinks)
        #expect(warnings.map(\.kind) == [.symlinksStay])
        #expect(warnings.map(\.line) == [3])
    }

    @Test func `a source inside another owns its folder, with a warning`() throws {
        let (configuration, warnings) = try parse(
            """
            [sources.all]
            path = "/m"
            [sources.drums]
            path = "/m/Packs/Drums/"
            [sources.kicks]
            path = "/m/Packs/Drums/Kicks"
            [sources.not-inside]
            path = "/mm"
            """)
        #expect(warnings.map(\.kind) == [.nestedSource, .nestedSource])
        #expect(warnings.map(\.line) == [4, 6])
        #expect(warnings[1].message.contains("inside source drums"))
        let outer = configuration.nameRules(for: configuration.sources[0])
        #expect(
            outer.verdict(of: "Drums", below: ["Packs"], isDirectory: true)
                == .excluded(rule: "belongs to source drums"))
        let inner = configuration.nameRules(for: configuration.sources[1])
        #expect(inner.verdict(of: "Packs", below: [], isDirectory: true) == .directory)
    }

    @Test func `a folder that is not there is a warning, its drive may be away`() throws {
        let folder = try TemporaryFolder("settings")
        let there = try folder.folder("there")
        let text = """
            [sources.there]
            path = "\(there)"
            [sources.away]
            path = "away"
            [sources.off]
            path = "off"
            enabled = false
            """
        let file = try folder.file("config.toml", Array(text.utf8))
        let (configuration, warnings) = try Configuration.load(from: file, paths: testPaths)
        #expect(configuration.sources.count == 3)
        #expect(configuration.sources[1].path == folder.appending("away"))
        #expect(warnings.map(\.kind) == [.missingFolder])
        #expect(warnings.first?.line == 4)
    }

    @Test func `what works and is hardly meant so is a warning`() throws {
        let (_, warnings) = try parse(
            """
            [scan]
            extensions = ["wav", "mod"]
            [server]
            bind = "::"
            token_file = "/t"
            """)
        #expect(warnings.map(\.kind) == [.unknownExtension, .unreachablePage])
        #expect(warnings.map(\.line) == [2, 4])
    }
}

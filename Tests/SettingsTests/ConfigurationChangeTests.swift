import AudiowatchCore
import SystemPackage
import Testing

@testable import Settings

/// What one configuration after another means for a running daemon.
@Suite struct ConfigurationChangeTests {
    private func configuration(_ toml: String) throws -> Configuration {
        try Configuration.parse(
            toml, file: "/home/anna/.config/audiowatch/config.toml",
            paths: StandardPaths(environment: [:], userID: 1000, home: "/home/anna")
        ).configuration
    }

    private func change(_ old: String, _ new: String) throws -> ConfigurationChange {
        let started = try configuration(old)
        return ConfigurationChange(from: started, to: try configuration(new), started: started)
    }

    @Test func `remarks, blanks and defaults written down change nothing`() throws {
        let change = try change(
            "[sources.a]\npath = \"/a\"\n",
            "# hello\n[scan]\nmin_file_size = 1024\n\n[sources.a]\npath = \"/a/\" # the same\n"
                + "enabled = true\nrole = \"working\"\n[server]\nport = 8787\n")
        #expect(change.sources.isEmpty)
        #expect(change.pending.isEmpty)
        #expect(change.logLevel == nil)
    }

    @Test func `sources are told apart by what they need`() throws {
        let change = try change(
            "[sources.a]\npath = \"/a\"\n[sources.b]\npath = \"/b\"\n[sources.c]\npath = \"/c\"\n",
            "[sources.b]\npath = \"/b\"\nexclude = [\"x\"]\n[sources.c]\npath = \"/c\"\n"
                + "role = \"backup\"\n[sources.d]\npath = \"/d\"\n")
        #expect(change.sources.added == ["d"])
        #expect(change.sources.removed == ["a"])
        #expect(change.sources.begunAnew == ["b"])
        #expect(change.sources.relabelled == ["c"])
    }

    @Test(arguments: [
        ("[server]\nport = 9000", "server.port", "8787", "9000"),
        (
            "[database]\npath = \"/db\"", "database.path",
            "\"/home/anna/.local/share/audiowatch/catalog.db\"", "\"/db\""
        ),
        ("[server]\nbind = \"127.0.0.2\"", "server.bind", "\"127.0.0.1\"", "\"127.0.0.2\""),
        (
            "[server]\nallowed_hosts = [\"nas.local\"]", "server.allowed_hosts", "[]",
            "[\"nas.local\"]"
        ),
        ("[server]\ntoken_file = \"/t\"", "server.token_file", "not set", "\"/t\""),
        ("[scan]\nworkers = 3", "scan.workers", "0", "3"),
        ("[scan]\nprobe_helpers = 3", "scan.probe_helpers", "0", "3"),
        ("[scan]\nhash_chunk_size = 4096", "scan.hash_chunk_size", "65536", "4096"),
    ])
    func `what waits for the next start says so`(
        toml: String, key: String, now: String, then: String
    ) throws {
        let change = try change("", toml)
        #expect(change.pending == [.init(key: key, now: now, then: then)])
        #expect(change.sources.isEmpty)
    }

    @Test func `what is changed back waits for nothing`() throws {
        let started = try configuration("")
        let between = try configuration("[server]\nport = 9000")
        let change = ConfigurationChange(from: between, to: started, started: started)
        #expect(change.pending.isEmpty)
    }

    @Test func `the level of the log counts at once`() throws {
        #expect(try change("", "[log]\nlevel = \"debug\"").logLevel == .debug)
        #expect(try change("[log]\nlevel = \"debug\"", "[log]\nlevel = \"debug\"").logLevel == nil)
    }

    /// Every key is either taken over or said to wait: one that is neither would be lost in silence.
    @Test func `no key is forgotten`() throws {
        // The tray reads its own.
        for key in KnownKey.all where key != .trayNotifications {
            let change = try change(text(key, isOther: false), text(key, isOther: true))
            #expect(
                !change.sources.isEmpty || !change.pending.isEmpty || change.logLevel != nil,
                "\(key.title) is neither taken over nor told of")
        }
    }

    private func text(_ key: KnownKey, isOther: Bool) -> String {
        let value: SettingValue? = isOther ? other(key) : nil
        let line = value.map { "\(key.name) = \($0.toml)\n" } ?? ""
        guard key.section == .sources else {
            return (value == nil ? "" : "[\(key.section.rawValue)]\n\(line)")
                + "[sources.a]\npath = \"/a\"\n"
        }
        return "[sources.a]\n" + (key.name == "path" && isOther ? line : "path = \"/a\"\n\(line)")
    }

    private func other(_ key: KnownKey) -> SettingValue {
        switch key.kind {
        case .boolean: .boolean(key.fallback == .boolean(false))
        case .integer(let range): .integer(range.lowerBound + 7)
        case .path: .text("/elsewhere")
        case .duration: .text("17m")
        case .choice(let words): .text(words.first { .text($0) != key.fallback } ?? "")
        case .address: .text("127.0.0.3")
        case .globs, .extensions, .hosts: .texts(["other"])
        }
    }
}

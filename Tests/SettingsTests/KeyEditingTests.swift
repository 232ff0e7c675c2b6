import AudiowatchCore
import Settings
import SystemPackage
import TestSupport
import Testing

/// Keys are set in whatever way their table is written.
@Suite struct KeyEditingTests {
    private let file: EditedFile
    private var editor: ConfigurationEditor { file.editor }

    init() throws {
        file = try EditedFile()
    }

    private func write(_ text: String) throws { try file.write(text) }

    private func text() throws -> String { try file.text() }

    @Test func `a key is set in whatever way its source is written`() throws {
        let ways = [
            (
                "[sources.a]\npath = '/a' # here\nenabled = true # yes\n",
                "[sources.a]\npath = '/a' # here\nenabled = false # yes\n"
            ),
            (
                "[sources.a]\npath = '/a' # here\n\n# log\n[log]\n",
                "[sources.a]\npath = '/a' # here\nenabled = false\n\n# log\n[log]\n"
            ),
            (
                "sources.a = { path = '/a' }\n", "sources.a = { path = '/a', enabled = false }\n"
            ),
            (
                "[sources]\na.path = '/a'\n", "[sources]\na.path = '/a'\na.enabled = false\n"
            ),
            ("[sources.a]\npath = '/a'", "[sources.a]\npath = '/a'\nenabled = false\n"),
        ]
        for (before, after) in ways {
            try write(before)
            try editor.setSource("a", "enabled", to: ["false"])
            #expect(try text() == after)
        }
    }

    @Test func `a list, a time and a path are set from words`() throws {
        try write("[sources.a]\npath = '/a'\nexclude = [ # old\n  'x',\n]\n")
        try editor.setSource("a", "exclude", to: ["*.bak", "**/tmp/**"])
        try editor.setSource("a", "rescan_interval", to: ["2h"])
        try editor.setSource("a", "path", to: ["/b"])
        #expect(
            try text() == """
                [sources.a]
                path = "/b"
                exclude = ["*.bak", "**/tmp/**"]
                rescan_interval = "2h"

                """)
    }

    @Test func `a key outside the sources is set, its table made when missing`() throws {
        try write("[log]\nlevel = 'info'\n")
        try editor.set("log.level", to: ["debug"])
        try editor.set("server.port", to: ["9000"])
        #expect(try text() == "[log]\nlevel = \"debug\"\n\n[server]\nport = 9000\n")
        let error = #expect(throws: SettingsError.self) { try editor.set("server.prot", to: ["1"]) }
        #expect(error?.description.contains("did you mean port?") == true)
    }

    @Test func `keys of the shipped file are set`() throws {
        for key in KnownKey.all where key.section != .sources {
            guard let value = key.fallback ?? key.example else { continue }
            switch value {
            case .boolean(let value): try editor.set(key.title, to: ["\(value)"])
            case .integer(let value): try editor.set(key.title, to: ["\(value)"])
            case .text(let value): try editor.set(key.title, to: [value])
            case .texts(let values): try editor.set(key.title, to: values)
            }
        }
        let (configuration, _) = try Configuration.load(from: editor.file, paths: testPaths)
        #expect(configuration.rules == .standard)
        #expect(configuration.database == "/home/ada/.local/share/audiowatch/catalog.db")
    }

    @Test(arguments: [
        ("enabled", ["maybe"]), ("enabled", ["true", "false"]), ("enabled", []),
        ("role", ["spare"]), ("path", ["D:/Music"]), ("path", ["relative"]), ("path", ["/other"]),
        ("rescan_interval", ["soon"]), ("colour", ["red"]), ("exclude", [""]),
    ]) func `a value that cannot be is refused and nothing written`(
        key: String, words: [String]
    ) throws {
        let before = "[sources.a]\npath = '/a'\n[sources.b]\npath = '/other'\n"
        try write(before)
        let error = #expect(throws: SettingsError.self) {
            try editor.setSource("a", key, to: words)
        }
        #expect(error?.reason == .refused)
        #expect(try text() == before)
    }

    @Test func `an edit may be what puts a wrong file right`() throws {
        try write("[sources.a]\nenabled = true\n[scan]\nwibble = 1\n")
        try editor.setSource("a", "path", to: ["/a"])
        #expect(try text() == "[sources.a]\nenabled = true\npath = \"/a\"\n[scan]\nwibble = 1\n")
    }
}

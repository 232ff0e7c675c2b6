import AudiowatchCore
import Glibc
import Settings
import SystemPackage
import TestSupport
import Testing

@Suite struct ConfigurationEditorTests {
    private let folder: TemporaryFolder
    private let editor: ConfigurationEditor

    init() throws {
        folder = try TemporaryFolder("settings")
        editor = ConfigurationEditor(
            file: folder.appending("etc/config.toml"), paths: testPaths)
    }

    private func write(_ text: String) throws {
        try folder.file("etc/config.toml", Array(text.utf8))
    }

    private func text() throws -> String {
        let file = try FileDescriptor.open(editor.file, .readOnly)
        let bytes = try file.closeAfter {
            var buffer = [UInt8](repeating: 0, count: 100_000)
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            return Array(buffer.prefix(count))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `the file is made as it is shipped, once, and closed to others`() throws {
        #expect(try editor.create())
        #expect(try text() == ConfigurationTemplate.text)
        var status = stat()
        _ = editor.file.withPlatformString { stat($0, &status) }
        #expect(status.st_mode & 0o777 == 0o600)
        try write("# mine\n")
        #expect(try !editor.create())
        #expect(try text() == "# mine\n")
    }

    @Test func `two starts with two folders keep both`() throws {
        let first = try editor.addSource("/media/A Drive/Samples")
        let second = try editor.addSource("/media/B/samples")
        #expect((first.name, first.isNew) == ("samples", true))
        #expect((second.name, second.isNew) == ("samples-2", true))
        #expect(
            try editor.listSources() == [
                Source(name: "samples", path: "/media/A Drive/Samples"),
                Source(name: "samples-2", path: "/media/B/samples"),
            ])
        let written = try text()
        #expect(written.hasPrefix(ConfigurationTemplate.text))
        let (configuration, _) = try Configuration.load(from: editor.file, paths: testPaths)
        #expect(configuration.sources.count == 2)
    }

    @Test func `a folder that is a source already is left as it is`() throws {
        try write("[sources.mine]\npath = \"~/Samples\"\nenabled = false\n")
        let before = try text()
        let addition = try editor.addSource("/home/ada/Samples/", name: "other")
        #expect((addition.name, addition.isNew) == ("mine", false))
        #expect(try text() == before)
    }

    @Test func `many at once lose nothing`() async throws {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { [editor] in
                    _ = try? editor.addSource(FilePath("/media/drive\(number)"))
                }
            }
        }
        #expect(Set(try editor.listSources().map(\.name)) == Set((0..<20).map { "drive\($0)" }))
        let left = try run("/bin/ls", ["-A", folder.appending("etc").string])
        #expect(left.text == "config.toml\n")
    }

    @Test func `comments and order stay, and taking it back restores every byte`() throws {
        let texts = [
            """
            # top
            [sources.a]   # the first
            path = "/a"   # here
            # enabled = false

            # about the server
            [server]
            port = 1 # one
            # end

            """,
            "# only a comment\n",
            "[sources.a]\r\npath = '/a'\r\n\r\n[log]\r\nlevel = 'debug'\r\n",
            "[sources]\na = { path = '/a' }\n\n[scan]\nexclude = [\n  'x', # ]\n]\n",
            "sources.a.path = '/a'\nsources.a.exclude = ['[x]']\n",
            "",
        ]
        for before in texts {
            try write(before)
            _ = try editor.addSource("/neu/Übung \"1\"", name: "neu")
            let between = try text()
            #expect(
                try editor.listSources().last?.path == "/neu/Übung \"1\""
                    || between.contains("[log]"))
            for line in before.split(whereSeparator: \.isNewline) {
                #expect(between.contains(line), "\(line) is gone")
            }
            try editor.removeSource("neu")
            #expect(try text() == before)
        }
    }

    @Test func `a new source comes after the others and before what follows`() throws {
        try write(
            """
            [sources.a]
            path = "/a"
            # about a
            # about the log
            [log]
            level = "debug"
            """)
        _ = try editor.addSource("/b")
        #expect(
            try text() == """
                [sources.a]
                path = "/a"

                [sources.b]
                path = "/b"

                # about a
                # about the log
                [log]
                level = "debug"
                """)
    }

    @Test func `a source is removed with its own comments, and no other`() throws {
        try write(
            """
            # about a
            [sources.a]
            path = "/a"

            # about b
            [sources.b]
            # inside
            path = "/b"
            # role = "backup"

            # about c
            [sources.c]
            path = "/c"

            """)
        try editor.removeSource("b")
        #expect(
            try text() == """
                # about a
                [sources.a]
                path = "/a"

                # about b

                # about c
                [sources.c]
                path = "/c"

                """)
    }

    @Test func `a source written in one line is removed whole`() throws {
        try write("[sources]\na = { path = '/a' }\nb = { path = '/b' } # b\n")
        try editor.removeSource("a")
        #expect(try text() == "[sources]\nb = { path = '/b' } # b\n")
        try write("sources = { a = { path = '/a' } }\n")
        let error = #expect(throws: SettingsError.self) { try editor.removeSource("a") }
        #expect(error?.reason == .refused)
        #expect(try text() == "sources = { a = { path = '/a' } }\n")
        #expect(throws: SettingsError.self) { try editor.addSource("/b") }
        #expect(try text() == "sources = { a = { path = '/a' } }\n")
    }

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

    @Test func `a file that is no TOML is not touched`() throws {
        let before = "[sources.a\npath = '/a'\n"
        try write(before)
        #expect(throws: SettingsError.self) { try editor.addSource("/b") }
        #expect(throws: SettingsError.self) { try editor.removeSource("a") }
        #expect(try text() == before)
    }

    @Test func `an unknown source is refused with the nearest`() throws {
        try write("[sources.samples]\npath = '/a'\n")
        let error = #expect(throws: SettingsError.self) { try editor.removeSource("sampels") }
        #expect(error?.description.contains("did you mean samples?") == true)
    }

    @Test func `a path that is not UTF-8 is refused with a way out`() throws {
        try write("# kept\n")
        let path = FilePath(bytes: Array("/m/k".utf8) + [0xE4])
        let error = #expect(throws: SettingsError.self) { try editor.addSource(path) }
        #expect(error?.description.contains("symbolic link") == true)
        #expect(try text() == "# kept\n")
    }

    @Test func `a linked file stays a link`() throws {
        try folder.file("dotfiles/aw.toml", Array("# mine\n".utf8))
        try folder.folder("etc")
        _ = editor.file.withPlatformString { symlink("../dotfiles/aw.toml", $0) }
        _ = try editor.addSource("/b")
        let link = try run("/bin/readlink", [editor.file.string])
        #expect(link.text == "../dotfiles/aw.toml\n")
        #expect(try text() == "# mine\n\n[sources.b]\npath = \"/b\"\n")
    }

    @Test func `names come from folders and are never the same`() throws {
        for (path, name) in [
            ("/m/My Samples (old)", "my-samples-old"), ("/m/Übung", "übung"), ("/", "disk"),
            ("/m/...", "source"), ("/n/Übung", "übung-2"), ("/m/a.b_c", "a-b_c"),
        ] {
            #expect(try editor.addSource(FilePath(path)).name == name)
        }
        let (configuration, warnings) = try Configuration.load(from: editor.file, paths: testPaths)
        #expect(configuration.sources.count == 6)
        #expect(warnings.contains { $0.kind == .nestedSource })
    }

    @Test func `a write that fails keeps the file whole`() throws {
        try write("# kept\n")
        // What stands in the way of the new file cannot be removed, for root neither.
        try folder.file("etc/.config.toml.new/in the way", [])
        let error = #expect(throws: SettingsError.self) { try editor.addSource("/b") }
        #expect(error?.reason == .unwritable)
        #expect(error?.description.contains("the configuration is as it was") == true)
        #expect(try text() == "# kept\n")
    }

    @Test func `a file that a killed process left behind is no obstacle`() throws {
        try write("# kept\n")
        try folder.file("etc/.config.toml.new", Array("half".utf8))
        #expect(try editor.addSource("/b").isNew)
        #expect(try text() == "# kept\n\n[sources.b]\npath = \"/b\"\n")
    }

    @Test func `a folder that cannot be made is named`() throws {
        try folder.file("etc", [])
        let error = #expect(throws: SettingsError.self) { try editor.create() }
        #expect(error?.reason == .unwritable)
        #expect(error?.description.contains(folder.appending("etc").string) == true)
    }
}

import AudiowatchCore
import Settings
import SystemPackage
import TestSupport
import Testing

/// Sources come and go, and nothing else in the text moves.
@Suite struct ConfigurationEditorTests {
    private let file: EditedFile
    private var editor: ConfigurationEditor { file.editor }

    init() throws {
        file = try EditedFile()
    }

    private func write(_ text: String) throws { try file.write(text) }

    private func text() throws -> String { try file.text() }

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
}

import Settings
import SystemPackage
import TestSupport
import Testing

@Suite struct ConfigurationErrorTests {
    struct Case: CustomTestStringConvertible {
        let text: String
        let kind: SettingsError.Finding.Kind
        let line: Int
        let says: [String]
        var testDescription: String { text }

        init(
            _ text: String, _ kind: SettingsError.Finding.Kind, line: Int, says: String...
        ) {
            self.text = text
            self.kind = kind
            self.line = line
            self.says = says
        }
    }

    @Test(arguments: [
        Case(
            "[scan]\nworker = 2", .unknownKey, line: 2, says: "scan.worker", "did you mean workers?"
        ),
        Case("[scan]\nextentions = []", .unknownKey, line: 2, says: "did you mean extensions?"),
        Case("[scan]\nport = 1", .unknownKey, line: 2, says: "did you mean server.port?"),
        Case("[scan]\nzzzzzz = 1", .unknownKey, line: 2, says: "known here: extensions, exclude"),
        Case("[source.a]\npath = '/a'", .unknownKey, line: 1, says: "did you mean [sources]?"),
        Case("\nport = 8787", .unknownKey, line: 2, says: "belongs below [server]"),
        Case("wibble = 1", .unknownKey, line: 1, says: "[sources.NAME]"),
        Case(
            "[sources.a]\npath = '/a'\nenable = false", .unknownKey, line: 3,
            says: "sources.a.enable", "did you mean enabled?"),
        Case("[scan]\nmin_file_size = '1k'", .wrongType, line: 2, says: "is text", "whole number"),
        Case("[scan]\nworkers = 2.5", .wrongType, line: 2, says: "a number with a point"),
        Case("[scan]\nexclude = '*.tmp'", .wrongType, line: 2, says: "a list of patterns"),
        Case("[scan]\nexclude = ['a', 1]", .wrongType, line: 2, says: "a list of patterns"),
        Case("[scan]\nrescan_interval = 24", .wrongType, line: 2, says: "\"24h\""),
        Case(
            "[sources.a]\npath = '/a'\nenabled = 'yes'", .wrongType, line: 3, says: "true or false"),
        Case("[sources.a]\npath = ['/a']", .wrongType, line: 2, says: "a path in quotes"),
        Case("scan = 3", .wrongType, line: 1, says: "[scan]"),
        Case("[[sources]]\npath = '/a'", .wrongType, line: 1, says: "[sources.NAME]"),
        Case("[sources]\npath = '/a'", .wrongType, line: 2, says: "[sources.NAME]"),
        Case("[sources]\na = '/a'", .wrongType, line: 2, says: "[sources.a]"),
        Case("[scan]\nworkers = -1", .badValue, line: 2, says: "\"-1\"", "from 0 to 256"),
        Case("[scan]\nhash_chunk_size = 12", .badValue, line: 2, says: "from 1024"),
        Case("[scan]\nrescan_interval = '24 hours'", .badValue, line: 2, says: "\"24h\""),
        Case("[scan]\nrescan_interval = '1s'", .badValue, line: 2, says: "10 s or more"),
        Case("[scan]\nextensions = ['']", .badValue, line: 2, says: "no extension"),
        Case("[scan]\n\nexclude = [\n'a',\n'']", .badValue, line: 3, says: "empty pattern"),
        Case("[server]\nport = 70000", .badValue, line: 2, says: "65535"),
        Case("[server]\nbind = 'all'", .badValue, line: 2, says: "numeric address"),
        Case(
            "[server]\nallowed_hosts = ['http://a:80']", .badValue, line: 2,
            says: "without http://"),
        Case("[log]\nlevel = 'warn'", .badValue, line: 2, says: "\"warning\""),
        Case("[log]\nlevel = 'debgu'", .badValue, line: 2, says: "did you mean \"debug\"?"),
        Case(
            "[sources.a]\npath = '/a'\nrole = 'bakcup'", .badValue, line: 3,
            says: "did you mean \"backup\"?"),
        Case("[sources.a]\npath = '~bob/x'", .badValue, line: 2, says: "only ~ and ~/"),
        Case("[sources.a]\npath = ''", .badValue, line: 2, says: "is empty"),
        Case("\n[sources.a]\nenabled = true", .missingKey, line: 2, says: "source a has no path"),
        Case("sources.a.role = 'backup'", .missingKey, line: 1, says: "source a has no path"),
        Case(
            "[sources.a]\npath = '/a'\n[sources.b]\npath = '/x/../a/'", .samePath, line: 4,
            says: "a (line 2) and b", "same path /a"),
        Case(
            "[sources.a]\npath = 'D:/Music'", .windowsPath, line: 2,
            says: "a Windows path: where is that drive mounted here?"),
        Case("[sources.a]\npath = 'D:'", .windowsPath, line: 2, says: "Windows"),
        Case("[sources.a]\npath = '\\\\nas\\x'", .windowsPath, line: 2, says: "Windows"),
        Case(
            "[server]\nbind = '0.0.0.0'", .exposed, line: 2, says: "token_file",
            "audiowatch token new"),
    ]) func `what is wrong is named with its line and what was meant`(given: Case) {
        // [sources] path is the same mistake twice over; the first finding is the one that matters.
        let found = findings(given.text)
        #expect(found.count == 1)
        #expect(found.first?.kind == given.kind)
        #expect(found.first?.line == given.line)
        for words in given.says {
            #expect(found.first?.message.contains(words) == true, "\(found)")
        }
    }

    @Test func `everything wrong is told at once, in the order of the file`() {
        let found = findings(
            """
            [server]
            port = "x"
            [sources.b]
            paht = "/b"
            [scan]
            workers = "many"
            colour = 1
            [log]
            level = "loud"
            [sources.a]
            path = "D:/a"
            """)
        #expect(
            found.map(\.kind) == [
                .wrongType, .missingKey, .unknownKey, .wrongType, .unknownKey, .badValue,
                .windowsPath,
            ])
        #expect(found.map(\.line) == [2, 3, 4, 6, 7, 9, 11])
        #expect(found[1].message.contains("is paht meant?"))
    }

    @Test func `a syntax error has line and column, clickable`() throws {
        let error = #expect(throws: SettingsError.self) {
            try parse("[scan]\nworkers = = 2\n")
        }
        #expect(error?.reason == .syntax)
        #expect(error?.findings.first?.line == 2)
        #expect(error?.findings.first?.column == 11)
        #expect(error?.description.hasPrefix("\(testFile):2:11: ") == true)
    }

    @Test(arguments: [
        "[scan]\nworkers = ]", "[scan]\nworkers = }", "[scan]\nworkers = , 1",
        "[scan]\nworkers = # 1",
        "[scan]\nworkers =\nport = 1", "[scan]\nexclude = [ } ]", "[scan]\nworkers = \u{A0}1",
        "\nsources = { a = } }", "\nsources = { a = { path = ] } }", "[scan]\nworkers =",
        "[scan]\n[", "[scan]\n[[", "[scan]\n[=a]", "[scan]\n[[[a]]]", "[scan]\n[.a]",
        "[scan]\n[\\a]", "[scan]\n[ä]",
        "[scan]\n[a.]", "[scan]\n[]", "[scan]\nworkers", "[scan]\nworkers.", "[scan]\n= 1",
        "[scan]\nexclude = [ 'a', ", "\nsources = { a = ", "\nsources = { a = { path = '/a', } }",
        "\nx = " + String(repeating: "[", count: 200_000), "[scan]\r\nworkers = ]\r\n",
    ]) func `a file saved half written is a syntax error with its line`(text: String) {
        let found = findings(text)
        #expect(found.map(\.kind) == [.syntax])
        #expect(found.first?.line == 2)
    }

    @Test func `a key given twice is a syntax error with its line`() {
        #expect(findings("[scan]\nworkers = 1\nworkers = 2").first?.line == 3)
    }

    @Test func `a Windows path in backslashes is understood though it is no TOML`() {
        let found = findings("[sources.a]\npath = \"D:\\Music\"\n")
        #expect(found.first?.kind == .syntax)
        #expect(found.first?.line == 2)
        #expect(found.first?.message.contains("Where is that drive mounted here?") == true)
    }

    @Test func `a NUL is found, though C would stop reading there`() {
        let found = findings("[scan]\nworkers = 1\u{0}\nworkers = 2")
        #expect(found.first?.line == 2)
        #expect(found.first?.message.contains("NUL") == true)
    }

    @Test func `a file that is not UTF-8 names the line`() throws {
        let folder = try TemporaryFolder("settings")
        let file = try folder.file(
            "config.toml", Array("[sources.a]\npath = \"/m/k".utf8) + [0xE4] + Array("\"\n".utf8))
        let error = #expect(throws: SettingsError.self) {
            try Configuration.load(from: file, paths: testPaths)
        }
        #expect(error?.findings.map(\.kind) == [.encoding])
        #expect(error?.findings.first?.line == 2)
        #expect(error?.description.contains("symbolic link") == true)
    }

    @Test func `a missing file says how to make one`() throws {
        let folder = try TemporaryFolder("settings")
        let error = #expect(throws: SettingsError.self) {
            try Configuration.load(from: folder.appending("none.toml"), paths: testPaths)
        }
        #expect(error?.reason == .missing)
        #expect(error?.description.contains("audiowatch init") == true)
    }

    @Test func `a folder in place of the file is an error, not a hang`() throws {
        let folder = try TemporaryFolder("settings")
        let error = #expect(throws: SettingsError.self) {
            try Configuration.load(from: folder.path, paths: testPaths)
        }
        #expect(error?.reason == .unreadable)
    }
}

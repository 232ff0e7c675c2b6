import Foundation
import SystemPackage
import TestSupport
import Testing

/// Folders that come and go on the page, in a real browser, on a real daemon.
@Suite(.serialized, .onThreads) struct BrowserSourcesTests {
    private let says =
        "[...document.querySelectorAll('#add-says li')].map((one) => one.textContent).join(' | ')"
    private let names =
        "[...document.querySelectorAll('.source')].map((one) => one.dataset.source).join()"

    @Test
    func
        `A folder is added by its path, its file appears, and it is removed with a word on its rows`()
        throws
    {
        guard let page = try OpenPage.opened("add", sources: ["music", "more"]) else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        let other = DiskPath(try world.folder.folder("disk/Field recordings <b>"))
        try Disk.write(Sounds.wav(7), to: other / "rain.wav")
        try page.go(to: "sources")
        try browser.wait(for: "\(names) === 'music,more'")

        // By keys alone.
        try browser.value("document.getElementById('add').focus()")
        try browser.press(Key.enter)
        try browser.wait(for: "document.activeElement?.id === 'add-path'")
        try browser.type(other.text)
        try browser.wait(
            for: "document.getElementById('add-name').placeholder === 'field-recordings-b'")
        #expect(try browser.value("return \(says)").string == "")
        try browser.press(Key.enter)
        try browser.wait(for: "\(names) === 'music,more,field-recordings-b'")
        try browser.wait(for: "document.getElementById('notice').textContent !== ''")
        #expect(try browser.value("return document.activeElement.id").string == "add")
        let text = try String(contentsOfFile: world.configuration, encoding: .utf8)
        #expect(text.contains("[sources.field-recordings-b]\npath = \"\(other.text)\""))
        try page.go(to: "", shows: "catalogue")
        try browser.wait(for: OpenPage.row, ["rain.wav"])

        try page.go(to: "sources")
        try browser.wait(
            for: "document.querySelector('[data-focus=\"remove field-recordings-b\"]')")
        try browser.click("[data-focus=\"remove field-recordings-b\"]")
        try browser.wait(for: "document.getElementById('remove')?.open")
        let question = try browser.value("return document.getElementById('remove').innerText")
            .string
        #expect(question?.contains("Nothing on the disk is touched") == true)
        #expect(question?.contains("1 file leaves searches") == true)
        #expect(question?.contains("audiowatch doctor --prune") == true)
        // Whoever only presses Enter keeps it.
        try browser.press(Key.enter)
        try browser.wait(for: "!document.getElementById('remove')")
        #expect(try browser.value("return \(names)").string == "music,more,field-recordings-b")
        try browser.click("[data-focus=\"remove field-recordings-b\"]")
        try browser.wait(for: "document.getElementById('remove')?.open")
        try browser.click("#remove .danger")
        try browser.wait(for: "\(names) === 'music,more'")
        try page.go(to: "", shows: "catalogue")
        try browser.wait(for: "!(\(OpenPage.row))", ["rain.wav"])
        #expect(try browser.errors() == [])
    }

    @Test func `What is typed is judged while it is typed`() throws {
        guard let page = try OpenPage.opened("judge", sources: ["music"]) else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        let inner = try world.folder.folder("disk/music/inner").string
        let file = try Disk.write("no folder", in: world)
        try page.go(to: "sources")
        try browser.click("#add")
        try browser.wait(for: "document.activeElement?.id === 'add-path'")
        for (path, words, isRefused) in [
            ("D:\\Music", "a Windows path: where is that drive mounted here?", true),
            ("Music", "no whole path", true),
            (world.folder.appending("none").string, "stays offline until there is one", false),
            (file, "is no folder; give the one", true),
            (inner, "lies inside source music", false),
            (try world.source().text, "is source music already", true),
        ] {
            try browser.value(
                """
                const field = document.getElementById('add-path');
                field.value = arguments[0];
                field.dispatchEvent(new Event('input', { bubbles: true }));
                """, [path])
            try browser.wait(for: "\(says).includes(arguments[0])", [words])
            #expect(
                try browser.value("return document.querySelector('.add [type=submit]').disabled")
                    .bool
                    == isRefused, "\(path)")
            #expect(
                try browser.value(
                    "return document.getElementById('add-path').ariaInvalid === 'true'"
                )
                .bool == isRefused, "\(path)")
        }
        try browser.press(Key.escape)
        try browser.wait(for: "!document.querySelector('.add')")
        #expect(try browser.value("return document.activeElement.id").string == "add")
        #expect(try browser.errors() == [])
    }

    @Test func `A source is switched off and on, and a page without one begins with the field`()
        throws
    {
        guard let page = try OpenPage.opened("switch", sources: ["music"]) else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        let word = "document.querySelector('[data-focus=\"watch music\"]')?.textContent"
        try page.go(to: "sources")
        try browser.wait(for: "\(word) === 'Stop watching'")
        try browser.click("[data-focus=\"watch music\"]")
        try browser.wait(for: "\(word) === 'Watch'")
        #expect(try page.daemon.status()["sources"].array[0]["state"].string == "disabled")
        try browser.click("[data-focus=\"watch music\"]")
        try browser.wait(for: "\(word) === 'Stop watching'")
        try browser.click("[data-focus=\"remove music\"]")
        try browser.wait(for: "document.getElementById('remove')?.open")
        try browser.click("#remove .danger")
        try browser.wait(for: "document.querySelector('#view-sources .empty button')")
        try browser.click("#view-sources .empty button")
        try browser.wait(for: "document.activeElement?.id === 'add-path'")
        try browser.type(world.source().text)
        try browser.press(Key.enter)
        try browser.wait(for: "\(names) === 'music'")
        try page.go(to: "", shows: "catalogue")
        try browser.wait(for: OpenPage.row, ["first.wav"])
        #expect(try browser.errors() == [])
    }

    @Test func `A configuration that cannot be used is told of where it is looked for`() throws {
        guard let page = try OpenPage.opened("mistake", sources: ["music"]) else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        try page.go(to: "problems")
        try world.writeConfiguration(extra: "[scan]\nworkerz = 3\n")
        let notes = "document.querySelector('#view-problems .configuration')?.innerText ?? ''"
        try browser.wait(for: "(\(notes)).includes('did you mean workers')")
        let text = try browser.value("return \(notes)").string ?? ""
        #expect(text.contains("Line ") && text.contains("audiowatch config check"), "\(text)")
        #expect(
            try browser.value("return document.getElementById('count-problems').textContent").string
                == "1")
        try page.go(to: "sources")
        try browser.wait(for: "document.querySelector('#view-sources .configuration')")
        try world.writeConfiguration()
        try browser.wait(for: "!document.querySelector('.configuration')")
        #expect(
            try browser.value("return document.getElementById('count-problems').textContent").string
                == "")
    }

    @Test func `A browser without the token is asked for it once`() throws {
        if let missing = Browser.missing { return print("skipped: \(missing) is not installed") }
        let world = try World("token")
        try Disk.write(Sounds.wav(1), to: world.source() / "first.wav")
        let token = world.folder.appending("token").string
        let made = try world.succeed("token", "new", token)
        let secret = try #require(made.text.split(separator: "=").last)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let text = world.configurationText().replacingOccurrences(
            of: "[server]\n", with: "[server]\ntoken_file = \"\(token)\"\n")
        try world.folder.file("config.toml", text.utf8)
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let page = try #require(try daemon.status()["page"].string)
        let browser = try Browser()
        try browser.open(page)
        try browser.wait(for: "document.getElementById('token')?.open")
        #expect(
            try browser.value("return document.querySelectorAll('.row:not([hidden])').length")
                .integer == 0)
        try browser.wait(for: "document.activeElement?.id === 'token-field'")
        try browser.type("wrong")
        try browser.press(Key.enter)
        try browser.wait(for: "document.getElementById('token-says').textContent.includes('wrong')")
        try browser.value("document.getElementById('token-field').value = ''")
        try browser.type(secret)
        try browser.press(Key.enter)
        try browser.wait(for: "document.getElementById('live')?.dataset.state === 'live'")
        try browser.wait(for: OpenPage.row, ["first.wav"])
        try browser.open(page)
        try browser.wait(for: OpenPage.row, ["first.wav"])
        #expect(try browser.value("return document.getElementById('token')").string == nil)
    }
}

extension Disk {
    /// A file beside the sources.
    fileprivate static func write(_ text: String, in world: World) throws -> String {
        try world.folder.file("a file", text.utf8).string
    }
}

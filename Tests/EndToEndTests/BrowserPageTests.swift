import Foundation
import SystemPackage
import TestSupport
import Testing

/// What the page offers around the list, in a real browser, on a real daemon.
@Suite(.serialized, .onThreads) struct BrowserPageTests {
    private let row = OpenPage.row
    private let field = "document.getElementById('search').value"
    private let suggestions =
        "[...document.querySelectorAll('#suggestions li b')].map((one) => one.textContent).join()"

    /// Errors but for searches that are refused while they are typed.
    private func errors(_ browser: Browser) throws -> [String] {
        try browser.errors().filter { !$0.contains("/api/files?q=") || !$0.contains("400") }
    }

    @Test func `The search suggests operators and their values, and marks what is wrong in it`()
        throws
    {
        guard let page = try OpenPage.opened("suggest") else { return }
        defer { withExtendedLifetime(page) {} }
        let browser = page.browser
        try browser.press("/")
        try browser.type("first fo")
        try browser.wait(for: "\(suggestions) === 'format:'")
        try browser.press(Key.down, Key.enter)
        try browser.wait(for: "\(field) === 'first format:'")
        try browser.wait(for: "\(suggestions) === 'format:wav'")
        try browser.press(Key.down)
        #expect(
            try browser.value(
                """
                const field = document.getElementById('search');
                const option = document.getElementById(field.getAttribute('aria-activedescendant'));
                return field.ariaExpanded === 'true' && option.ariaSelected === 'true'
                    && option.getAttribute('role') === 'option'
                """
            ).bool == true)
        try browser.press(Key.enter)
        try browser.wait(for: "\(field) === 'first format:wav '")
        try browser.wait(for: row, ["first.wav"])
        try browser.type("dur:long")
        try browser.wait(
            for: "document.querySelector('#search-says mark')?.textContent === 'dur:long'")
        #expect(
            try browser.value("return document.getElementById('search').ariaInvalid").string
                == "true")
        // Esc closes what is suggested, and only then clears the search.
        try browser.type(" is:du")
        try browser.wait(for: "\(suggestions) === 'is:duplicate'")
        try browser.press(Key.escape)
        try browser.wait(for: "document.getElementById('suggestions').hidden")
        #expect(try browser.value("return \(field)").string == "first format:wav dur:long is:du")
        try browser.press(Key.escape)
        try browser.wait(for: "\(field) === ''")
        try browser.wait(for: "document.getElementById('search-says').hidden")
        #expect(try errors(browser) == [])
    }

    @Test func `Where nothing is found the part that excludes the most can be left out`() throws {
        guard let page = try OpenPage.opened("nothing") else { return }
        defer { withExtendedLifetime(page) {} }
        let browser = page.browser
        try browser.press("/")
        try browser.type("first dur:>1h")
        try browser.wait(
            for:
                "document.querySelector('#empty button')?.textContent.includes('Without dur:>1h: 1 sound')"
        )
        try browser.click("#empty button")
        try browser.wait(for: row, ["first.wav"])
        #expect(try browser.value("return \(field)").string == "first")
        try browser.value("location.hash = '#/?q=nowhere%20dur:%3E1h'")
        try browser.wait(
            for: "document.querySelectorAll('#empty button').length === 2")
        #expect(
            try browser.value("return document.getElementById('empty').textContent").string?
                .contains("Leave out nowhere: nothing has it") == true)
        #expect(try errors(browser) == [])
    }

    @Test func `A file is shown in the file manager, and its path and bytes are to be had`() throws
    {
        let tools = try TemporaryFolder("bin")
        let asked = tools.appending("asked").string
        let program = try tools.file(
            "gdbus", Array("#!/bin/sh\nprintf '%s\\n' \"$@\" >> '\(asked)'\n".utf8))
        #expect(chmod(program.string, 0o755) == 0)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        guard
            let page = try OpenPage.opened(
                "reveal",
                environment: [
                    "PATH": "\(tools.path.string):\(path)",
                    "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
                ])
        else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        let name = "It's [1], \"two\"; ü.wav"
        try Disk.write(Sounds.wav(2), to: world.source() / name)
        try browser.wait(for: row, [name])
        try browser.value("\(row).click()", [name])
        try browser.value(
            "navigator.clipboard.writeText = async (text) => { window.copied = text }")
        try browser.press("r")
        try browser.wait(
            for: "document.getElementById('notice').textContent.includes('file manager')")
        let address = "It%27s%20%5B1%5D%2C%20%22two%22%3B%20%C3%BC.wav']"
        let said = try String(contentsOfFile: asked, encoding: .utf8)
        #expect(said.contains("\norg.freedesktop.FileManager1.ShowItems\n['file:///"))
        #expect(said.contains("/\(address)\n"), "\(said)")
        try browser.press("y")
        try browser.wait(for: "window.copied?.endsWith(arguments[0])", ["/music/\(name)"])
        try browser.press(Key.enter)
        try browser.wait(for: "!document.getElementById('details').hidden")
        let saved = try browser.value(
            """
            const link = document.querySelector('#details a[download]');
            const request = new XMLHttpRequest();
            request.open('GET', link.href, false);
            request.send();
            return [link.download, request.getResponseHeader('Content-Disposition')];
            """
        ).array.compactMap(\.string)
        #expect(saved.first == name)
        #expect(saved.last?.hasPrefix("attachment; ") == true)
        #expect(saved.last?.hasSuffix("%C3%BC.wav") == true)
        try browser.click("#details [aria-keyshortcuts='R']")
        try until("it is asked again") {
            try String(contentsOfFile: asked, encoding: .utf8).components(
                separatedBy: "ShowItems\n"
            ).count == 3
        }
        #expect(try browser.errors() == [])
    }

    @Test func `Sources tell what they hold and share, and are scanned again when asked`() throws {
        guard let page = try OpenPage.opened("shares", sources: ["music", "backup"]) else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        try Disk.write(Sounds.wav(1, seconds: 3), to: world.source("backup") / "copy.wav")
        try Disk.write(Sounds.wav(2, seconds: 3), to: world.source() / "other.wav")
        try page.daemon.sync()
        try page.go(to: "sources")
        let shares =
            "[...document.querySelectorAll('.matrix tbody tr')]"
            + ".map((row) => [...row.children].map((cell) => cell.textContent).join(' ')).join()"
        // By name, each against each, anywhere else, only here.
        try browser.wait(for: "\(shares).startsWith('backup – 100 % 100 % 0 B,music 50 % – 50 % ')")
        try browser.wait(
            for:
                "document.querySelector('[data-source=music] p').textContent.includes('2 sounds: 2 wav')"
        )
        let formats = "document.querySelector('.charts table:not(.matrix) tbody tr')"
        #expect(
            try browser.value("return \(formats).textContent").string?.hasPrefix("wav2") == true)
        try browser.value("document.querySelector('[data-source=backup] button').focus()")
        try browser.press(Key.enter)
        try until("the backup is scanned again") {
            try page.daemon.status()["sources"].array.contains {
                $0["name"].string == "backup" && $0["rescans"]["asked"].integer == 1
            }
        }
        try browser.value("\(formats).querySelector('a').click()")
        try browser.wait(for: "\(field) === 'format:wav'")
        #expect(try browser.errors() == [])
    }

    @Test func `Work can be paused for a while and resumed`() throws {
        guard let page = try OpenPage.opened("brake") else { return }
        defer { withExtendedLifetime(page) {} }
        let browser = page.browser
        try page.go(to: "activity")
        let headline = "document.querySelector('#view-activity h2').textContent"
        try browser.wait(for: "\(headline) === 'Nothing to do'")
        try browser.click("[aria-label='Pause 15 min']")
        try browser.wait(for: "\(headline).startsWith('Paused until ')")
        let status = try page.daemon.status()
        #expect(status["isPaused"].bool == true)
        let left = try #require(status["pausedUntil"].number) - Date().timeIntervalSince1970
        #expect(left > 800 && left <= 901)
        try Disk.write(Sounds.wav(2), to: page.world.source() / "waits.wav")
        try browser.wait(for: "\(headline).includes('1 file to read')")
        try browser.click("#view-activity [data-focus=resume]")
        try browser.wait(for: "\(headline) === 'Nothing to do'")
        #expect(try page.daemon.status()["isPaused"].bool == false)
        #expect(try browser.errors() == [])
    }

    @Test func `The heads of the columns are reached and used with keys alone`() throws {
        guard let page = try OpenPage.opened("heads") else { return }
        defer { withExtendedLifetime(page) {} }
        let browser = page.browser
        try browser.resize(width: 1_400, height: 800)
        try browser.press("/")
        let head = "document.activeElement.closest('.list-head [data-sort]')?.dataset.sort"
        for _ in 0..<60 where try browser.value("return \(head) ?? ''").string == "" {
            try browser.press(Key.tab)
        }
        #expect(try browser.value("return \(head)").string == "name")
        try browser.press(Key.right)
        #expect(try browser.value("return \(head)").string == "duration")
        try browser.press(Key.enter)
        try browser.wait(
            for: "document.querySelector('[data-sort=duration]').ariaSort === 'ascending'")
        try browser.press(Key.end)
        #expect(try browser.value("return \(head)").string == "modified")
        // The heads are one stop of the Tab key, and below them are the rows.
        try browser.press(Key.tab)
        #expect(try browser.value("return \(head) ?? ''").string == "")
        try browser.value("document.querySelector('[data-sort=modified] button').focus()")
        try browser.press(Key.down)
        try browser.wait(for: "document.activeElement.role === 'grid'")
        try browser.press(Key.down)
        try browser.wait(
            for: """
                document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))
                    ?.ariaSelected === 'true'
                """)
        #expect(try browser.errors() == [])
    }

    @Test func `A problem is tried again from the page, and goes when the file can be read`() throws
    {
        guard let page = try OpenPage.opened("retry") else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        let file = try world.source() / "broken.wav"
        try Disk.write([UInt8](repeating: 0x41, count: 4_000), to: file)
        try page.daemon.sync()
        try page.go(to: "problems")
        let groups = "[...document.querySelectorAll('#view-problems .group')]"
        try browser.wait(
            for: "\(groups).length === 1 && \(groups)[0].textContent.includes('broken.wav')")
        let retry = "#view-problems .group .buttons button:last-child"
        try browser.click(retry)
        // Still no audio: it stays, and that is said.
        try browser.wait(
            for:
                "document.getElementById('notice').textContent.startsWith('broken.wav: its bytes are no')"
        )
        #expect(try browser.value("return \(groups).length").integer == 1)
        #expect(try browser.value("return document.getElementById('banner').hidden").bool == true)
        try Disk.write(Sounds.wav(2), to: file)
        try browser.wait(for: "\(groups).length === 0")
        try browser.wait(for: "document.getElementById('count-problems').textContent === ''")
        #expect(try browser.errors() == [])
    }

    @Test func `Numbers and dates are written as the browser's language does`() throws {
        guard let page = try OpenPage.opened("language") else { return }
        defer { withExtendedLifetime(page) {} }
        let browser = page.browser
        let shown = "\(row)?.querySelector('.c-sound').textContent"
        #expect(
            try browser.value("return \(shown)", ["first.wav"]).string?.contains("44.1 kHz") == true
        )
        try browser.devtools("Emulation.setLocaleOverride", ["locale": "de-DE"])
        try browser.open("about:blank")
        try browser.open(page.address)
        try browser.wait(for: "\(shown)?.includes('44,1 kHz')", ["first.wav"])
        try browser.press(Key.down)
        try browser.wait(
            for: "document.getElementById('player-time').textContent.includes('0:03,0')")
        let changed = try browser.value(
            "return \(row).querySelector('.c-age').title", ["first.wav"]
        ).string
        #expect(changed?.contains(".20") == true, "\(changed ?? "")")
        #expect(try browser.errors() == [])
    }
}

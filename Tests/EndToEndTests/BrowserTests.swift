import Foundation
import TestSupport
import Testing

/// The page in a real browser, on a real daemon.
@Suite(.serialized, .onThreads) struct BrowserTests {
    private let row = OpenPage.row
    private let time = "document.getElementById('audio').currentTime"

    @Test func `A file dropped into a source appears without a reload, and plays`() throws {
        guard let page = try OpenPage.opened("page") else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        try browser.value("window.unloaded = false")
        try Disk.write(Sounds.wav(2, seconds: 3), to: world.source() / "new/dropped.wav")
        try browser.wait(for: row, ["dropped.wav"])
        let file = try #require(
            try browser.value("return \(row).dataset.file", ["dropped.wav"]).string)
        try browser.click(".row[data-file='\(file)'] button.play")
        try browser.wait(for: "\(time) > 0.2")
        let reached = try #require(try browser.value("return \(time)").number)
        try browser.wait(for: "\(time) > arguments[0]", [reached])
        #expect(
            try browser.value("return document.getElementById('player-name').textContent").string?
                .hasPrefix("dropped.wav") == true)
        try Disk.move(world.source() / "new/dropped.wav", to: world.source() / "new/renamed.wav")
        try browser.wait(for: row, ["renamed.wav"])
        #expect(
            try browser.value("return \(row).dataset.file", ["renamed.wav"]).string == file,
            "the same row")
        try Disk.delete(world.source() / "new/renamed.wav")
        try browser.wait(for: "\(row)?.classList.contains('gone')", ["renamed.wav"])
        #expect(try browser.value("return window.unloaded").bool == false, "the page was reloaded")
        #expect(try browser.errors() == [])
    }

    @Test
    func `The first rows are asked for once, and all that is loaded before scrolling is small`()
        throws
    {
        guard let page = try OpenPage.opened("first") else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        for number in 0..<300 {
            try Disk.write(
                Sounds.wav(number), to: world.source() / "Loops & Kicks/loop \(number).wav")
        }
        try page.daemon.sync()
        let address = try #require(try page.daemon.status()["page"].string)
        try browser.open("about:blank")
        try browser.open(address)
        try browser.wait(for: "document.getElementById('live').dataset.state === 'live'")
        try browser.wait(for: "document.querySelectorAll('.row:not([hidden])').length > 10")
        // What would be asked for twice is asked for when the stream begins.
        try browser.wait(for: "performance.now() > 1500")
        let asked = try browser.value(
            """
            const all = performance.getEntriesByType('resource');
            return [
                all.filter((one) => one.name.includes('/api/files')).length,
                all.concat(performance.getEntriesByType('navigation'))
                    .reduce((sum, one) => sum + one.transferSize, 0),
            ]
            """)
        #expect(asked.array.first?.integer == 1)
        #expect((asked.array.last?.integer ?? .max) < 150_000, "\(asked)")
        #expect(try browser.errors() == [])
    }

    @Test func `Arrow keys select and play, Space pauses`() throws {
        guard let page = try OpenPage.opened("keys") else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        try Disk.write(Sounds.wav(2, seconds: 3), to: world.source() / "second.wav")
        try page.daemon.sync()
        try browser.wait(for: row, ["second.wav"])
        try browser.press(Key.down)
        try browser.wait(for: "\(time) > 0 && document.querySelector('.row.playing')")
        let first = try browser.value("return document.body.dataset.playing").string
        try browser.press(Key.down)
        try browser.wait(for: "document.body.dataset.playing !== arguments[0]", [first ?? ""])
        try browser.wait(for: "\(time) > 0")
        try browser.press(Key.space)
        try browser.wait(for: "document.getElementById('audio').paused")
        #expect(try browser.errors() == [])
    }

    /// Names in the rows, from top to bottom.
    private let names =
        "[...document.querySelectorAll('.row:not([hidden]):not(.blank)')]"
        + ".sort((one, other) => one.ariaRowIndex - other.ariaRowIndex)"
        + ".map((row) => row.querySelector('.c-name').textContent).join()"

    @Test func `A filter narrows the rows, a column sorts them, and the address keeps both`() throws
    {
        guard let page = try OpenPage.opened("filters") else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        for (number, seconds) in [1, 12, 11, 13].enumerated() {
            try Disk.write(
                Sounds.wav(number + 2, seconds: Double(seconds)),
                to: world.source() / "\("dbca".dropFirst(number).prefix(1)).wav")
        }
        try page.daemon.sync()
        try browser.click("#filters")
        let filter = ".facet[data-term='dur:>=10s dur:<1m']"
        try browser.wait(
            for: "document.querySelector(arguments[0])?.textContent.includes('3')", [filter])
        try browser.click(filter)
        try browser.wait(for: "document.querySelectorAll('.row:not([hidden])').length === 3")
        try browser.wait(
            for: "document.querySelector(arguments[0]).ariaPressed === 'true'", [filter])
        try browser.press(Key.escape)
        try browser.click(".list-head [data-sort='name'] button")
        try browser.wait(for: "\(names) === 'a.wav,b.wav,c.wav'")
        try browser.click(".list-head [data-sort='duration'] button")
        try browser.wait(for: "\(names) === 'c.wav,b.wav,a.wav'")
        try browser.click(".list-head [data-sort='duration'] button")
        try browser.wait(for: "\(names) === 'a.wav,b.wav,c.wav'")
        let address = try #require(try browser.value("return location.href").string)
        #expect(address.contains("sort=duration&order=desc"))
        try browser.open("about:blank")
        try browser.open(address)
        try browser.wait(for: "\(names) === 'a.wav,b.wav,c.wav'")
        #expect(
            try browser.value("return document.getElementById('search').value").string
                == "dur:>=10s dur:<1m")
        #expect(try browser.errors() == [])
    }

    @Test func `The scrollbar spans all rows, and new ones do not move what is looked at`() throws {
        guard let page = try OpenPage.opened("deep") else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        for number in 0..<700 {
            try Disk.write(Sounds.wav(number + 2), to: world.source() / "loops/loop \(number).wav")
        }
        try page.daemon.sync()
        try browser.wait(for: "document.querySelector('.list').ariaRowCount === '702'")
        try browser.press(Key.down, Key.end)
        // What was found first is the last row.
        try browser.wait(for: "document.querySelector('.row.playing')")
        try browser.wait(
            for: "document.querySelector('.row[aria-selected=true]').ariaRowIndex === '702'")
        #expect(
            try browser.value("return document.querySelectorAll('.row').length").integer ?? .max
                < 200)
        let middle = try browser.value(
            "document.querySelector('.list').scrollTop = 9000; return \(names)")
        try browser.wait(
            for: "\(names).length > 0 && \(names) !== arguments[0]", [middle.string ?? ""])
        try browser.wait(for: "!document.querySelector('.row.blank:not([hidden])')")
        let shown = try browser.value("return \(names)").string
        try Disk.write(Sounds.wav(1_000), to: world.source() / "new.wav")
        try browser.wait(for: "!document.querySelector('.pill').hidden")
        #expect(try browser.value("return \(names)").string == shown)
        try browser.click(".pill")
        try browser.wait(for: row, ["new.wav"])
        // So many at once that the stream tells of them as a whole.
        try browser.value("document.querySelector('.list').scrollTop = 9000")
        try browser.wait(for: "!document.querySelector('.row.blank:not([hidden])')")
        let seen = try browser.value(
            "return document.querySelector('.row:not([hidden])').dataset.file")
        for number in 0..<300 {
            try Disk.write(
                Sounds.wav(number + 2_000), to: world.source() / "more/one \(number).wav")
        }
        try page.daemon.sync()
        try browser.wait(
            for: "document.querySelector('.pill:not([hidden])')?.textContent === '300 new rows'")
        try browser.wait(
            for: "document.querySelector(`.row[data-file='${arguments[0]}']:not([hidden])`)",
            [seen.string ?? ""])
        #expect(try browser.errors() == [])
    }

    @Test func `A name is shown as text, whatever it says`() throws {
        guard let page = try OpenPage.opened("markup") else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        let names = [
            "<img src=x onerror='document.title=1'><b>&amp;.wav",
            "<img src=x onerror=alert(1)>.wav",
        ]
        for (number, name) in names.enumerated() {
            try Disk.write(Sounds.wav(number + 2), to: world.source() / name)
            try browser.wait(for: row, [name])
        }
        try browser.click(".row button.play")
        #expect(try browser.value("return document.title").string == "audiowatch")
        #expect(try browser.value("return document.images.length").integer == 1, "the brand's")
        #expect(try browser.errors() == [])
    }

    @Test func `A daemon that ends is said to have, and what it missed comes when it is back`()
        throws
    {
        guard let page = try OpenPage.opened("gone") else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        try browser.value("window.unloaded = false")
        try page.daemon.killAtOnce()
        try browser.wait(for: "document.getElementById('live').dataset.state === 'stopped'")
        try browser.wait(
            for: "document.getElementById('banner').textContent.includes('audiowatch run')")
        try browser.wait(for: row, ["first.wav"])
        try Disk.write(Sounds.wav(2), to: world.source() / "meanwhile.wav")
        let second = try RunningDaemon(world)
        try second.sync()
        try browser.wait(for: "document.getElementById('live').dataset.state === 'live'")
        try browser.wait(for: row, ["meanwhile.wav"])
        try browser.wait(for: "document.getElementById('banner').hidden")
        #expect(try browser.value("return window.unloaded").bool == false, "the page was reloaded")
    }
}

import Foundation
import TestSupport
import Testing

/// The page in a real browser, on a real daemon.
@Suite(.serialized) struct BrowserTests {
    /// A daemon on one source with one sound, and the page open; nil, with a printed reason, where there is
    /// no browser.
    private func openPage(
        _ purpose: String
    ) throws -> (world: World, daemon: RunningDaemon, browser: Browser)? {
        if let missing = Browser.missing {
            print("skipped: \(missing) is not installed (Debian: chromium chromium-driver curl)")
            return nil
        }
        let world = try World(purpose)
        try Disk.write(Sounds.wav(1, seconds: 3), to: world.source() / "first.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let browser = try Browser()
        try open(daemon, in: browser)
        try browser.until(row, ["first.wav"])
        return (world, daemon, browser)
    }

    private func open(_ daemon: RunningDaemon, in browser: Browser) throws {
        guard let page = try daemon.status()["page"].string else {
            throw TestFailure("the status names no page")
        }
        try browser.open(page)
        try browser.until("document.getElementById('live').dataset.state === 'live'")
    }

    /// The row of a name.
    private let row =
        "[...document.querySelectorAll('.row:not([hidden])')]"
        + ".find((row) => row.querySelector('.c-name').textContent === arguments[0])"
    private let time = "document.getElementById('audio').currentTime"

    @Test func `A file dropped into a source appears without a reload, and plays`() throws {
        guard let (world, _, browser) = try openPage("page") else { return }
        try browser.value("window.unloaded = false")
        try Disk.write(Sounds.wav(2, seconds: 3), to: world.source() / "new/dropped.wav")
        try browser.until(row, ["dropped.wav"])
        let file = try #require(
            try browser.value("return \(row).dataset.file", ["dropped.wav"]).string)
        try browser.click(".row[data-file='\(file)'] button.play")
        try browser.until("\(time) > 0.2")
        let reached = try #require(try browser.value("return \(time)").number)
        try browser.until("\(time) > arguments[0]", [reached])
        #expect(
            try browser.value("return document.getElementById('player-name').textContent").string?
                .hasPrefix("dropped.wav") == true)
        try Disk.delete(world.source() / "new/dropped.wav")
        try browser.until("\(row)?.classList.contains('gone')", ["dropped.wav"])
        #expect(try browser.value("return window.unloaded").bool == false, "the page was reloaded")
        #expect(try browser.errors() == [])
    }

    @Test func `Arrow keys select and play, Space pauses`() throws {
        guard let (world, daemon, browser) = try openPage("keys") else { return }
        try Disk.write(Sounds.wav(2, seconds: 3), to: world.source() / "second.wav")
        try daemon.sync()
        try browser.until(row, ["second.wav"])
        try browser.press(Key.down)
        try browser.until("\(time) > 0 && document.querySelector('.row.playing')")
        let first = try browser.value("return document.body.dataset.playing").string
        try browser.press(Key.down)
        try browser.until("document.body.dataset.playing !== arguments[0]", [first ?? ""])
        try browser.until("\(time) > 0")
        try browser.press(Key.space)
        try browser.until("document.getElementById('audio').paused")
        #expect(try browser.errors() == [])
    }

    @Test func `A name is shown as text, whatever it says`() throws {
        guard let (world, _, browser) = try openPage("markup") else { return }
        let name = "<img src=x onerror='document.title=1'><b>&amp;.wav"
        try Disk.write(Sounds.wav(2), to: world.source() / name)
        try browser.until(row, [name])
        try browser.click(".row button.play")
        #expect(try browser.value("return document.title").string == "audiowatch")
        #expect(try browser.value("return document.images.length").integer == 1, "the brand's")
        #expect(try browser.errors() == [])
    }

    @Test func `A daemon that ends is said to have, and what it missed comes when it is back`() throws {
        guard let (world, daemon, browser) = try openPage("gone") else { return }
        try browser.value("window.unloaded = false")
        try daemon.killAtOnce()
        try browser.until("document.getElementById('live').dataset.state === 'stopped'")
        try browser.until("document.getElementById('banner').textContent.includes('audiowatch run')")
        try browser.until(row, ["first.wav"])
        try Disk.write(Sounds.wav(2), to: world.source() / "meanwhile.wav")
        let second = try RunningDaemon(world)
        try second.sync()
        try browser.until("document.getElementById('live').dataset.state === 'live'")
        try browser.until(row, ["meanwhile.wav"])
        try browser.until("document.getElementById('banner').hidden")
        #expect(try browser.value("return window.unloaded").bool == false, "the page was reloaded")
    }
}

import Foundation
import TestSupport

/// A daemon on one source with one sound, and its page open in a browser. One value, so that none of the
/// three ends before the test does.
struct OpenPage {
    let world: World
    let daemon: RunningDaemon
    let browser: Browser
    /// Where the page is.
    let address: String

    /// Opens it, when `fill` has put files into the sources; nil, with a printed reason, where there is no browser.
    /// The sound is in the source `music`; `environment` is added to the daemon's.
    static func opened(
        _ purpose: String, sources: [String] = ["music"], environment: [String: String] = [:],
        _ fill: (World) throws -> Void = { _ in }
    ) throws -> OpenPage? {
        if let missing = Browser.missing {
            print("skipped: \(missing) is not installed (Debian: chromium chromium-driver curl)")
            return nil
        }
        let world = try World(purpose, sources: sources, environment: environment)
        try Disk.write(Sounds.wav(1, seconds: 3), to: world.source() / "first.wav")
        try fill(world)
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        guard let page = try daemon.status()["page"].string else {
            throw TestFailure("the status names no page")
        }
        let browser = try Browser()
        try browser.open(page)
        try browser.wait(for: "document.getElementById('live').dataset.state === 'live'")
        try browser.wait(for: row, ["first.wav"])
        return OpenPage(world: world, daemon: daemon, browser: browser, address: page)
    }

    /// Goes to another view and waits until it is shown; the catalogue's address is empty.
    func go(to address: String, shows view: String? = nil) throws {
        try browser.value("location.hash = arguments[0]", ["#/\(address)"])
        try browser.wait(for: "document.body.dataset.view === arguments[0]", [view ?? address])
    }

    /// The row of a name.
    static let row =
        "[...document.querySelectorAll('.row:not([hidden])')]"
        + ".find((row) => row.querySelector('.c-name').textContent === arguments[0])"
}

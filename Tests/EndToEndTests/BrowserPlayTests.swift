import Foundation
import SystemPackage
import TestSupport
import Testing

/// `audiowatch search --play`: its address, opened in a real browser.
@Suite(.serialized, .onThreads) struct BrowserPlayTests {
    @Test func `a search that is to be played shows its rows, the first one in the player`() throws
    {
        if let missing = Browser.missing {
            print("skipped: \(missing) is not installed (Debian: chromium chromium-driver curl)")
            return
        }
        let world = try World("play")
        for (number, name) in ["kick b.wav", "kick a.wav", "snare.wav"].enumerated() {
            try Sound(seconds: 2, frequency: 200 + 50 * number).write(
                to: FilePath((world.source() / name).text))
        }
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let address = try world.succeed("search", "kick", "--sort", "name", "--play").text
        let browser = try Browser()
        try browser.open(address.trimmingCharacters(in: .whitespacesAndNewlines))
        try browser.wait(
            for: "document.getElementById('player-name').textContent.startsWith('kick a.wav')")
        try browser.wait(
            for: "document.querySelectorAll('.row:not([hidden]):not(.blank)').length === 2")
        #expect(
            try browser.value("return location.hash").string == "#/?q=kick&sort=name&order=asc",
            "loaded anew it does not begin again")
    }
}

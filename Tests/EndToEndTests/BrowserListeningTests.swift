import Foundation
import SystemPackage
import TestSupport
import Testing

/// Listening in a real browser: what it cannot read by itself, waveforms, seeking.
@Suite(.serialized, .onThreads) struct BrowserListeningTests {
    private let time = "document.getElementById('audio').currentTime"
    private let playing =
        "!document.getElementById('audio').paused && document.getElementById('audio').currentTime > 0.1"

    @Test func `sounds that the browser cannot read are heard, and their waveforms seen`() throws {
        if let missing = Browser.missing {
            print("skipped: \(missing) is not installed (Debian: chromium chromium-driver curl)")
            return
        }
        let world = try World("listening")
        let files: [(name: String, encoding: [String], channels: Int)] = [
            ("a.aiff", [], 2), ("b.wma", ["-c:a", "wmav2"], 2), ("c.wv", [], 2),
            ("d.caf", ["-c:a", "alac"], 1), ("e.wav", ["-c:a", "pcm_f64le"], 1),
            ("f.wav", ["-c:a", "adpcm_ms"], 2), ("g.w64", [], 1), ("h.au", [], 1),
            ("i.m4a", ["-c:a", "alac"], 2), ("j.tta", [], 1), ("k.mp2", [], 2),
            ("l.wav", ["-ac", "16"], 2), ("m.wav", ["-rf64", "always"], 2),
            ("n.wav", ["-rf64", "always"], 2),
        ]
        for (number, file) in files.enumerated() {
            try Sound(
                seconds: 4, channels: file.channels, frequency: 300 + 20 * number,
                encoding: file.encoding
            ).write(to: FilePath((world.source() / file.name).text))
        }
        // BW64 is RF64 under another name. Source: ITU-R BS.2088.
        let broadcast = URL(fileURLWithPath: try (world.source() / "n.wav").text)
        var bytes = try Data(contentsOf: broadcast)
        #expect(bytes.prefix(4) == Data("RF64".utf8))
        bytes.replaceSubrange(..<4, with: Data("BW64".utf8))
        try bytes.write(to: broadcast)
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let browser = try Browser()
        try browser.open(try #require(try daemon.status()["page"].string) + "#/?sort=name")
        try browser.wait(
            for:
                "document.querySelectorAll('.row:not([hidden]):not(.blank)').length === \(files.count)"
        )
        for file in files {
            try browser.press(Key.down)
            try browser.wait(
                for: "document.getElementById('player-name').textContent.startsWith(arguments[0])",
                [file.name])
            try browser.wait(for: playing)
            #expect(
                try browser.value("return document.getElementById('player-name').dataset.state")
                    .string == nil, "\(file.name)")
            #expect(
                abs(
                    (try browser.value("return document.getElementById('audio').duration").number
                        ?? 0) - 4)
                    < 0.1, "\(file.name)")
            // Of sixteen channels a pair is chosen.
            guard file.name == "l.wav" else { continue }
            #expect(
                try browser.value("return document.getElementById('player-pair').options.length")
                    .integer == 8)
        }
        // Each row has drawn something.
        try browser.wait(
            for: """
                [...document.querySelectorAll('.row:not([hidden]) canvas')].every((canvas) =>
                    canvas.width > 0 && canvas.getContext('2d')
                        .getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte > 0))
                """)
        try browser.wait(for: "document.getElementById('player').dataset.wave === 'true'")
        #expect(try browser.errors() == [])
    }

    @Test func `the middle of an hour is reached at once, and only what is played is sent`() throws
    {
        if let missing = Browser.missing {
            print("skipped: \(missing) is not installed (Debian: chromium chromium-driver curl)")
            return
        }
        let world = try World("hour")
        for (name, encoding) in [("hour.aiff", [String]()), ("hour.wav", [])] {
            try Sound(seconds: 3_600, channels: 2, encoding: encoding)
                .write(to: FilePath((world.source() / name).text))
        }
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let browser = try Browser()
        try browser.open(try #require(try daemon.status()["page"].string) + "#/?sort=name")
        try browser.wait(
            for: "document.querySelectorAll('.row:not([hidden]):not(.blank)').length === 2")
        for _ in 0..<2 {
            try browser.press(Key.down)
            try browser.wait(for: playing)
            try browser.press("5")
            try browser.wait(for: "\(time) > 1800.1 && \(time) < 1830")
            let sent =
                try browser.value(
                    """
                    return performance.getEntriesByType('resource')
                        .filter((one) => one.name.includes('/audio/'))
                        .reduce((sum, one) => sum + one.transferSize, 0)
                    """
                ).integer ?? .max
            #expect(sent < 100_000_000, "\(sent) bytes of 635 MB")
        }
        #expect(try browser.errors() == [])
    }

    @Test func `a sound that rests gives its card back, and goes on where it was`() throws {
        guard
            let page = try OpenPage.opened(
                "rest",
                { try Disk.write(Sounds.wav(2, seconds: 30), to: $0.source() / "long.wav") })
        else { return }
        defer { withExtendedLifetime(page) {} }
        let browser = page.browser
        let holds = "document.getElementById('audio').hasAttribute('src')"
        let shown = "document.getElementById('player-time').textContent"
        try browser.value("location.hash = '#/?q=long'")
        try browser.wait(for: OpenPage.row, ["long.wav"])
        #expect(try browser.value("return \(holds)").bool == false, "before anything is played")
        try browser.press(Key.down)
        try browser.wait(for: playing)
        try browser.press("5")
        try browser.wait(for: "\(time) > 15.2")
        try browser.press(Key.space)
        // Chromium keeps it for five seconds more, once nothing in the page has a sound.
        try browser.wait(for: "!\(holds)")
        #expect(try browser.value("return \(shown)").string?.hasPrefix("0:15.") == true)
        // Moving in it takes no card.
        try browser.press(".", ".")
        try browser.wait(for: "\(shown).startsWith('0:17.')")
        #expect(try browser.value("return \(holds)").bool == false)
        try browser.press(Key.space)
        try browser.wait(for: "\(playing) && \(time) > 17.1 && \(time) < 25")
        try browser.press("\u{E012}")
        try browser.wait(for: "!\(holds) && \(shown).startsWith('0:00.0')")
        #expect(try browser.errors() == [])
    }

    @Test func `who holds the sound card is said, with the ways out`() throws {
        guard let page = try OpenPage.opened("held") else { return }
        defer { withExtendedLifetime(page) {} }
        let browser = page.browser
        // The one thing that no machine for tests has.
        try browser.value(
            """
            const ask = window.fetch;
            const workstation = { card: 'UMC204HD 192k', device: 'USB Audio', pid: 4711, program: 'reaper', kind: 'alone' };
            window.answers = [[workstation, { card: 'PCH', device: 'Analog', pid: 1, program: 'pipewire', kind: 'shared' }], [workstation]];
            window.asked = 0;
            window.fetch = (address, ...rest) => String(address).includes('/api/sound-cards')
                ? Promise.resolve(Response.json({ holders: window.answers[Math.min(window.asked++, 1)] })) : ask(address, ...rest);
            """)
        try browser.press(Key.down)
        try browser.wait(for: "window.asked === 1")
        let held = "document.getElementById('held')"
        // The next look is five seconds later.
        try browser.value("window.first = performance.now()")
        try browser.wait(for: "performance.now() > window.first + 5000")
        #expect(try browser.value("return \(held).hidden").bool == true, "a server plays too")
        try browser.press(Key.right)
        try browser.wait(for: "!\(held).hidden")
        let text = try browser.value("return \(held).textContent").string ?? ""
        #expect(text.contains("reaper (process 4711) holds the sound card UMC204HD 192k"))
        #expect(text.contains("PipeWire"))
        try browser.click("#held button")
        try browser.wait(for: "\(held).hidden")
        #expect(try browser.errors() == [])
    }
}

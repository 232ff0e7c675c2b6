import Foundation
import TestSupport
import Testing

/// The page's duplicates: heard against each other, decided, and handed out.
@Suite(.serialized, .onThreads) struct BrowserDuplicatesTests {
    /// Two groups of copies, the larger one first, and a pair that is alike by name and length.
    private func opened(_ purpose: String) throws -> OpenPage? {
        let page = try OpenPage.opened(purpose) { world in
            let source = try world.source()
            for name in ["large.wav", "copy/large copy.wav"] {
                try Disk.write(Sounds.wav(10, seconds: 8), to: source / name)
            }
            for name in ["small.wav", "copy/it's small.wav"] {
                try Disk.write(Sounds.wav(11, seconds: 4), to: source / name)
            }
            try Disk.write(Sounds.wav(12, seconds: 2), to: source / "alike/take.wav")
            try Disk.write(Sounds.wav(13, seconds: 2), to: source / "alike too/take.wav")
        }
        try page?.browser.open("about:blank")
        try page.map { try $0.browser.open($0.address + "#/duplicates") }
        try page?.browser.wait(for: "\(groups).length === 2")
        return page
    }

    /// The groups that are shown.
    private let groups =
        "[...document.querySelectorAll('#view-duplicates .group')].filter((one) => one.offsetParent)"
    private let time = "document.getElementById('audio').currentTime"
    private let playing = "document.body.dataset.playing"

    /// The names in a group, from top to bottom.
    private func names(_ group: Int) -> String {
        "[...\(groups)[\(group)].querySelectorAll('.line .c-name')].map((one) => one.textContent).join()"
    }

    @Test func `A verdict hides its group, lasts, and can be taken back`() throws {
        guard let page = try opened("verdict") else { return }
        defer { withExtendedLifetime(page) {} }
        let browser = page.browser
        #expect(try browser.value("return \(names(0))").string?.contains("large.wav") == true)
        let copy = try #require(
            try browser.value(
                """
                return [...document.querySelectorAll('.line')]
                    .find((line) => line.textContent.includes('large copy')).dataset.member
                """
            ).string)
        try browser.click(".line[data-member='\(copy)'] button.keep")
        try browser.wait(for: "\(groups).length === 1 && \(names(0)).includes('small.wav')")
        // A rename and a rescan change nothing of it.
        try Disk.move(
            page.world.source() / "copy/large copy.wav", to: page.world.source() / "renamed.wav")
        try page.daemon.sync()
        try browser.open("about:blank")
        try browser.open(page.address + "#/duplicates?decided=keep")
        try browser.wait(for: "\(groups).length === 1 && \(names(0)).includes('renamed.wav')")
        #expect(
            try browser.value(
                "return document.querySelector('[data-kept=true] .c-name').textContent"
            ).string == "renamed.wav")
        #expect(
            try browser.value(
                "return document.querySelector('select option[value=keep]').textContent"
            ).string == "One is kept (1)")
        let script = try browser.value(
            """
            const request = new XMLHttpRequest();
            request.open('GET', document.querySelector('.menu a').href, false);
            request.send();
            return request.responseText;
            """
        ).string
        let large = try page.world.source() / "large.wav"
        #expect(script?.contains("renamed.wav' '\(large)'") == true)
        // It goes elsewhere as to another drive, where a copy comes first: still decided.
        let source = try page.world.source()
        try Disk.write(Sounds.wav(10, seconds: 8), to: source / "elsewhere/renamed.wav")
        try page.daemon.sync()
        try Disk.delete(source / "renamed.wav")
        try page.daemon.sync()
        try browser.open("about:blank")
        try browser.open(page.address + "#/duplicates")
        try browser.wait(for: "\(groups).length === 1 && \(names(0)).includes('small.wav')")
        // A copy that comes later was not judged.
        try Disk.write(Sounds.wav(10, seconds: 8), to: source / "later.wav")
        try browser.wait(for: "\(groups).length === 2 && \(names(0)).includes('later.wav')")
        #expect(
            try browser.value("return \(groups)[0].querySelector('header').textContent").string?
                .contains("keep renamed.wav; 1 new copy since") == true)
        try browser.click("button.verdict[data-verdict=keep]")
        try browser.wait(for: "\(groups).length === 1 && \(names(0)).includes('small.wav')")
        try browser.open("about:blank")
        try browser.open(page.address + "#/duplicates?decided=keep")
        try browser.wait(for: "\(groups).length === 1 && \(names(0)).includes('later.wav')")
        try browser.click("button.verdict[data-verdict=none]")
        try browser.wait(for: "\(groups).length === 0")
        try browser.open("about:blank")
        try browser.open(page.address + "#/duplicates")
        try browser.wait(for: "\(groups).length === 2")
        #expect(try browser.errors() == [])
    }

    @Test func `X plays the next of a group from the same place, brackets go from group to group`()
        throws
    {
        guard let page = try opened("compare") else { return }
        defer { withExtendedLifetime(page) {} }
        let browser = page.browser
        try browser.press("]", "]")
        try browser.wait(for: "document.activeElement === \(groups)[1]")
        try browser.press("[")
        try browser.wait(for: "document.activeElement === \(groups)[0]")
        try browser.press("x")
        try browser.wait(for: "\(time) > 0.5")
        let first = try #require(try browser.value("return \(playing)").string)
        try browser.press("5")
        try browser.wait(for: "\(time) > 4")
        try browser.press("x")
        try browser.wait(for: "\(playing) !== arguments[0] && \(time) > 4", [first])
        try browser.press("x")
        try browser.wait(for: "\(playing) === arguments[0] && \(time) > 4", [first])
        #expect(try browser.errors() == [])
    }

    @Test func `Sounds that are alike stand side by side, and stay decided`() throws {
        guard let page = try opened("near") else { return }
        defer { withExtendedLifetime(page) {} }
        let browser = page.browser
        try browser.open("about:blank")
        try browser.open(page.address + "#/duplicates/near")
        try browser.wait(for: "\(groups).length === 1")
        #expect(
            try browser.value("return \(groups)[0].querySelectorAll('tbody tr').length").integer
                == 2)
        #expect(
            try browser.value("return \(groups)[0].querySelector('.what').textContent").string
                == "one name, equally long: within 20 ms or 1 %")
        try browser.click("#view-duplicates .group:last-of-type button[data-verdict=not_duplicate]")
        try browser.wait(for: "\(groups).length === 0")
        try browser.open("about:blank")
        try browser.open(page.address + "#/duplicates/near?decided=not_duplicate")
        try browser.wait(for: "\(groups).length === 1")
        #expect(try browser.errors() == [])
    }
}

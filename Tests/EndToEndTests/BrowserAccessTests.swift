import Foundation
import TestSupport
import Testing

/// The page for everyone: what axe-core finds in it. Source: https://github.com/dequelabs/axe-core
@Suite(.serialized, .onThreads) struct BrowserAccessTests {
    /// axe-core's script where Python's packages or AUDIOWATCH_AXE have it.
    private func script() throws -> String? {
        if let path = ProcessInfo.processInfo.environment["AUDIOWATCH_AXE"] {
            return try String(contentsOfFile: path, encoding: .utf8)
        }
        let search = """
            import importlib.util, os
            for name in ("axe_core_python", "axe_playwright_python"):
                found = importlib.util.find_spec(name)
                for folder, _, files in os.walk(os.path.dirname(found.origin)) if found else ():
                    if "axe.min.js" in files:
                        print(os.path.join(folder, "axe.min.js"))
                        raise SystemExit
            """
        let result = try run("/usr/bin/env", ["python3", "-c", search])
        let path = result.text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard result.status == 0, !path.isEmpty else { return nil }
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func `No view has a serious finding of axe`() throws {
        guard let axe = try script() else {
            print("skipped: axe-core is not there (pip install axe-core-python, or AUDIOWATCH_AXE)")
            return
        }
        guard let page = try OpenPage.opened("axe", sources: ["music", "backup"]) else { return }
        defer { withExtendedLifetime(page) {} }
        let (world, browser) = (page.world, page.browser)
        try Disk.write(Sounds.wav(1, seconds: 3), to: world.source("backup") / "copy.wav")
        try Disk.write([UInt8](repeating: 0x41, count: 4_000), to: world.source() / "broken.wav")
        try page.daemon.sync()
        try browser.value(axe + "; window.axe = window.axe || axe")
        for (width, theme) in [(1_400, "light"), (1_400, "dark"), (600, "light"), (600, "dark")] {
            try browser.resize(width: width, height: 900)
            try browser.devtools(
                "Emulation.setEmulatedMedia",
                ["features": [["name": "prefers-color-scheme", "value": theme]]])
            for view in ["catalogue", "duplicates", "sources", "activity", "problems"] {
                try page.go(to: view == "catalogue" ? "" : view, shows: view)
                if view == "catalogue" {
                    try browser.value("\(OpenPage.row).click()", ["first.wav"])
                    try browser.press(Key.enter)
                    try browser.wait(for: "!document.getElementById('details').hidden")
                }
                if view == "sources" {
                    try browser.wait(for: "document.querySelector('.charts table')")
                }
                #expect(try findings(browser) == [], "\(view), \(width) wide, \(theme)")
                try keep(browser.picture(), "\(view) \(width) \(theme)")
            }
            try browser.press("?")
            #expect(try findings(browser) == [], "the help, \(width) wide, \(theme)")
            try keep(browser.picture(), "help \(width) \(theme)")
            try browser.press(Key.escape)
        }
    }

    /// For a person to look at: in a folder of the build's, which no repository holds.
    private func keep(_ picture: Data, _ name: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../.build/screenshots").standardized
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try picture.write(to: folder.appendingPathComponent("\(name).png"))
    }

    /// Serious and critical ones, with the first element of each.
    private func findings(_ browser: Browser) throws -> [String] {
        try browser.value(
            """
            window.found = null;
            axe.run(document, { resultTypes: ['violations'] }).then(
                ({ violations }) => { window.found = violations; },
                (error) => { window.found = [{ impact: 'critical', id: String(error), nodes: [] }]; });
            """)
        try browser.wait(for: "window.found")
        return try browser.value(
            """
            return window.found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
            """
        ).array.compactMap(\.string)
    }
}
